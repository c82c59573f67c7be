"""What a finished run of this family is asked for; see `training.finished_runs`."""

from pathlib import Path

from networks.pose_tensors import around
from taxonomy.forecaster import Forecaster as MODEL
from taxonomy.model import predict
from training.finished_runs import FinishedRun
from training.pose_serving import scored_past, served_poses
from training.served import Arrays, Served

READS = "poses"

__all__ = ["MODEL", "READS", "past_frames", "predict", "served", "test_inputs"]


def past_frames(model: MODEL) -> int:
    return model.config.past_frames


def served(run: FinishedRun) -> Served:
    model, frames = run.model, run.model.config.future_frames

    def forecast(past):
        return model.continued(past, frames)

    return served_poses(run, frames, around(model.features, forecast))


def test_inputs(run: FinishedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    return {"past": scored_past(run, records_dir)}
