"""What a finished run of this family is asked for; see `training.finished_runs`."""

from seq2seq.forecaster import Forecaster as MODEL
from seq2seq.model import predict

READS = "columns"

__all__ = ["MODEL", "READS", "past_frames", "predict"]


def past_frames(model: MODEL) -> int:
    return model.config.past_frames
