"""What share of keypoints the noise alone leaves correct: the identity row, predicted.

The published rows show how the thesis made its noise (section 1.2): rounded shifts that
end at the edges of the grid, and torsos of different lengths.
"""

from collections.abc import Sequence

import numpy as np

from data_prep.keypoints.grid import PUBLISHED_GRID
from data_prep.keypoints.noise import SHIFT_PIXELS
from evaluation.keypoints.metrics import PUBLISHED_TORSO, THRESHOLDS

PUBLISHED_TORSO_SPREAD = 5.0  # at which the predicted rows are the published ones


def identity_pck(
    torsos: np.ndarray,
    positions: np.ndarray,
    shift_scale: float,
    random: np.random.Generator,
    thresholds: Sequence[float] = THRESHOLDS,
    clip: bool = True,
) -> np.ndarray:
    """PCK of keypoints to which nothing was done but noise: one share per threshold.

    Args:
        torsos: (N,) length of the torso, in pixels of the grid of 56.
        positions: (N, 2) whole pixels, where a keypoint of that frame is.
        shift_scale: k of the thesis.
        random: of the shifts.
        thresholds: shares of the torso.
        clip: whether shifts end at the grid's edges.
    """
    scale = SHIFT_PIXELS * shift_scale
    shifted = positions + np.rint(random.normal(0, scale, positions.shape))
    if clip:
        shifted = np.clip(shifted, 0, PUBLISHED_GRID - 1)
    distances = np.linalg.norm(shifted - positions, axis=-1)
    return np.array([(distances <= each * torsos).mean() for each in thresholds])


def expected_identity(
    shift_scale: float,
    torso_mean: float = PUBLISHED_TORSO,
    torso_spread: float = PUBLISHED_TORSO_SPREAD,
    seed: int = 0,
    clip: bool = True,
    draws: int = 200_000,
) -> np.ndarray:
    """The same for torsos of a gamma distribution and keypoints near the box's edges.

    Args:
        torso_mean, torso_spread: mean and standard deviation, in pixels.
        shift_scale, clip: see `identity_pck`.
        seed: of all draws.
        draws: keypoints.
    """
    random = np.random.default_rng(seed)
    shape = (torso_mean / torso_spread) ** 2
    torsos = random.gamma(shape, torso_mean / shape, draws)
    # Tight boxes with a margin reach from 2 to 53, and bodies end at them.
    positions = np.rint(2 + 51 * random.beta(0.6, 0.6, (draws, 2)))
    return identity_pck(torsos, positions, shift_scale, random, clip=clip)
