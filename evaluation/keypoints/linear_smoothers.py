"""The best linear map from noisy windows to clean ones: what a network must beat.

N frames, W windows, T frames of a window, K keypoints.
"""

import dataclasses

import numpy as np
from scipy.linalg import solve

from data_prep.keypoints.noise import NoisyClip
from evaluation.keypoints.gaps import fill_gaps

# Added to the diagonal, as a share of the inputs' mean variance: a fraction of a pixel
# squared. It only matters where inputs are few or never vary.
RIDGE = 1e-3
_WINDOWS_AT_ONCE = 4096


@dataclasses.dataclass(frozen=True, eq=False)
class LinearSmoother:
    """Least squares from all noisy coordinates of some frames to all clean ones.

    A linear map sees more than time: boxes are fitted to the body, so that one keypoint
    tells where others are, and this bounds what a network could do linearly with the
    same input. Of the first and last frame alone it is what a linear map can make of
    what DeciWatch sees.

    Args:
        places: of the window's frames, those it looks at.
        keypoints: those that are ever observed; None before `fit`, like the rest.
        input_mean: (keypoints, 2) what is subtracted from the inputs.
        weights: (inputs + 1, T, keypoints, 2), the last row a constant.
    """

    places: tuple[int, ...]
    keypoints: np.ndarray | None = None
    input_mean: np.ndarray | None = None
    weights: np.ndarray | None = None

    def fit(
        self, noisy: np.ndarray, truth: np.ndarray, frames: np.ndarray
    ) -> "LinearSmoother":
        """Solves the normal equations, with a ridge.

        Windows in which the truth of a keypoint is not fully known do not count for it.
        Gaps of the inputs are filled (`gaps`), by the keypoint's mean where
        it is never seen.

        Args:
            noisy, truth: (N, K, 2), NaN where missing.
            frames: (W, T) frames of the training windows.
        """
        seen = np.flatnonzero(np.isfinite(noisy).any(axis=(0, 2)))
        noisy, truth = noisy[:, seen], truth[:, seen]
        fitted = dataclasses.replace(
            self, keypoints=seen, input_mean=np.nanmean(noisy, axis=0, dtype=float)
        )
        complete = np.isfinite(truth).all(axis=-1)[frames].all(axis=1)  # (W, seen)
        # Keypoints that are known in the same windows share their equations.
        groups, group = np.unique(complete, axis=1, return_inverse=True)
        size = len(self.places) * fitted.input_mean.size + 1
        weights = np.zeros((size, *frames.shape[1:], *truth.shape[1:]))
        for number, used in enumerate(groups.T):
            if used.any():
                goal = truth[:, group == number]
                solved = fitted._solve(noisy, goal, frames[used])
                shape = (size, -1, *goal.shape[1:])
                weights[:, :, group == number] = solved.reshape(shape)
        return dataclasses.replace(fitted, weights=weights)

    def predict(self, noisy: NoisyClip) -> np.ndarray:
        """(W, T, K, 2); a keypoint that no training window had is at (0, 0).

        Raises:
            ValueError: before `fit`.
        """
        if self.weights is None:
            raise ValueError("expected a linear smoother after fit, found one before")
        inputs = self._inputs(noisy.positions[:, self.keypoints], noisy.frames)
        smoothed = np.zeros((*noisy.frames.shape, *noisy.positions.shape[1:]))
        smoothed[:, :, self.keypoints] = np.tensordot(inputs, self.weights, axes=1)
        return smoothed

    def _solve(
        self, noisy: np.ndarray, truth: np.ndarray, frames: np.ndarray
    ) -> np.ndarray:
        """(inputs + 1, outputs) of windows whose truth is known."""
        gram, moment = 0.0, 0.0
        for start in range(0, len(frames), _WINDOWS_AT_ONCE):
            part = frames[start : start + _WINDOWS_AT_ONCE]
            inputs = self._inputs(noisy, part)
            gram = gram + inputs.T @ inputs
            moment = moment + inputs.T @ truth[part].reshape(len(part), -1)
        ridge = np.full(len(gram), RIDGE * np.diag(gram)[:-1].mean())
        ridge[-1] = 0
        return solve(gram + np.diag(ridge), moment, assume_a="pos")

    def _inputs(self, positions: np.ndarray, frames: np.ndarray) -> np.ndarray:
        """(W, inputs + 1), centred, a missing position 0, and a column of ones."""
        windows = fill_gaps(positions[frames[:, self.places].T]) - self.input_mean
        flat = np.nan_to_num(np.moveaxis(windows, 0, 1)).reshape(len(frames), -1)
        return np.concatenate([flat, np.ones((len(frames), 1))], axis=1)
