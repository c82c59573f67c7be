"""Smoothers of keypoints that learn little or nothing, with the `predict` of a model.

F frames of a clip, W windows, T frames of a window, K keypoints.

Filters of windows see what the networks see, the T frames of a window. Filters of clips
see the whole clip, with the default settings of SmoothNet (Zeng et al. 2022). Those of
the 1€ filter were made for another unit of length: in cells of a grid, noise is so fast
that it passes for motion. Where windows take every second frame, the even and the odd
frames of a clip are a sequence each.

A keypoint that was not observed is interpolated in time from what the filter sees of
it (`gaps`); never observed, it is at (0, 0). So every output is finite, also
where nobody knows the truth.
"""

import dataclasses
import itertools
from collections.abc import Callable
from typing import Protocol

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.signal import savgol_filter

from data_prep.keypoints.noise import NoisyClip
from evaluation.keypoints.gaps import fill_gaps
from evaluation.keypoints.linear_smoothers import LinearSmoother

Filter = Callable[[np.ndarray], np.ndarray]  # along the first axis, NaN-free


class Smoother(Protocol):
    """What scores can be computed of; a network's `predict` has the same form."""

    def predict(self, noisy: NoisyClip) -> np.ndarray:
        """Smoothed (x, y) of every window: (W, T, K, 2)."""


@dataclasses.dataclass(frozen=True)
class WindowFilter:
    """Applies a filter to each window."""

    smooth: Filter

    def predict(self, noisy: NoisyClip) -> np.ndarray:
        windows = noisy.positions.astype(np.float64)[noisy.frames.T]  # (T, W, K, 2)
        return np.moveaxis(self.smooth(_finite(windows)), 0, 1)


@dataclasses.dataclass(frozen=True)
class ClipFilter:
    """Applies a filter to the whole clip and cuts the windows from what comes out."""

    smooth: Filter

    def predict(self, noisy: NoisyClip) -> np.ndarray:
        smoothed = np.empty(noisy.positions.shape)
        for phase in range(noisy.frame_step):
            frames = slice(phase, None, noisy.frame_step)
            observed = noisy.positions[frames].astype(np.float64)
            smoothed[frames] = self.smooth(_finite(observed))
        return smoothed[noisy.frames]


def _finite(positions: np.ndarray) -> np.ndarray:
    return np.nan_to_num(fill_gaps(positions))


def mean(positions: np.ndarray) -> np.ndarray:
    """The mean over all frames, for each frame."""
    return np.broadcast_to(positions.mean(axis=0), positions.shape)


def median(positions: np.ndarray) -> np.ndarray:
    """The median over all frames, coordinate by coordinate, for each frame."""
    return np.broadcast_to(np.median(positions, axis=0), positions.shape)


def interpolation(positions: np.ndarray) -> np.ndarray:
    """The straight line from the first frame to the last, all that DeciWatch sees."""
    share = np.linspace(0, 1, len(positions)).reshape(-1, *[1] * (positions.ndim - 1))
    return (1 - share) * positions[0] + share * positions[-1]


def gaussian(positions: np.ndarray, sigma: float) -> np.ndarray:
    """Convolution with a Gaussian of `sigma` frames, mirrored at the ends."""
    return gaussian_filter1d(positions, sigma, axis=0)


def savitzky_golay(positions: np.ndarray, window: int, degree: int) -> np.ndarray:
    """A polynomial fitted around each frame; less wide where the clip is short."""
    frames = len(positions)
    window = min(window, frames - (frames + 1) % 2)
    return savgol_filter(positions, window, min(degree, window - 1), axis=0)


def one_euro(
    positions: np.ndarray,
    min_cutoff: float,
    beta: float,
    derivative_cutoff: float = 1.0,
) -> np.ndarray:
    """The 1€ filter (Casiez et al. 2012) of each coordinate, a frame as unit of time.

    It looks at no later frame. Written here because its authors' own package filters
    one number at a time; the results agree.

    Args:
        positions: (F, ...).
        min_cutoff: cutoff frequency where nothing moves, per frame.
        beta: how much the cutoff rises with speed.
        derivative_cutoff: cutoff frequency of the speed.
    """
    smoothed = np.array(positions, np.float64)
    speed = np.zeros_like(smoothed[0])
    speed_share = _new_share(derivative_cutoff)
    for before, now in itertools.pairwise(smoothed):
        speed += speed_share * (now - before - speed)
        share = _new_share(min_cutoff + beta * np.abs(speed))
        now[...] = before + share * (now - before)
    return smoothed


def _new_share(cutoff: float | np.ndarray) -> float | np.ndarray:
    """Weight of the new sample in a low-pass filter of one frame's memory."""
    rate = 2 * np.pi * cutoff
    return rate / (rate + 1)


SMOOTHERS: dict[str, Smoother] = {
    "identity": WindowFilter(lambda positions: positions),
    "mean_5": WindowFilter(mean),
    "median_5": WindowFilter(median),
    "interpolation": WindowFilter(interpolation),
    "gaussian_5": WindowFilter(lambda positions: gaussian(positions, 1)),
    "savgol_5_2": WindowFilter(lambda positions: savitzky_golay(positions, 5, 2)),
    "one_euro": ClipFilter(lambda positions: one_euro(positions, 0.04, 0.7)),
    "savgol_31_2": ClipFilter(lambda positions: savitzky_golay(positions, 31, 2)),
    "gaussian_3": ClipFilter(lambda positions: gaussian(positions, 3)),
    "linear_5": LinearSmoother((0, 1, 2, 3, 4)),
    "linear_2": LinearSmoother((0, 4)),
}
