"""What a finished run of this family is asked for; see `training.trained_runs`."""

from pathlib import Path

from evaluation.poses.horizons import FUTURE_FRAMES
from networks.pose_tensors import around
from stt.forecaster import Forecaster as MODEL
from stt.forecaster import Rollout
from stt.model import predict
from training.export_signature import Arrays, ExportSignature
from training.pose_inference import scored_past, served_poses
from training.trained_runs import TrainedRun

READS = "poses"

__all__ = ["MODEL", "READS", "past_frames", "predict", "served", "test_inputs"]


def past_frames(model: MODEL) -> int:
    return model.config.window


def served(run: TrainedRun) -> ExportSignature:
    rollout = Rollout(run.model, FUTURE_FRAMES)
    return served_poses(run, FUTURE_FRAMES, around(run.model.features, rollout))


def test_inputs(run: TrainedRun, records_dir: Path, data_dir: str | None) -> Arrays:
    return {"past": scored_past(run, records_dir)}
