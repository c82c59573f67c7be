"""Reader of exponential-map text: one frame a line, numbers between commas.

Columns are the root translation, then a rotation vector for every joint, with the
opposite sign of a `Clip`'s (`motion.h36m_angles`). Files end in .txt or .txt.gz.
"""

import dataclasses
import gzip
import pathlib
import re
import warnings
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from absl import logging

from data_prep import datasets, splits
from data_prep.datasets import Dataset
from data_prep.errors import DataError
from motion.clip import Clip
from motion.h36m_angles import columns_to_rotations
from motion.skeleton import SKELETONS

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

_LARGEST = float(np.finfo(np.float32).max)
_FILE_NAME = re.compile(r"(?P<name>(?P<action>\w+)_(?P<take>\d+))\.txt(\.gz)?")


@dataclasses.dataclass(frozen=True)
class Recording:
    """A file and what its place in the folder says about it."""

    path: pathlib.Path
    clip_id: str
    subject: str
    action: str
    split: str


def read_bytes(path: pathlib.Path) -> bytes:
    """Content of a file, uncompressed if its name ends in .gz."""
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise DataError(
            f"{path}: expected a whole gzip file, found {_one_line(error)}"
        ) from error
    except OSError as error:
        raise DataError(
            f"{path}: expected a readable file, found {error.strerror}"
        ) from error


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
    return read_recordings(datasets.CMU, list_cmu(root), report)


def read_h36m(
    root: pathlib.Path, report: Callable[[int, int, str], None] | None = None
) -> dict[str, list[Clip]]:
    """Reads Human3.6M as exponential maps: clips of each split; see `read_cmu`.

    Args:
        root: folder that holds S1/, S5/, S6/, S7/, S8/, S9/ and S11/.
    """
    return read_recordings(datasets.H36M, list_h36m(root), report)


def list_cmu(root: pathlib.Path) -> list[Recording]:
    """The recordings present in {train,test}/<action>/, by split, action and number."""
    found = []
    for folder in ("train", "test"):
        actions = _folders(root / folder)
        known = {*datasets.CMU.actions}
        if folder == "train":
            known.add(splits.CMU_EXTRA)
        _skip([path for path in actions if path.name not in known])
        for path in actions:
            for file, name, _ in _files(path) if path.name in known else ():
                clip_id = f"{folder}/{path.name}/{name}"
                split = splits.cmu_split(clip_id)
                action = "walking" if split == "extra" else path.name
                found.append(Recording(file, clip_id, "", action, split))
    return found


def list_h36m(root: pathlib.Path) -> list[Recording]:
    """The recordings present in S<k>/, by subject, action and number."""
    found = []
    for subject, split in splits.H36M_SUBJECTS.items():
        for file, name, action in _files(root / subject):
            if action in datasets.H36M.actions:
                clip_id = f"{subject}/{name}"
                found.append(Recording(file, clip_id, subject, action, split))
            else:
                _skip([file])
    return found


def read_recordings(
    dataset: Dataset,
    recordings: Sequence[Recording],
    report: Callable[[int, int, str], None] | None = None,
) -> dict[str, list[Clip]]:
    """Reads what was listed: clips of each split; see `read_cmu`."""
    clips = []
    for done, recording in enumerate(recordings, start=1):
        clips.append(read_clip(dataset, recording))
        if report:
            report(done, len(recordings), recording.clip_id)
    return splits.by_split(clips, [recording.split for recording in recordings])


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


def _folders(parent: pathlib.Path) -> list[pathlib.Path]:
    if not parent.is_dir():
        raise DataError(f"{parent}: expected a folder of actions, found none")
    return sorted(path for path in parent.iterdir() if path.is_dir())


def _files(folder: pathlib.Path) -> list[tuple[pathlib.Path, str, str]]:
    """(path, name, action) of the text files in a folder: listed, never counted up."""
    if not folder.is_dir():
        raise DataError(f"{folder}: expected a folder of recordings, found none")
    found = {}
    for path in sorted(folder.iterdir()):
        match = _FILE_NAME.fullmatch(path.name)
        if not match:
            _skip([path])
            continue
        key = match["action"], int(match["take"])
        if key in found:
            raise DataError(
                f"{path}: expected one file a recording, found {found[key][0].name} too"
            )
        found[key] = path, match["name"], match["action"]
    return [found[key] for key in sorted(found)]


def _skip(paths: Sequence[pathlib.Path]) -> None:
    for path in paths:
        logging.warning("%s: not part of the data set, skipped", path)


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


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
