"""What a finished run of this family is asked for; see `training.trained_runs`."""

from pathlib import Path

from networks.pose_tensors import around
from taxonomy.forecaster import Forecaster as MODEL
from taxonomy.model import predict
from training.export_signature import Arrays, ExportSignature
from training.pose_inference import scored_past, served_poses
from training.trained_runs import TrainedRun

READS = "poses"

__all__ = ["MODEL", "READS", "past_frames", "predict", "served", "test_inputs"]


def past_frames(model: MODEL) -> int:
    return model.config.past_frames


def served(run: TrainedRun) -> ExportSignature:
    model, frames = run.model, run.model.config.future_frames

    def forecast(past):
        return model.continued(past, frames)

    return served_poses(run, frames, around(model.features, forecast))


def test_inputs(run: TrainedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    return {"past": scored_past(run, records_dir)}
