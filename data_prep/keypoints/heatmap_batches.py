"""Heatmaps of whole batches on the device, for training.

B windows of T frames, K keypoints, G rows and columns, S standard deviations.
"""

from collections.abc import Sequence

import numpy as np
import tensorflow as tf

from data_prep.keypoints.heatmaps import MASS, responses


class Renderer:
    """Draws what `heatmaps.render` draws, in float32, channels last.

    Call: positions (B, T, K, 2) integers (x, y) from 0 to G - 1, present (B, T, K) bool
    and sigma_index (B, T) integers -> (B, T, G, G, K) float32, rows before columns. The
    heatmap of a keypoint that is not present is zero, whatever its position.

    Args:
        sigmas: the S standard deviations among which sigma_index chooses.
        grid: G.
    """

    def __init__(self, sigmas: Sequence[float], grid: int):
        self.grid = grid
        table = np.zeros((len(sigmas), grid + 1, grid), np.float32)
        for number, sigma in enumerate(sigmas):
            table[number, :grid] = responses(sigma, grid)
        self._table = table.reshape(-1, grid)  # the last row of each sigma: not present

    def __call__(self, positions, present, sigma_index) -> tf.Tensor:
        positions = tf.where(
            present[..., None], tf.cast(positions, tf.int32), self.grid
        )
        first = tf.cast(sigma_index, tf.int32) * (self.grid + 1)
        profiles = tf.gather(self._table, positions + first[..., None, None])
        x, y = tf.unstack(tf.transpose(profiles, (3, 0, 1, 4, 2)))  # (B, T, G, K) each
        # An outer product as broadcasting: three times as fast as tf.einsum.
        return (MASS * y)[:, :, :, None] * x[:, :, None]
