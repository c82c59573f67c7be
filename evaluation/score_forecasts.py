"""Scores what learns nothing on what forecasters of normalised numbers are scored on.

Zero velocity repeats the last observed pose. The mean pose is all normalised numbers 0,
which is where a network ends up that learns nothing but the data's mean.
"""

import time
from pathlib import Path

import numpy as np

from data_prep.pose_features import PoseFeatures
from data_prep.pose_windows import window_statistics
from evaluation.baseline_records import save_baseline
from evaluation.forecast_windows import ForecastWindows
from evaluation.pose_scoring import ScoredPoses
from evaluation.results import describe_scored

ROTATION_FORMAT = "axis_angle"  # of the networks unless they are told otherwise


def score_forecasts(
    family: str,
    data: str,
    profile: str,
    protocol: str,
    records_dir: str,
    runs_dir: str,
) -> list[Path]:
    """Writes the records of both baselines of a family and returns their paths.

    Raises:
        DataError: records that cannot be read, or too short ones.
    """
    from data_prep.poses import read_pose_set

    # Normalisation is that of the recordings which train, and as in the networks'
    # profiles these include mirrored ones unless the scale is the published one.
    poses = read_pose_set(records_dir, data, mirror=profile != "paper")
    fixed = protocol == "fairmotion"
    statistics = window_statistics(poses.train, ROTATION_FORMAT, True, fixed)
    features = PoseFeatures(statistics, ROTATION_FORMAT, whole_body=True)
    windows = ForecastWindows.of(features, ScoredPoses.cut(poses.test, protocol))
    flags = {"family": family, "data": data, "profile": profile, "protocol": protocol}
    started = time.monotonic()
    return [
        save_baseline(
            runs_dir,
            started,
            flags,
            family=family,
            study=study,
            profile=profile,
            errors=windows.errors(predicted),
            **describe_scored(poses, windows.scored),
        )
        for study, predicted in (
            ("zero_velocity", windows.zero_velocity),
            ("mean_pose", np.zeros_like(windows.future)),
        )
    ]
