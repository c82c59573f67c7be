"""What a finished run of this family is asked for; see `training.finished_runs`."""

from evaluation.pose_horizons import PAST_FRAMES
from gan.model import WassersteinGan as MODEL
from gan.model import predict

READS = "poses"

__all__ = ["MODEL", "READS", "past_frames", "predict"]


def past_frames(model: MODEL) -> int:
    return PAST_FRAMES
