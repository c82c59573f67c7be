"""Which reader reads which data set of keypoints."""

import dataclasses
import os
import pathlib
from collections.abc import Callable, Sequence

from data_prep.datasets import (
    BRACE,
    KEYPOINT_DATASETS,
    KEYPOINTS,
    PENN_ACTION,
    locate,
)
from data_prep.sources import brace, keypoint_json, penn_action
from data_prep.sources.recordings import Recording
from motion.keypoints import KeypointClip


@dataclasses.dataclass(frozen=True)
class KeypointReader:
    """How to read the recordings of a data set.

    Args:
        list_recordings: what lies in the folder of the data set.
        read_clips: reads one of them, which may be several clips.
        options: from the folder, what besides the files decides what the records hold.
    """

    list_recordings: Callable[[pathlib.Path], Sequence[Recording]]
    read_clips: Callable[..., list[KeypointClip]]
    options: Callable[[pathlib.Path], dict]


KEYPOINT_READERS = {
    PENN_ACTION.name: KeypointReader(
        penn_action.list_penn_action,
        penn_action.read_clips,
        lambda _: {"reader_version": penn_action.READER_VERSION},
    ),
    BRACE.name: KeypointReader(
        brace.list_brace,
        brace.read_clips,
        lambda root: {
            "reader_version": brace.READER_VERSION,
            "annotations": brace.annotation_digests(root),
        },
    ),
    KEYPOINTS.name: KeypointReader(
        keypoint_json.list_keypoints,
        keypoint_json.read_clips,
        lambda _: {"reader_version": keypoint_json.READER_VERSION},
    ),
}


def find_recordings(
    dataset: str, data_dir: str | os.PathLike | None
) -> tuple[Sequence[Recording], dict]:
    """The recordings of a data set, and the options of their fingerprint."""
    root = locate(KEYPOINT_DATASETS[dataset], data_dir)
    reader = KEYPOINT_READERS[dataset]
    return reader.list_recordings(root), reader.options(root)


def read_recordings(
    dataset: str,
    recordings: Sequence[Recording],
    report: Callable[[int, int, str], None],
) -> list[KeypointClip]:
    """The clips of all recordings, in their order.

    Args:
        dataset: key of `KEYPOINT_READERS`.
        recordings: as found.
        report: called with (files read, files in all, name) after each file.

    Raises:
        DataError: naming file and frame.
    """
    clips = []
    for done, recording in enumerate(recordings, start=1):
        clips += KEYPOINT_READERS[dataset].read_clips(recording)
        report(done, len(recordings), recording.clip_id)
    return clips
