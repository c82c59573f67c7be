"""Reader of exponential-map text: one frame a line, numbers between commas.

Columns are the root translation, then a rotation vector for every joint, with the
opposite sign of a `Clip`'s (`motion.h36m_angles`). Files end in .txt or .txt.gz.
"""

import pathlib
import re
import warnings
from collections.abc import Sequence

import numpy as np

from data_prep.dataset import Dataset
from data_prep.sources.readers.recordings import Recording, read_bytes
from motion.clip import Clip
from motion.h36m_angles import columns_to_rotations
from motion.skeleton import SKELETONS
from reenact.errors import DataError

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

FILE_NAME = re.compile(r"(?P<name>(?P<series>\w+)_(?P<take>\d+))\.txt(\.gz)?")
_LARGEST = float(np.finfo(np.float32).max)


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
