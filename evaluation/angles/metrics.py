"""The error of Martinez et al. 2017: distance between joint angles in Euler space.

N windows, S observed frames, T predicted frames, C columns of the text format (root
translation, then one rotation vector per joint; see `motion.h36m_angles`).

The papers call it "mean angle error" or "mean squared error"; it is neither: a mean of
Euclidean norms. Differences of angles are not wrapped and the number of columns is not
divided out, as in the released evaluation.
"""

import numpy as np

from motion.h36m_angles import expmap_to_euler

ROOT_COLUMNS = 6  # global translation and rotation never count
CONSTANT_STD = 1e-4  # a column that varies less than this does not count


def columns_to_euler(columns: np.ndarray) -> np.ndarray:
    """Replaces each rotation vector by its Euler angles.

    Args:
      columns: (..., C) radians; the first three are a translation and stay.

    Returns:
      (..., C) float64.
    """
    columns = np.asarray(columns, np.float64)
    if columns.shape[-1] % 3 or columns.shape[-1] <= ROOT_COLUMNS:
        raise ValueError(f"expected triples of columns, found {columns.shape[-1]}")
    triples = columns.reshape(*columns.shape[:-1], -1, 3)
    angles = expmap_to_euler(triples[..., 1:, :])
    return np.concatenate([triples[..., :1, :], angles], -2).reshape(columns.shape)


def euler_error(
    truth: np.ndarray, predicted: np.ndarray, mask_frames: np.ndarray | None = None
) -> np.ndarray:
    """The error of predictions that are Euler angles already.

    Martinez et al. 2017, released evaluation with the columns chosen by the truth;
    ConvSeq2Seq (Li et al. 2018) for CMU, which chooses them over all 75 frames.

    Args:
      truth: (N, T, C) from `columns_to_euler`.
      predicted: (N, T, C).
      mask_frames: (N, F, C) true frames whose variation says which columns count,
        window by window (`protocols.mask_frames`); None: the target frames.

    Returns:
      (N, T) float64, radians: the error at each frame, not up to it.
    """
    truth = np.asarray(truth, np.float64)
    predicted = np.asarray(predicted, np.float64)
    if truth.ndim != 3 or truth.shape != predicted.shape:
        raise ValueError(
            "expected truth and prediction of one shape (windows, frames, columns), "
            f"found {truth.shape} and {predicted.shape}"
        )
    mask_frames = truth if mask_frames is None else np.asarray(mask_frames, np.float64)
    counts = mask_frames.std(axis=1) > CONSTANT_STD  # (N, C)
    counts[:, :ROOT_COLUMNS] = False
    squared = np.where(counts[:, None], (truth - predicted) ** 2, 0.0)
    return np.sqrt(squared.sum(axis=-1))
