"""What a finished run of this family is asked for; see `training.trained_runs`."""

from networks.pose_tensors import around
from taxonomy.forecaster import Forecaster
from taxonomy.model import predict
from training.export.signature import ExportSignature
from training.poses.inference import past_inputs, served_poses
from training.trained_runs import Inference, TrainedRun


def _past_frames(model: Forecaster) -> int:
    return model.config.past_frames


def _export_signature(run: TrainedRun) -> ExportSignature:
    model, frames = run.model, run.model.config.future_frames

    def forecast(past):
        return model.continued(past, frames)

    return served_poses(run, frames, around(model.features, forecast))


INFERENCE = Inference(
    model=Forecaster,
    past_frames=_past_frames,
    predict=predict,
    export_signature=_export_signature,
    test_inputs=past_inputs,
)
