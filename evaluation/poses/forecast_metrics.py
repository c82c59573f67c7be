"""Errors of a network that predicts normalised numbers and so rotations.

Next to the errors of rotations there is the mean squared error of the numbers that the
network is trained on, and the angle of each joint relative to its own parent. N
windows, T = 24 future frames, D numbers of a pose, J = 15 body joints, 4 horizons.
Definitions: the motion prediction task of fairmotion (Gopinath and Won 2020).
"""

from collections.abc import Sequence

import numpy as np

from evaluation.metric import Metric
from evaluation.poses.horizons import HORIZON_FRAMES, POSE_METRICS
from evaluation.poses.metrics import euler_error
from evaluation.poses.windows import ScoredPoses
from motion.rotations import geodesic_angle

# fairmotion's "mean angle error" is `euler_sum`: the Euler distance of a whole pose,
# summed over all frames up to the horizon.
MEAN_ANGLE_ERROR = "euler_sum"
LOCAL_ANGLE = "local_angle_deg_at"
MSE_ALL, MSE_ACTIVE = "mse_all_until", "mse_active_until"
FORECAST_METRICS: dict[str, Metric] = {
    **POSE_METRICS,
    **{key: Metric(key) for key in (LOCAL_ANGLE, MSE_ALL, MSE_ACTIVE)},
}


def mse_errors(
    truth: np.ndarray,
    predicted: np.ndarray,
    used: np.ndarray,
    horizon_frames: Sequence[int] = HORIZON_FRAMES,
) -> dict[str, np.ndarray]:
    """Mean squared errors of all frames up to each horizon, two metrics of (N, 4).

    Args:
        truth, predicted: normalised numbers (N, T, D).
        used: which of the D vary in the training data. `MSE_ALL` is the mean over all
            D, constant ones included, as fairmotion's loss is; `MSE_ACTIVE` over these.
        horizon_frames: predicted frames, counted from 0.

    Raises:
        ValueError: a prediction of another shape than the truth.
    """
    if np.shape(predicted) != np.shape(truth):
        raise ValueError(
            f"expected a prediction of shape {np.shape(truth)}, "
            f"found {np.shape(predicted)}"
        )
    squared = np.square(np.asarray(predicted, np.float64) - truth)
    frames = np.arange(1, squared.shape[1] + 1)
    at = list(horizon_frames)
    per_frame = {
        MSE_ALL: squared.mean(axis=-1),
        MSE_ACTIVE: squared[..., used].mean(axis=-1),
    }
    return {
        name: (each.cumsum(axis=1) / frames)[:, at] for name, each in per_frame.items()
    }


def local_angles_deg(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Mean over joints of the angle between local rotations: (N, T) degrees.

    Args:
        truth, predicted: rotations relative to the parents, (N, T, J, 3, 3).
    """
    return np.degrees(geodesic_angle(truth, predicted)).mean(axis=-1)


def forecast_errors(
    scored: ScoredPoses,
    predicted_matrices: np.ndarray,
    true_features: np.ndarray,
    predicted_features: np.ndarray,
    used: np.ndarray,
) -> dict[str, dict[str, np.ndarray]]:
    """All of `FORECAST_METRICS`: metric -> action -> (windows, 4).

    Args:
        scored: the true windows.
        predicted_matrices: (N, T, J, 3, 3) in the order of the windows; they need not
            be rotations.
        true_features, predicted_features: (N, T, D), normalised.
        used: see `mse_errors`.

    Raises:
        ValueError: a prediction of another shape. DataError: one that diverged.
    """
    rotations = scored.nearest(predicted_matrices)
    angles = local_angles_deg(scored.future, rotations)[:, list(HORIZON_FRAMES)]
    others = {
        LOCAL_ANGLE: angles,
        **mse_errors(true_features, predicted_features, used),
    }
    return {
        **scored.errors_of(rotations),
        **{name: scored.by_action(values) for name, values in others.items()},
    }


def mean_angle_errors(
    scored: ScoredPoses, predicted_matrices: np.ndarray
) -> list[float]:
    """fairmotion's mean angle error up to each horizon, four numbers in radians.

    Averaged as in the tables: over the windows of an action, then over actions.

    Args:
        scored, predicted_matrices: see `forecast_errors`.

    Raises:
        ValueError: a prediction of another shape. DataError: one that diverged.
    """
    predicted = scored.motion(scored.nearest(predicted_matrices))
    sums = euler_error(scored.truth, predicted, scored.counts).cumsum(axis=1)
    by_action = scored.by_action(sums[:, list(HORIZON_FRAMES)]).values()
    return np.mean([each.mean(axis=0) for each in by_action], axis=0).tolist()
