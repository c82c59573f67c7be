"""What a finished run of this family is asked for; see `training.trained_runs`."""

from pathlib import Path

from evaluation.poses.horizons import FUTURE_FRAMES
from networks.pose_tensors import around
from stt.forecaster import Forecaster, Rollout
from stt.model import predict
from training.export.signature import Arrays, ExportSignature
from training.poses.inference import scored_past, served_poses
from training.trained_runs import Inference, TrainedRun


def _past_frames(model: Forecaster) -> int:
    return model.config.window


def _export_signature(run: TrainedRun) -> ExportSignature:
    rollout = Rollout(run.model, FUTURE_FRAMES)
    return served_poses(run, FUTURE_FRAMES, around(run.model.features, rollout))


def _test_inputs(run: TrainedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    return {"past": scored_past(run, records_dir)}


INFERENCE = Inference(
    model=Forecaster,
    past_frames=_past_frames,
    predict=predict,
    export_signature=_export_signature,
    test_inputs=_test_inputs,
)
