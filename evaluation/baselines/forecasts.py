"""Scores what learns nothing on what forecasters of normalised numbers are scored on.

Zero velocity repeats the last observed pose. The mean pose is all normalised numbers 0,
which is where a network ends up that learns nothing but the data's mean.
"""

import time
from pathlib import Path

import numpy as np

from data_prep.poses.features import PoseFeatures
from data_prep.poses.windows import window_statistics
from evaluation.baselines.scoring import Scoring
from evaluation.poses.described import describe_scored
from evaluation.poses.forecast_windows import ForecastWindows
from evaluation.poses.protocols import FAIRMOTION_PROTOCOL, POSE_PROTOCOLS
from evaluation.poses.windows import ScoredPoses
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL

FORECAST_BASELINES = {ZERO_VELOCITY: ZERO_VELOCITY_LABEL, "mean_pose": "Mean pose"}
ROTATION_FORMAT = "axis_angle"  # of the networks unless they are told otherwise


def score_forecasts(scoring: Scoring) -> list[Path]:
    """Writes the results of both baselines and returns their paths.

    Raises:
        DataError: records that cannot be read, or too short ones. SettingsError: an
            unknown protocol.
    """
    usual = FAIRMOTION_PROTOCOL.get(scoring.data, "eth")
    protocol = scoring.protocol_of(tuple(POSE_PROTOCOLS), usual)
    from data_prep.poses.pose_set import read_pose_set  # imports TensorFlow

    # Normalisation is that of the recordings which train, and as in the networks'
    # profiles these include mirrored ones unless the scale is the published one.
    mirror = scoring.profile != "paper"
    poses = read_pose_set(scoring.records_dir, scoring.data, mirror=mirror)
    fixed = protocol == "fairmotion"
    statistics = window_statistics(poses.train, ROTATION_FORMAT, True, fixed)
    features = PoseFeatures(statistics, ROTATION_FORMAT, whole_body=True)
    windows = ForecastWindows.of(features, ScoredPoses.cut(poses.test, protocol))
    predictions = windows.zero_velocity, np.zeros_like(windows.future)
    started = time.monotonic()
    return [
        scoring.save(
            study,
            started,
            errors=windows.errors(predicted),
            **describe_scored(poses, windows.scored),
        )
        for study, predicted in zip(FORECAST_BASELINES, predictions, strict=True)
    ]
