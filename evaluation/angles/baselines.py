"""Predictors that learn nothing, with the same `predict` as a model.

They work on Euler angles (`metrics.columns_to_euler`), because the published running
average is a mean of Euler angles, not of rotation vectors (Martinez et al. 2017).
"""

import dataclasses

import numpy as np

from evaluation.angles.horizons import PAST_FRAMES
from evaluation.angles.metrics import euler_error
from evaluation.angles.protocols import mask_frames


@dataclasses.dataclass(frozen=True)
class RunningAverage:
    """Every predicted frame is the mean of the last `frames_averaged` observed ones."""

    frames_averaged: int

    def __post_init__(self):
        if self.frames_averaged < 1:
            raise ValueError(f"expected at least 1 frame, found {self.frames_averaged}")

    def predict(self, past: np.ndarray, frames: int) -> np.ndarray:
        """(N, S, C) Euler angles -> (N, frames, C)."""
        if past.shape[1] < self.frames_averaged:
            raise ValueError(
                f"expected at least {self.frames_averaged} observed frames, "
                f"found {past.shape[1]}"
            )
        mean = past[:, -self.frames_averaged :].mean(axis=1, keepdims=True)
        return np.repeat(mean, frames, axis=1)


class ZeroVelocity(RunningAverage):
    """Every predicted frame is the last observed one."""

    def __init__(self):
        super().__init__(frames_averaged=1)

    def predict_one_step(self, past: np.ndarray, future: np.ndarray) -> np.ndarray:
        """Each frame is the true one before it: one step ahead, NOT a forecast.

        The control for models that are fed true frames while they are evaluated.
        """
        return np.concatenate([past[:, -1:], future[:, :-1]], axis=1)


FORECASTERS = {
    "zero_velocity": ZeroVelocity(),
    "running_average_2": RunningAverage(2),
    "running_average_4": RunningAverage(4),
}
ONE_STEP = "zero_velocity_one_step"


# How tables name them; the one-step control is no forecast.
LABELS = {
    "zero_velocity": "Zero velocity",
    "running_average_2": "Running average 2",
    "running_average_4": "Running average 4",
}
ONE_STEP_LABEL = "Zero velocity, one step ahead (control)"


def baseline_errors(
    true_euler: np.ndarray, dataset: str
) -> dict[str, dict[str, np.ndarray]]:
    """Errors of every baseline on the windows of one action.

    Args:
      true_euler: (N, S+T, C) true windows: `protocols.cut_windows` of clips that went
        through `metrics.columns_to_euler`.
      dataset: decides which true frames choose the columns (`protocols.mask_frames`).

    Returns:
      baseline -> variant -> (N, T). The one-step control has the variant
      'as_published', the others 'corrected'.
    """
    past, future = true_euler[:, :PAST_FRAMES], true_euler[:, PAST_FRAMES:]
    mask = mask_frames(true_euler, dataset)
    errors = {
        name: {
            "corrected": euler_error(
                future, baseline.predict(past, future.shape[1]), mask
            )
        }
        for name, baseline in FORECASTERS.items()
    }
    one_step = ZeroVelocity().predict_one_step(past, future)
    errors[ONE_STEP] = {"as_published": euler_error(future, one_step, mask)}
    return errors
