"""What a finished run of this family is asked for; see `training.trained_runs`."""

from evaluation.poses.horizons import FUTURE_FRAMES
from networks.pose_tensors import around
from stt.forecaster import Forecaster, Rollout
from stt.model import predict
from training.export.signature import ExportSignature
from training.poses.inference import past_inputs, served_poses
from training.trained_runs import Inference, TrainedRun


def _past_frames(model: Forecaster) -> int:
    return model.config.window


def _export_signature(run: TrainedRun) -> ExportSignature:
    rollout = Rollout(run.model, FUTURE_FRAMES)
    return served_poses(run, FUTURE_FRAMES, around(run.model.features, rollout))


INFERENCE = Inference(
    model=Forecaster,
    past_frames=_past_frames,
    predict=predict,
    export_signature=_export_signature,
    test_inputs=past_inputs,
)
