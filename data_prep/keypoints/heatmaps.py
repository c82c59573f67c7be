"""Heatmaps of keypoints, and back: blurred impulses on a grid, without TensorFlow.

G rows and columns, K keypoints, positions (x, y). A heatmap is 255 times an impulse of
one after `scipy.ndimage.gaussian_filter(mode="nearest", truncate=4)`, which is what the
thesis's code does with scikit-image. So 255 is its mass and not its peak (40.6 at a
standard deviation of 1), and a little more on the border, where "nearest" repeats the
outermost values. The filter is separable: a heatmap is the outer product of what it
does to two impulses in one dimension, exactly.
"""

import numpy as np
from scipy.ndimage import gaussian_filter1d

MASS = 255.0


def responses(sigma: float, grid: int) -> np.ndarray:
    """(G, G) float64: row p is a unit impulse at p after the filter.

    Args:
        sigma: standard deviation in pixels of the grid.
        grid: G.
    """
    return gaussian_filter1d(np.eye(grid), sigma, axis=1, mode="nearest", truncate=4.0)


def render(positions: np.ndarray, sigma: float, grid: int) -> np.ndarray:
    """Heatmaps (..., G, G) float64, rows first, of positions (..., 2).

    Args:
        positions: (x, y), whole numbers from 0 to G - 1; NaN where the keypoint is
            missing, whose heatmap is zero.
        sigma: standard deviation in pixels of the grid.
        grid: G.

    Raises:
        ValueError: a position that is no pixel of the grid.
    """
    known = np.isfinite(positions).all(axis=-1)
    pixels = np.where(known[..., None], positions, 0).astype(int)
    wrong = known[..., None] & ((pixels != positions) | (pixels < 0) | (pixels >= grid))
    if wrong.any():
        raise ValueError(
            f"expected whole numbers from 0 to {grid - 1}, "
            f"found {np.asarray(positions)[wrong][0]}"
        )
    table = responses(sigma, grid)
    rows = MASS * known[..., None] * table[pixels[..., 1]]
    return rows[..., :, None] * table[pixels[..., 0]][..., None, :]


def argmax_positions(heatmaps: np.ndarray) -> np.ndarray:
    """Where heatmaps (..., G, G, K) are highest: (..., K, 2) integers (x, y).

    Of equal values the first one counts, row by row; a heatmap of zeros gives (0, 0).
    """
    *batch, rows, columns, keypoints = heatmaps.shape
    flat = heatmaps.reshape(*batch, rows * columns, keypoints)
    y, x = np.divmod(flat.argmax(axis=-2), columns)
    return np.stack([x, y], axis=-1)
