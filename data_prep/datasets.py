"""The data sets that are known, and where their files lie.

Each is declared beside its reader, in a file of `data_prep.sources`.
"""

import os
import pathlib
from collections.abc import Sequence

from data_prep.dataset import Dataset, FileSet, KeypointDataset, Kind, Report
from data_prep.sources import (
    amass,
    asf_amc,
    brace,
    cmu_text,
    detector_heatmaps,
    dip,
    h36m_text,
    keypoint_json,
    penn_action,
    synthetic_motion,
)
from data_prep.sources.readers.recordings import Recording
from data_prep.splits import by_split
from motion.clip import Clip
from motion.keypoints import KeypointClip
from reenact.commands import python
from reenact.errors import DataError

_DECLARED = (
    cmu_text.DATASET,
    asf_amc.DATASET,
    h36m_text.DATASET,
    amass.DATASET,
    dip.DATASET,
    synthetic_motion.DATASET,
    penn_action.DATASET,
    brace.DATASET,
    keypoint_json.DATASET,
    detector_heatmaps.DATASET,
)
ALL_DATASETS: dict[str, FileSet] = {each.name: each for each in _DECLARED}
DATASETS = {each.name: each for each in _DECLARED if isinstance(each, Dataset)}
# Those that other modules know by name.
CMU = cmu_text.DATASET
CMU_ASF_AMC = asf_amc.DATASET
H36M = h36m_text.DATASET
SYNTHETIC = synthetic_motion.DATASET
DETECTOR = detector_heatmaps.DATASET


def offering(kind: Kind) -> list[str]:
    """Names of the data sets on which studies of a kind of data can run."""
    return [
        name
        for name, declared in ALL_DATASETS.items()
        if kind in declared.offers and declared.stands_alone
    ]


def shown_name(name: str) -> str:
    """What a reader calls a data set; if it is not declared, its name in words."""
    title = ALL_DATASETS[name].title if name in ALL_DATASETS else ""
    return title or name.replace("_", " ")


def data_folder(data_dir: str | os.PathLike | None = None) -> pathlib.Path:
    """The folder of all recordings: the given one, else $REENACT_DATA, else ./data."""
    return pathlib.Path(data_dir or os.environ.get("REENACT_DATA") or "data")


def locate(dataset: FileSet, data_dir: str | os.PathLike | None = None) -> pathlib.Path:
    """The folder of one data set; a DataError says where it was looked for."""
    parent = data_folder(data_dir)
    for folder in dataset.folders:
        if (parent / folder).is_dir():
            return parent / folder
    raise DataError(
        f"{parent}: expected the recordings of {dataset.name} in "
        f"{' or '.join(dataset.folders)}, found no such folder "
        f"({python()} -m data_prep.download --dataset={dataset.name})"
    )


def find_recordings(
    dataset: str, data_dir: str | os.PathLike | None
) -> tuple[Sequence[Recording], dict]:
    """The recordings of a data set, and the options of their fingerprint.

    Raises:
        DataError: no folder of the data set, or what is in it has no order.
    """
    declared = ALL_DATASETS[dataset]
    root = locate(declared, data_dir)
    return declared.list_recordings(root), declared.options(root)


def read_recordings(
    dataset: str, recordings: Sequence[Recording], report: Report | None = None
) -> dict[str, list[Clip]] | list[KeypointClip]:
    """Reads what was found: the clips in its order, without what is left out.

    Args:
        dataset: key of `ALL_DATASETS`.
        recordings: of that data set.
        report: called with (files read, files in all, name) after each file.

    Returns:
        Motion: the clips of each split. Keypoints: all clips.

    Raises:
        DataError: naming file and place, or a split is empty that must not be.
    """
    declared = ALL_DATASETS[dataset]
    clips, splits = [], []
    for done, recording in enumerate(recordings, start=1):
        found = declared.clips_of(recording)
        clips += found
        splits += [recording.split] * len(found)
        if report:
            report(done, len(recordings), recording.clip_id)
    if isinstance(declared, KeypointDataset):
        return clips
    return by_split(clips, splits, declared.required_splits)
