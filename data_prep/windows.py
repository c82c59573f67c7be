"""Network features of whole recordings, and the windows that may be cut from them.

N frames of all clips together, D features: the used columns, then the one-hot action.
"""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from data_prep.normalise import Statistics
from motion.clip import Clip
from motion.h36m_angles import clip_to_columns
from reenact.errors import DataError


@dataclasses.dataclass(frozen=True, eq=False)
class WindowSource:
    """All clips of a split as one table, clip after clip.

    Args:
        features: (N, D) float32.
        offsets: (clips,) int64, row of `features` where each clip starts.
        lengths: (clips,) int64, frames of each clip after downsampling.
        clip_ids: name of each clip.
        actions: action of each clip.
    """

    features: np.ndarray
    offsets: np.ndarray
    lengths: np.ndarray
    clip_ids: tuple[str, ...]
    actions: tuple[str, ...]

    def cut(
        self, clips: Sequence[int], starts: Sequence[int], frames: int
    ) -> np.ndarray:
        """Windows (len(clips), frames, D) from the given clips and start frames."""
        clips, starts = np.asarray(clips), np.asarray(starts)
        outside = (starts < 0) | (starts + frames > self.lengths[clips])
        if outside.any():
            worst = int(outside.argmax())
            clip, start = clips[worst], starts[worst]
            raise DataError(
                f"{self.clip_ids[clip]}: expected frames {start} to "
                f"{start + frames - 1}, found {self.lengths[clip]} frames"
            )
        rows = (self.offsets[clips] + starts)[:, None] + np.arange(frames)
        return self.features[rows]


@dataclasses.dataclass(frozen=True, eq=False)
class StartRange:
    """Which clips can be sampled: clip `clips[i]` at `first + 0 … counts[i] - 1`."""

    first: int
    clips: np.ndarray
    counts: np.ndarray
    left_out: tuple[str, ...]


def make_window_source(
    clips: Sequence[Clip],
    statistics: Statistics,
    actions: Sequence[str] | None,
    downsample: int = 2,
    drop_calibration: bool = False,
    to_values: Callable[[Clip], np.ndarray] = clip_to_columns,
) -> WindowSource:
    """Normalises and downsamples clips and puts them into one table.

    Args:
        clips: at their full rate.
        statistics: of the training recordings.
        actions: names in one-hot order, or None for no one-hot columns.
        downsample: keep frames 0, downsample, 2 downsample, …
        drop_calibration: leave out leading frames that were not captured. They go
            after downsampling, so that the other frames are the same either way.
        to_values: clip -> (frames, C) values that `statistics` are of.

    Raises:
        DataError: no clip, or an action that has no one-hot column.
    """
    if not clips:
        raise DataError("windows: expected at least one clip, found none")
    tables = []
    for clip in clips:
        features = statistics.normalise(to_values(clip)[::downsample])
        if actions is not None:
            features = np.hstack([features, _one_hot(clip, actions, len(features))])
        dropped = -(-clip.calibration_frames // downsample) if drop_calibration else 0
        tables.append(features[dropped:])
    lengths = np.array([len(table) for table in tables], np.int64)
    return WindowSource(
        features=np.concatenate(tables),
        offsets=np.cumsum(lengths) - lengths,
        lengths=lengths,
        clip_ids=tuple(clip.clip_id for clip in clips),
        actions=tuple(clip.action for clip in clips),
    )


def start_range(
    source: WindowSource, frames: int, first_start: int, include_last: bool = False
) -> StartRange:
    """Admissible starts of windows: first_start <= start < length - frames.

    Half open as published (`randint(16, n - S - T)` for Human3.6M, 0 in place of 16
    for CMU), so the last window that would fit is never drawn unless `include_last`.

    Raises:
        DataError: no clip is long enough.
    """
    counts = source.lengths - frames - first_start + include_last
    if not (counts > 0).any():
        longest = int(source.lengths.argmax())
        raise DataError(
            f"too few frames for a window of {frames}: expected a clip of at least "
            f"{frames + first_start + 1 - include_last} frames, found at most "
            f"{source.lengths[longest]} ({source.clip_ids[longest]})"
        )
    clips = np.flatnonzero(counts > 0)
    left_out = [source.clip_ids[i] for i in np.flatnonzero(counts <= 0)]
    return StartRange(first_start, clips, counts[clips], tuple(left_out))


def _one_hot(clip: Clip, actions: Sequence[str], frames: int) -> np.ndarray:
    if clip.action not in actions:
        raise DataError(
            f"{clip.clip_id}: expected one of the actions {', '.join(actions)}, "
            f"found {clip.action!r}"
        )
    one_hot = np.zeros((frames, len(actions)), np.float32)
    one_hot[:, list(actions).index(clip.action)] = 1.0
    return one_hot
