"""Scores zero velocity on the windows of networks that predict rotations."""

import time
from pathlib import Path

from evaluation.angles.baselines import ZeroVelocity
from evaluation.baselines.scoring import Scoring
from evaluation.poses.described import describe_scored
from evaluation.poses.protocols import DEFAULT_PROTOCOL, POSE_PROTOCOLS
from evaluation.poses.windows import ScoredPoses
from evaluation.studies import ZERO_VELOCITY


def score_zero_velocity(scoring: Scoring) -> list[Path]:
    """Writes the result of zero velocity and returns its path.

    Raises:
        DataError: records that cannot be read. SettingsError: an unknown protocol.
    """
    usual = DEFAULT_PROTOCOL.get(scoring.data, "eth")
    protocol = scoring.protocol_of(tuple(POSE_PROTOCOLS), usual)
    from data_prep.poses.pose_set import read_pose_set  # imports TensorFlow

    started = time.monotonic()
    poses = read_pose_set(scoring.records_dir, scoring.data)
    windows = ScoredPoses.cut(poses.test, protocol)
    path = scoring.save(
        ZERO_VELOCITY,
        started,
        errors=windows.errors(ZeroVelocity().predict),
        **describe_scored(poses, windows),
    )
    return [path]
