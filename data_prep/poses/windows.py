"""Windows of poses: what trains, and where windows of the two published protocols lie.

Aksan et al. 2021 ("eth") train on random windows of 144 frames and validate on the one
in the middle of each recording; fairmotion trains on the first 144 frames of windows
of 180 frames at every 120th. Both test on the latter.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from data_prep.normalise import Statistics, z_scores
from data_prep.poses.features import PoseFeatures, pose_numbers
from data_prep.poses.pose_set import PoseSequence
from data_prep.windows import WindowSource
from reenact.errors import DataError

WINDOW_FRAMES = 144  # 120 of the past, 24 of the future
STRIDED_FRAMES, STRIDE = 180, 120


def pose_source(
    sequences: Sequence[PoseSequence], features: PoseFeatures
) -> WindowSource:
    """Features of all sequences, for `data_prep.pipeline.training_batches`.

    To draw all starts that Aksan et al. draw, batches need first_start=0 and
    include_last=True.

    Raises:
        DataError: no sequence.
    """
    if not sequences:
        raise DataError("windows: expected at least one sequence, found none")
    lengths = np.array([len(sequence) for sequence in sequences], np.int64)
    offsets = np.cumsum(lengths) - lengths
    table = np.empty((lengths.sum(), features.width), np.float32)
    for sequence, first in zip(sequences, offsets, strict=True):
        table[first : first + len(sequence)] = features.encode(sequence.rotations)
    return WindowSource(
        features=table,
        offsets=offsets,
        lengths=lengths,
        clip_ids=tuple(sequence.clip_id for sequence in sequences),
        actions=tuple(sequence.action for sequence in sequences),
    )


def fixed_source(source: WindowSource) -> WindowSource:
    """The training windows of fairmotion, each a clip of its own with a single start.

    Raises:
        DataError: no clip is long enough.
    """
    clips, starts = strided_windows(source.lengths)
    if not len(clips):
        raise DataError(
            f"windows: expected a clip of at least {STRIDED_FRAMES} frames, found at "
            f"most {source.lengths.max()}"
        )
    return WindowSource(
        features=source.features,
        offsets=source.offsets[clips] + starts,
        lengths=np.full(len(clips), WINDOW_FRAMES, np.int64),
        clip_ids=tuple(source.clip_ids[clip] for clip in clips),
        actions=tuple(source.actions[clip] for clip in clips),
    )


def window_statistics(
    sequences: Sequence[PoseSequence],
    rotation_format: str,
    whole_body: bool,
    fixed: bool,
) -> Statistics:
    """z-scores of what training windows can show of the past.

    That is all frames, or with `fixed` the pasts of all windows of `fixed_source`.

    Args:
        sequences: that train.
        rotation_format, whole_body: see `data_prep.poses.features.pose_numbers`.

    Raises:
        DataError: no sequence, or no number that varies.
    """

    def shown() -> Iterator[np.ndarray]:
        for sequence in sequences:
            frames = len(sequence)
            if fixed:
                # A past has as many frames as lie between two windows.
                frames = STRIDE * len(strided_windows([frames])[0])
            if frames:
                rotations = sequence.rotations[:frames]
                yield pose_numbers(rotations, rotation_format, whole_body)

    return z_scores(shown())


def strided_windows(
    lengths: Sequence[int], window: int = STRIDED_FRAMES, stride: int = STRIDE
) -> tuple[np.ndarray, np.ndarray]:
    """Clip and first frame of every window that fits, at every `stride`-th frame."""
    counts = [max((length - window) // stride + 1, 0) for length in lengths]
    clips = np.repeat(np.arange(len(counts)), counts)
    starts = [stride * np.arange(count) for count in counts]
    return clips, np.concatenate([np.empty(0, np.int64), *starts])


def middle_windows(
    lengths: Sequence[int], window: int = WINDOW_FRAMES
) -> tuple[np.ndarray, np.ndarray]:
    """Clip and first frame of the window in the middle of every clip that is as long.

    It starts at length // 2 - window // 2, as in Aksan et al. 2021.
    """
    lengths = np.asarray(lengths, np.int64)
    clips = np.flatnonzero(lengths >= window)
    return clips, lengths[clips] // 2 - window // 2
