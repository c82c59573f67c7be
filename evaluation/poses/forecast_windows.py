"""Scores of what forecasts normalised numbers: networks, and what learns nothing.

N windows, S = 120 past and T = 24 future frames, D features of a frame.
"""

import dataclasses

import numpy as np

from data_prep.poses.features import PoseFeatures
from evaluation.poses.forecast_metrics import (
    MSE_ACTIVE,
    MSE_ALL,
    forecast_errors,
    mean_angle_errors,
    mse_errors,
)
from evaluation.poses.horizons import HORIZON_FRAMES, PAST_FRAMES
from evaluation.poses.windows import ScoredPoses


@dataclasses.dataclass(frozen=True, eq=False)
class ForecastWindows:
    """True windows as a network sees them.

    Averages are those of the tables: over the windows of an action, then over actions.

    Args:
        features: of the networks.
        scored: the windows.
        past, future: (N, S, D) and (N, T, D).
    """

    features: PoseFeatures
    scored: ScoredPoses
    past: np.ndarray
    future: np.ndarray

    @classmethod
    def of(cls, features: PoseFeatures, scored: ScoredPoses) -> "ForecastWindows":
        # Past and future together: quaternions go on without a jump.
        windows = features.encode(scored.rotations)
        return cls(features, scored, *np.split(windows, [PAST_FRAMES], axis=1))

    @property
    def zero_velocity(self) -> np.ndarray:
        """(N, T, D): the last frame of the past, repeated."""
        return np.repeat(self.past[:, -1:], self.future.shape[1], axis=1)

    def squared(self, predicted: np.ndarray) -> tuple[float, float]:
        """Mean squared error of all D numbers, and of those that vary."""
        found = mse_errors(self.future, predicted, self.features.used)
        groups = (self.scored.by_action(found[m][:, -1]) for m in (MSE_ALL, MSE_ACTIVE))
        return tuple(
            float(np.mean([each.mean() for each in group.values()])) for group in groups
        )

    def angles(self, predicted: np.ndarray) -> dict[str, float]:
        """fairmotion's mean angle error, 'mae_<frames>' up to each horizon."""
        matrices = self.features.decode(predicted)
        errors = mean_angle_errors(self.scored, matrices)
        return {f"mae_{n + 1}": e for n, e in zip(HORIZON_FRAMES, errors, strict=True)}

    def errors(self, predicted: np.ndarray) -> dict[str, dict[str, np.ndarray]]:
        """All of `FORECAST_METRICS`: metric -> action -> (windows, horizons)."""
        matrices = self.features.decode(predicted)
        numbers = self.future, predicted, self.features.used
        return forecast_errors(self.scored, matrices, *numbers)
