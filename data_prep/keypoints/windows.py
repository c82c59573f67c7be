"""Windows of noisy keypoints, for training and for scoring.

N frames of all clips together, W windows, K = 25 keypoints of
`motion.keypoints.TARGET`.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np
from absl import logging

from data_prep.keypoints.grid import GridClip
from data_prep.keypoints.heatmaps import argmax_positions
from data_prep.keypoints.noise import NoisyClip, noisy_positions
from data_prep.keypoints.split import PARTS, KeypointSettings, split_starts
from reenact.errors import DataError


@dataclasses.dataclass(frozen=True, eq=False)
class ScoredClip:
    """A clip, or a stretch of it, as a smoother sees it and as it is.

    Args:
        noisy: what is given, and where windows start.
        truth: (F, K, 2) float64 (x, y), NaN where missing.
        absent: (K,) bool, what the data set does not have.
    """

    noisy: NoisyClip
    truth: np.ndarray
    absent: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class WindowTable:
    """Windows as one table of frames.

    Args:
        inputs, targets: (N, K, 2) int32 (x, y), 0 where missing.
        present: (N, K) bool.
        absent: (N, K) bool, what the frame's data set does not have.
        blur_index: (N,) int32.
        first_rows: (W,) int64, row of each window's first frame.
        heatmaps: (N, grid, grid, K) float32 of a detector, or None.
    """

    inputs: np.ndarray
    targets: np.ndarray
    present: np.ndarray
    absent: np.ndarray
    blur_index: np.ndarray
    first_rows: np.ndarray
    heatmaps: np.ndarray | None


@dataclasses.dataclass(frozen=True, eq=False)
class KeypointWindows:
    """The windows of a run.

    Args:
        train: the table that batches are drawn from.
        validation, test: what is scored.
        training_files: action -> recordings of which some window trains.
        skipped: clips shorter than a window, name to frames.
    """

    train: WindowTable
    validation: tuple[ScoredClip, ...]
    test: tuple[ScoredClip, ...]
    training_files: dict[str, int]
    skipped: dict[str, int]


def prepare_windows(
    clips: Sequence[GridClip], settings: KeypointSettings
) -> KeypointWindows:
    """Splits recordings, adds noise and cuts windows.

    Several cameras of a recording train together; the first of them validates or tests.

    Raises:
        DataError: a part of the split has no window.
    """
    skipped = {c.clip_id: len(c) for c in clips if not settings.windows_of(len(c))}
    if skipped:
        logging.warning(
            "shorter than a window of %d frames, skipped: %d clips (%s)",
            settings.span,
            len(skipped),
            ", ".join(skipped),
        )
    by_recording: dict[str, list[GridClip]] = {}
    for clip in clips:
        if clip.clip_id not in skipped:
            by_recording.setdefault(clip.recording, []).append(clip)
    starts = split_starts(
        {name: len(cameras[0]) for name, cameras in by_recording.items()}, settings
    )
    for part in PARTS:
        if not starts[part]:
            raise DataError(
                f"{part}: expected windows of {settings.span} frames, found none in "
                f"{len(by_recording)} recordings"
            )
    training = [
        _observed(clip, each, settings)
        for name, each in starts["train"].items()
        for clip in by_recording[name]
    ]
    actions = [by_recording[name][0].action for name in starts["train"]]
    return KeypointWindows(
        train=window_table(training),
        validation=tuple(
            _stretch(
                _observed(by_recording[name][0], each, settings),
                settings.validation_frames,
            )
            for name, each in starts["validation"].items()
        ),
        test=tuple(
            _stretch(
                _observed(by_recording[name][0], each, settings), settings.test_frames
            )
            for name, each in starts["test"].items()
        ),
        training_files={a: actions.count(a) for a in sorted(set(actions))},
        skipped=skipped,
    )


def window_table(clips: Sequence[ScoredClip]) -> WindowTable:
    """The windows of clips, in order."""
    parts, rows = [], 0
    for clip in clips:
        noisy = clip.noisy
        parts.append(
            (
                np.nan_to_num(noisy.positions).astype(np.int32),
                np.nan_to_num(clip.truth).astype(np.int32),
                np.isfinite(clip.truth).all(axis=-1),
                np.broadcast_to(clip.absent, clip.truth.shape[:2]),
                noisy.blur_index.astype(np.int32),
                rows + noisy.starts,
            )
        )
        rows += len(clip.truth)
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    maps = [c.noisy.heatmaps for c in clips if c.noisy.heatmaps is not None]
    return WindowTable(*columns, np.concatenate(maps) if maps else None)


def _observed(
    clip: GridClip, starts: np.ndarray, settings: KeypointSettings
) -> ScoredClip:
    """A clip with its noise, and with windows that start at the given frames."""
    if clip.heatmaps is None:
        positions, blur_index = noisy_positions(
            clip,
            settings.shift_scale,
            settings.blurs,
            settings.data_seed,
            settings.noise_per == "clip",
        )
    else:
        positions = argmax_positions(clip.heatmaps).astype(np.float32)
        blur_index = np.zeros(len(clip), np.int64)
    noisy = NoisyClip(
        clip_id=clip.clip_id,
        action=clip.action,
        grid=clip.grid,
        positions=positions,
        blur_index=blur_index,
        sigmas=np.asarray(settings.blurs)[blur_index],
        starts=starts,
        frame_step=settings.frame_step,
        window=settings.window,
        heatmaps=clip.heatmaps,
    )
    return ScoredClip(noisy, clip.positions.astype(np.float64), clip.absent)


def _stretch(clip: ScoredClip, most_frames: int) -> ScoredClip:
    """The frames that the clip's windows cover, or the middle of them."""
    noisy = clip.noisy
    starts, span = noisy.starts, noisy.frame_step * (noisy.window - 1) + 1
    if most_frames:
        kept = max(most_frames - span + 1, 1)
        left_out = max(len(starts) - kept, 0) // 2
        starts = starts[left_out : left_out + kept]
    low, high = int(starts[0]), int(starts[-1]) + span
    heatmaps = noisy.heatmaps
    noisy = dataclasses.replace(
        noisy,
        positions=noisy.positions[low:high],
        blur_index=noisy.blur_index[low:high],
        sigmas=noisy.sigmas[low:high],
        starts=starts - low,
        heatmaps=None if heatmaps is None else heatmaps[low:high],
        first_frame=low,
    )
    return dataclasses.replace(clip, noisy=noisy, truth=clip.truth[low:high])
