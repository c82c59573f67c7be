"""What a finished run of this family is asked for; see `training.finished_runs`."""

from stt.forecaster import Forecaster as MODEL
from stt.model import predict

READS = "poses"

__all__ = ["MODEL", "READS", "past_frames", "predict"]


def past_frames(model: MODEL) -> int:
    return model.config.window
