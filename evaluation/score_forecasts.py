"""Scores what learns nothing on what forecasters of normalised numbers are scored on.

Zero velocity repeats the last observed pose. The mean pose is all normalised numbers 0,
which is where a network ends up that learns nothing but the data's mean.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from data_prep.pose_features import PoseFeatures
from data_prep.pose_windows import window_statistics
from evaluation.baseline_records import save_baseline
from evaluation.forecast_metrics import forecast_errors
from evaluation.pose_horizons import (
    FUTURE_FRAMES,
    HORIZON_FRAMES,
    LABEL_MS,
    PAST_FRAMES,
    RATE_HZ,
)
from evaluation.pose_scoring import ScoredPoses
from evaluation.results import describe_poses

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
    scored = ScoredPoses.cut(poses.test, protocol)
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
            data=describe_poses(poses),
            protocol=protocol,
            horizon_frames=HORIZON_FRAMES,
            label_ms=LABEL_MS,
            rate_hz=RATE_HZ,
            errors=errors,
            windows=scored.starts(),
            excluded=scored.excluded,
        )
        for study, errors in _errors(scored, features)
    ]


def _errors(
    scored: ScoredPoses, features: PoseFeatures
) -> Iterator[tuple[str, dict[str, dict[str, np.ndarray]]]]:
    """Study and all its errors."""
    windows = features.encode(scored.rotations)
    past, truth = np.split(windows, [PAST_FRAMES], axis=1)
    last = np.repeat(past[:, -1:], FUTURE_FRAMES, axis=1)
    for study, predicted in (
        ("zero_velocity", last),
        ("mean_pose", np.zeros_like(truth)),
    ):
        matrices = features.decode(predicted)
        yield (
            study,
            forecast_errors(scored, matrices, truth, predicted, features.used),
        )
