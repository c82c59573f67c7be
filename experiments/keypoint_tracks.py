"""Tracks of one person's keypoints in a video, and filters for them.

F frames, K keypoints of the clip's layout. Keypoints that are not visible stay as they
are.
"""

import dataclasses

import numpy as np

from data_prep.keypoints.grid import boxes
from evaluation.keypoints.gaps import fill_gaps
from experiments.filters import FILTERS
from motion.keypoints import KeypointClip

USUAL_RATE_HZ = 30.0  # where the file does not say


@dataclasses.dataclass(frozen=True, eq=False)
class SmoothKeypoints:
    """What became of a clip.

    Args:
        clip: with the new positions.
        moved: (F, K) bool, which are new.
        left: why some keypoints were not smoothed, to their names.
        trained_noise_px: (2,) standard deviation of the jitter that a network learnt
            to remove, in pixels across and down here; None: a filter.
    """

    clip: KeypointClip
    moved: np.ndarray
    left: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    trained_noise_px: np.ndarray | None = None


def filtered(clip: KeypointClip, name: str) -> SmoothKeypoints:
    """Applies one of `experiments.filters`, over gaps as on a straight line."""
    track = seen(clip)
    low, high = boxes(track)
    size = np.nanmedian((high - low).max(axis=-1)) or 1.0
    filled = np.nan_to_num(fill_gaps(track)) / size
    smooth = FILTERS[name](filled, clip.rate_hz or USUAL_RATE_HZ) * size
    return SmoothKeypoints(replaced(clip, smooth, clip.visible), clip.visible)


def seen(clip: KeypointClip) -> np.ndarray:
    """(F, K, 2) float64 positions, NaN where a keypoint is not visible."""
    positions = clip.positions.astype(np.float64)
    return np.where(clip.visible[..., None], positions, np.nan)


def replaced(
    clip: KeypointClip, positions: np.ndarray, moved: np.ndarray
) -> KeypointClip:
    """The clip with new positions (F, K, 2) where `moved` (F, K) says so."""
    kept = np.where(moved[..., None], positions, clip.positions)
    return dataclasses.replace(clip, positions=kept.astype(np.float32))


def jitter_px(clip: KeypointClip) -> float:
    """Standard deviation of what is independent in each frame, a robust estimate.

    From third differences in time, in which smooth motion hardly shows and which have
    20 times the variance of such noise; NaN where no four frames follow each other.
    """
    third = np.abs(np.diff(seen(clip), n=3, axis=0))
    third = third[np.isfinite(third)]
    return float(1.4826 * np.median(third) / np.sqrt(20)) if len(third) else np.nan
