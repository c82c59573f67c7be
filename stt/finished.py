"""What a finished run of this family is asked for; see `training.finished_runs`."""

from pathlib import Path

from evaluation.pose_horizons import FUTURE_FRAMES
from networks.pose_tensors import around
from stt.forecaster import Forecaster as MODEL
from stt.forecaster import Rollout
from stt.model import predict
from training.finished_runs import FinishedRun
from training.pose_serving import scored_past, served_poses
from training.served import Arrays, Served

READS = "poses"

__all__ = ["MODEL", "READS", "past_frames", "predict", "served", "test_inputs"]


def past_frames(model: MODEL) -> int:
    return model.config.window


def served(run: FinishedRun) -> Served:
    rollout = Rollout(run.model, FUTURE_FRAMES)
    return served_poses(run, FUTURE_FRAMES, around(run.model.features, rollout))


def test_inputs(run: FinishedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    return {"past": scored_past(run, records_dir)}
