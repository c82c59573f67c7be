"""Reader of exponential-map text: one frame a line, numbers between commas.

Columns are the root translation, then a rotation vector for every joint, with the
opposite sign of a `Clip`'s (`motion.h36m_angles`). Files end in .txt or .txt.gz.
"""

import pathlib
import re
import warnings
from collections.abc import Callable, Sequence

import numpy as np

from data_prep import datasets, splits
from data_prep.datasets import Dataset
from data_prep.sources.recordings import (
    Recording,
    files_named,
    folders,
    read_all,
    read_bytes,
    skip,
)
from motion.clip import Clip
from motion.h36m_angles import columns_to_rotations
from motion.skeleton import SKELETONS
from reenact.errors import DataError

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

_LARGEST = float(np.finfo(np.float32).max)
_FILE_NAME = re.compile(r"(?P<name>(?P<series>\w+)_(?P<take>\d+))\.txt(\.gz)?")


def read_text(path: pathlib.Path, columns: int) -> np.ndarray:
    """Reads one file: (frames, columns) float32.

    Raises:
        DataError: naming file and line (from 1) of a row that is too short or too
            long or holds something that is no finite number; or naming a file that is
            empty or cut off.
    """
    lines = read_bytes(path).decode("latin-1").rstrip().split("\n")
    if lines == [""]:
        raise DataError(f"{path}: expected {columns} columns, found an empty file")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # overflow: found below
            table = np.loadtxt(lines, np.float32, delimiter=",", comments=None, ndmin=2)
    except ValueError:
        table = None
    # `loadtxt` skips blank lines and takes any common row length: neither is sound.
    shape = (len(lines), columns)
    if table is None or table.shape != shape or not np.isfinite(table).all():
        raise DataError(_first_fault(path, lines, columns))
    return table


def read_cmu(
    root: pathlib.Path, report: Callable[[int, int, str], None] | None = None
) -> dict[str, list[Clip]]:
    """Reads the CMU split of Li et al. (CVPR 2018): clips of each split.

    Args:
        root: folder that holds train/ and test/.
        report: called with (files read, files in all, name) after each file.

    Raises:
        DataError: naming the file and line at fault, or the folder that is missing.
    """
    return read_all(read_clip, datasets.CMU, list_cmu(root), report)


def read_h36m(
    root: pathlib.Path, report: Callable[[int, int, str], None] | None = None
) -> dict[str, list[Clip]]:
    """Reads Human3.6M as exponential maps: clips of each split; see `read_cmu`.

    Args:
        root: folder that holds S1/, S5/, S6/, S7/, S8/, S9/ and S11/.
    """
    return read_all(read_clip, datasets.H36M, list_h36m(root), report)


def list_cmu(root: pathlib.Path) -> list[Recording]:
    """The recordings present in {train,test}/<action>/, by split, action and number."""
    found = []
    for folder in ("train", "test"):
        actions = folders(root / folder, of="actions")
        known = {*datasets.CMU.actions}
        if folder == "train":
            known.add(splits.CMU_EXTRA)
        skip([path for path in actions if path.name not in known])
        for path in actions:
            for file, name, _ in (
                files_named(path, _FILE_NAME) if path.name in known else ()
            ):
                clip_id = f"{folder}/{path.name}/{name}"
                split = splits.cmu_split(clip_id)
                action = "walking" if split == "extra" else path.name
                found.append(Recording(file, clip_id, "", action, split))
    return found


def list_h36m(root: pathlib.Path) -> list[Recording]:
    """The recordings present in S<k>/, by subject, action and number."""
    found = []
    for subject, split in splits.H36M_SUBJECTS.items():
        for file, name, action in files_named(root / subject, _FILE_NAME):
            if action in datasets.H36M.actions:
                clip_id = f"{subject}/{name}"
                found.append(Recording(file, clip_id, subject, action, split))
            else:
                skip([file])
    return found


def read_clip(dataset: Dataset, recording: Recording) -> Clip:
    """Reads one file; see `read_text`."""
    skeleton = SKELETONS[dataset.skeleton]
    columns = read_text(recording.path, 3 + 3 * skeleton.joint_count)
    rotations, root_translation = columns_to_rotations(columns, skeleton)
    return Clip(
        clip_id=recording.clip_id,
        subject=recording.subject,
        action=recording.action,
        skeleton=dataset.skeleton,
        rate_hz=dataset.rate_hz,
        rotations=rotations,
        root_translation=root_translation,
        root_kind=dataset.root_kind,
        calibration_frames=dataset.calibration_frames,
    )


def _first_fault(path: pathlib.Path, lines: Sequence[str], columns: int) -> str:
    for number, line in enumerate(lines, start=1):
        values = line.split(",")
        for column, value in enumerate(values, start=1):
            place = f"{path}:{number}: column {column}: expected a finite number"
            try:
                finite = abs(float(value)) <= _LARGEST
            except ValueError:
                finite = False
            if not finite:
                return f"{place}, found {value.strip()[:30]!r}"
        if len(values) != columns:
            return f"{path}:{number}: expected {columns} columns, found {len(values)}"
    return f"{path}: expected numbers between commas, found something else"
