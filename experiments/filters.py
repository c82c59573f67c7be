"""Filters along time that learn nothing, for motion in 3-D and keypoints in 2-D.

F frames.
"""

import dataclasses
from collections.abc import Callable

import numpy as np

from evaluation.keypoints.smoothers import gaussian, one_euro, savitzky_golay
from motion.motion import Motion
from motion.rotations import (
    continuous_quaternions,
    geodesic_angle,
    matrix_to_quaternion,
    quaternion_to_matrix,
)

# Of the 1€ filter, for quaternions, metres, and keypoints in sizes of a person: the
# cutoff where nothing moves, how much it rises with speed, and that of the speed. From
# recordings of CMU at 30 to 120 Hz with noise of half a degree to five.
_MIN_CUTOFF_HZ, _BETA, _SPEED_CUTOFF_HZ = 4.0, 10.0, 5.0

Filter = Callable[[np.ndarray, float], np.ndarray]  # (F, ...) and rate -> (F, ...)

# All but the 1€ filter count in frames, whatever the rate.
FILTERS: dict[str, Filter] = {
    "gaussian_1": lambda values, rate_hz: gaussian(values, 1),
    "gaussian_3": lambda values, rate_hz: gaussian(values, 3),
    "savgol_5_2": lambda values, rate_hz: savitzky_golay(values, 5, 2),
    "savgol_31_2": lambda values, rate_hz: savitzky_golay(values, 31, 2),
    "one_euro": lambda values, rate_hz: one_euro(
        values, _MIN_CUTOFF_HZ / rate_hz, _BETA, _SPEED_CUTOFF_HZ / rate_hz
    ),
}


def smoothed(motion: Motion, name: str) -> tuple[Motion, np.ndarray]:
    """Smooths how all joints turn and where the root is.

    Rotations are filtered as quaternions that are continuous in time, and made to
    rotations again.

    Args:
        motion: at any rate.
        name: key of `FILTERS`.

    Returns:
        The smooth motion, and by how many degrees each joint was turned: (F, joints).
    """
    smooth = FILTERS[name]
    quaternions = continuous_quaternions(matrix_to_quaternion(motion.rotations))
    rotations = quaternion_to_matrix(smooth(quaternions, motion.rate_hz))
    root_m = smooth(motion.root_m, motion.rate_hz)
    after = dataclasses.replace(motion, rotations=rotations, root_m=root_m)
    return after, np.degrees(geodesic_angle(motion.rotations, rotations))
