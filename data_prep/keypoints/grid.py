"""A person's keypoints on the grid of a heatmap.

F frames, K = 25 keypoints of `motion.keypoints.TARGET`.
"""

import dataclasses

import numpy as np

from motion.keypoints import KeypointClip, target_columns

PUBLISHED_GRID = 56  # heatmaps of 56 x 56
MARGIN = 0.05  # of the box's width to the left and right, of its height above and below


@dataclasses.dataclass(frozen=True, eq=False)
class GridClip:
    """The keypoints of a clip on a grid.

    Args:
        clip_id, recording, action: as of the `motion.keypoints.KeypointClip`.
        grid: cells in a row, and rows.
        positions: (F, K, 2) float32, whole numbers (x, y) from 0 to grid - 1; NaN where
            a keypoint is missing.
        absent: (K,) bool, what no frame can have: the data set does not name it.
        per_clip_noise: whether the thesis's code drew this clip's noise only once.
        heatmaps: (F, grid, grid, K) float32 where a detector gave the noisy ones.
    """

    clip_id: str
    recording: str
    action: str
    grid: int
    positions: np.ndarray
    absent: np.ndarray
    per_clip_noise: bool = False
    heatmaps: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.positions)


def to_grid(clip: KeypointClip, grid: int, keep_invisible: bool = False) -> GridClip:
    """Fits each frame's box to the grid, each axis on its own (thesis, section 1.2).

    The box is around the visible keypoints, with a margin. A keypoint outside it is
    missing, and so is one that is not visible, unless `keep_invisible`: the thesis's
    text drops those, its code keeps them. A frame of no visible keypoint, or whose box
    has no width or height, lacks all.
    """
    low, high = boxes(np.where(clip.visible[..., None], clip.positions, np.nan))
    size = np.rint(high - low)
    size[size < 1] = np.nan
    cells = np.rint((clip.positions - low) * (grid - 1) / size)
    inside = ((cells >= 0) & (cells < grid)).all(axis=-1)
    kept = inside if keep_invisible else inside & clip.visible
    cells = np.where(kept[..., None], cells, np.nan)
    columns = target_columns(clip.layout)
    positions = cells[:, columns]
    positions[:, columns < 0] = np.nan
    return GridClip(
        clip_id=clip.clip_id,
        recording=clip.recording,
        action=clip.action,
        grid=grid,
        positions=positions.astype(np.float32),
        absent=columns < 0,
        per_clip_noise=clip.layout == "penn13",
    )


def boxes(positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The box of each frame around its known positions (F, K, 2), with the margin.

    Returns:
        Upper left and lower right corner (F, 1, 2) float64; NaN where nothing is known.
    """
    low, high = np.full((2, len(positions), 1, 2), np.nan)
    seen = np.isfinite(positions).all(axis=-1).any(axis=1)
    known = positions[seen].astype(np.float64)
    low[seen] = np.nanmin(known, axis=1, keepdims=True)
    high[seen] = np.nanmax(known, axis=1, keepdims=True)
    margin = MARGIN * (high - low)
    return low - margin, high + margin
