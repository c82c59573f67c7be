"""Windows of poses: what trains, and where windows of the two published protocols lie.

Aksan et al. 2021 ("eth") train on random windows of 144 frames and validate on the one
in the middle of each recording; fairmotion trains on the first 144 frames of windows
of 180 frames at every 120th. Both test on the latter.
"""

from collections.abc import Sequence

import numpy as np

from data_prep.errors import DataError
from data_prep.normalise import Statistics
from data_prep.poses import PoseSequence, pose_values
from data_prep.windows import WindowSource

WINDOW_FRAMES = 144  # 120 of the past, 24 of the future
STRIDED_FRAMES, STRIDE = 180, 120


def pose_source(
    sequences: Sequence[PoseSequence], statistics: Statistics, rotation_format: str
) -> WindowSource:
    """Normalised numbers of all sequences, for `data_prep.pipeline.training_batches`.

    D = 15 P features a frame, joint by joint. To draw all starts that Aksan et al.
    draw, batches need first_start=0 and include_last=True.

    Raises:
        DataError: no sequence.
    """
    if not sequences:
        raise DataError("windows: expected at least one sequence, found none")
    lengths = np.array([len(sequence) for sequence in sequences], np.int64)
    offsets = np.cumsum(lengths) - lengths
    features = np.empty((lengths.sum(), len(statistics.used)), np.float32)
    for sequence, first in zip(sequences, offsets, strict=True):
        values = pose_values(sequence, rotation_format)
        features[first : first + len(values)] = statistics.normalise(values)
    return WindowSource(
        features=features,
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
