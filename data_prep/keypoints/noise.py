"""The noise of a pose estimator as the denoising thesis models it: jitter and blur.

F frames, W windows, K = 25 keypoints of `motion.keypoints.TARGET`.
"""

import dataclasses
import zlib

import numpy as np

from data_prep.keypoints.grid import PUBLISHED_GRID, GridClip

# Standard deviation in pixels of the published grid, as it stands in the thesis's code;
# the text rounds it to 3.
SHIFT_PIXELS = 2.9500524520874025


@dataclasses.dataclass(frozen=True, eq=False)
class NoisyClip:
    """What a smoother is given of one clip.

    Args:
        clip_id, action, grid: as of the `data_prep.keypoints.grid.GridClip`.
        positions: (F, K, 2) float32 (x, y) as observed, NaN where missing.
        blur_index: (F,) which of the run's blurs each frame's heatmaps have.
        sigmas: (F,) that blur, in cells.
        starts: (W,) first frame of each window.
        frame_step: frames between neighbours of a window.
        window: frames of a window.
        heatmaps: (F, grid, grid, K) float32 where a detector gave them; else they are
            rendered from positions and sigmas.
        first_frame: where in the recording a stretch of it starts.
    """

    clip_id: str
    action: str
    grid: int
    positions: np.ndarray
    blur_index: np.ndarray
    sigmas: np.ndarray
    starts: np.ndarray
    frame_step: int
    window: int
    heatmaps: np.ndarray | None = None
    first_frame: int = 0

    @property
    def frames(self) -> np.ndarray:
        """(W, window) the frames of each window."""
        return self.starts[:, None] + self.frame_step * np.arange(self.window)


def noisy_positions(
    clip: GridClip,
    shift_scale: float,
    blurs: tuple[float, ...],
    seed: int,
    per_clip: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """Shifts every keypoint and draws a blur for every frame (thesis, section 1.2).

    Shifts are normal with a standard deviation of 2.95 k pixels of a grid of 56 on each
    axis, rounded, and end at the grid's edges. They are a pure function of the clip's
    name, k and the seed, whatever the blurs: drawn once, not for every epoch.

    Args:
        clip: its positions are the truth; from a detector it has noise of its own, and
            positions are where its heatmaps are largest.
        shift_scale: k of the thesis; 0 leaves the positions as they are.
        blurs: standard deviations to draw from, with equal probability.
        seed: of the data.
        per_clip: one shift of each keypoint and one blur for the whole clip where the
            thesis's code drew them so.

    Returns:
        (F, K, 2) float32 positions and (F,) int64 index of each frame's blur.
    """
    name = zlib.crc32(clip.clip_id.encode())
    random = np.random.default_rng([seed, name, round(1000 * shift_scale)])
    once = per_clip and clip.per_clip_noise
    shape = (1 if once else len(clip), *clip.positions.shape[1:])
    scale = SHIFT_PIXELS * (clip.grid - 1) / (PUBLISHED_GRID - 1)
    shifts = np.rint(random.normal(0, scale * shift_scale, shape))
    blur_index = random.integers(len(blurs), size=shape[0])
    shifted = np.clip(clip.positions + shifts, 0, clip.grid - 1)
    return shifted.astype(np.float32), np.broadcast_to(blur_index, len(clip))
