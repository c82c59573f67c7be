"""What a finished run of this family is asked for; see `training.finished_runs`."""

from networks.configured_model import ConfiguredModel as MODEL
from smoothing.model import predict

READS = "keypoints"

__all__ = ["MODEL", "READS", "past_frames", "predict"]


def past_frames(model: MODEL) -> int:
    return model.config.window
