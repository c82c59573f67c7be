"""What BRACE says of its videos: what is danced when, and where they are cut.

Arguments called `root` are the folder of the data set.
"""

import csv
import hashlib
import pathlib

from data_prep.sources.readers.json_reader import read_object
from data_prep.sources.readers.recordings import read_bytes
from reenact.errors import DataError

DANCE_TYPES = ("toprock", "footwork", "powermove")
SEGMENTS, SHOTS = "segments.csv", "shot_boundaries.json"


def annotation_digests(root: pathlib.Path) -> dict[str, str]:
    """SHA-256 of the annotations that are there, for the fingerprint."""
    paths = {name: root / "annotations" / name for name in (SEGMENTS, SHOTS)}
    return {
        name: hashlib.sha256(read_bytes(path)).hexdigest()
        for name, path in paths.items()
        if path.exists()
    }


def read_dance_types(root: pathlib.Path) -> dict[str, str]:
    """Dance type by <video>.<start>.<end>; none where there is no such file."""
    path = root / "annotations" / SEGMENTS
    if not path.exists():
        return {}
    text = read_bytes(path).decode("utf-8", "replace")
    try:
        rows = list(csv.DictReader(text.splitlines()))
    except csv.Error as error:
        raise DataError(f"{path}: expected CSV, found {error}") from error
    dances = {}
    for line, row in enumerate(rows, start=2):
        if not row.keys() >= {"uid", "dance_type"}:
            raise DataError(f"{path}:1: expected columns uid and dance_type")
        if row["dance_type"] not in DANCE_TYPES:
            raise DataError(
                f"{path}:{line}: expected a dance_type of "
                f"{', '.join(DANCE_TYPES)}, found {str(row['dance_type'])[:30]!r}"
            )
        dances[row["uid"]] = row["dance_type"]
    return dances


def read_cuts(root: pathlib.Path) -> dict[str, frozenset[int]]:
    """Frames at which a new shot begins, by video; none where there is no such file."""
    path = root / "annotations" / SHOTS
    if not path.exists():
        return {}
    cuts = {}
    for video, frames in read_object(path).items():
        if not isinstance(frames, list) or not all(type(f) is int for f in frames):
            raise DataError(f"{path}: expected frame numbers of {video[:30]!r}")
        cuts[video] = frozenset(frames)
    return cuts
