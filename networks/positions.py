"""Positional encodings."""

import numpy as np


def sinusoids(frames: int, width: int) -> np.ndarray:
    """(frames, width) float32, sine and cosine interleaved (Vaswani et al. 2017, 3.5).

    Column c: sin or cos, for even or odd c, of t / 10000^(2 floor(c/2) / width).
    """
    columns = np.arange(width)
    angles = np.arange(frames)[:, None] / 10_000 ** (2 * (columns // 2) / width)
    encoding = np.where(columns % 2, np.cos(angles), np.sin(angles))
    return encoding.astype(np.float32)
