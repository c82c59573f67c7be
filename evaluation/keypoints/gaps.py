"""Fills gaps in the tracks of keypoints."""

import numpy as np


def fill_gaps(positions: np.ndarray) -> np.ndarray:
    """Puts missing positions on the straight line in time between their neighbours.

    Before the first and after the last known position that one is held. What is never
    known stays NaN.

    Args:
        positions: (frames, ..., 2), both coordinates of a keypoint NaN or neither.
    """
    known = np.isfinite(positions[..., 0])
    if known.all():
        return positions
    last = len(positions) - 1
    frame = np.arange(last + 1).reshape(-1, *[1] * (known.ndim - 1))
    before = np.maximum.accumulate(np.where(known, frame, -1), axis=0)
    after = np.where(known, frame, last + 1)
    after = np.minimum.accumulate(after[::-1], axis=0)[::-1]
    before, after = (
        np.clip(np.where(before < 0, after, before), 0, last),
        np.clip(np.where(after > last, before, after), 0, last),
    )
    share = ((frame - before) / np.maximum(after - before, 1))[..., None]
    start, end = (
        np.take_along_axis(positions, each[..., None], axis=0)
        for each in (before, after)
    )
    return np.where(known[..., None], positions, (1 - share) * start + share * end)
