"""What a result says of the rotations that it was scored on."""

from typing import Any

from data_prep.poses.pose_set import PoseSet
from evaluation.poses.horizons import HORIZON_FRAMES, LABEL_MS, RATE_HZ
from evaluation.poses.windows import ScoredPoses


def describe_poses(poses: PoseSet) -> dict[str, Any]:
    """The `data` of a result of a family that reads a pose set."""
    return {
        "name": poses.name,
        "fingerprint": poses.fingerprint,
        "training_files": dict(poses.training_files),
    }


def describe_scored(poses: PoseSet, test: ScoredPoses) -> dict[str, Any]:
    """The fields of a result that say what rotations were scored on."""
    return {
        "data": describe_poses(poses),
        "protocol": test.protocol,
        "horizon_frames": HORIZON_FRAMES,
        "label_ms": LABEL_MS,
        "rate_hz": RATE_HZ,
        "windows": test.starts(),
        "excluded": test.excluded,
    }
