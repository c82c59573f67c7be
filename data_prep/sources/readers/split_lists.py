"""Lists of who trains, validates and tests, as DIP and AMASS have them.

Three text files beside the recordings, with a line for each file: 'database/name', with
or without the ending. Those of Aksan et al. 2019 ("Structured Prediction Helps 3D Human
Motion Modelling"), which the spatio-temporal transformer and fairmotion use too, name
the files of DIP.
"""

import hashlib
import pathlib
from collections.abc import Mapping

from absl import logging

from data_prep.dataset import UNLABELLED
from data_prep.sources.readers.recordings import Recording, read_bytes
from motion.clip import Clip
from reenact.errors import DataError

LISTS = {
    "train": "training_fnames.txt",
    "validation": "validation_fnames.txt",
    "test": "test_fnames.txt",
}
LAYOUT = "and {training,validation,test}_fnames.txt, a line <database>/<name> each"
SHORTEST = 180  # frames at 60 Hz: the window of both protocols
_ENDINGS = (".pkl", ".npz")


def digests(root: pathlib.Path) -> dict[str, str]:
    """SHA-256 of each list, for the fingerprint of the data set."""
    return {
        name: hashlib.sha256(read_bytes(root / name)).hexdigest()
        for name in LISTS.values()
    }


def listed(root: pathlib.Path, paths: Mapping[str, pathlib.Path]) -> list[Recording]:
    """The recordings that a list names, in the order of `paths`.

    Args:
        root: folder of the lists.
        paths: by 'database/name' without ending.

    Raises:
        DataError: a list is missing, or names a file twice, or they name none that is
            there.
    """
    splits = _read_lists(root)
    present = [name for name in paths if name in splits]
    if not present:
        raise DataError(
            f"{root}: expected files that the lists name ({len(splits)} names), "
            f"found none of them among {len(paths)} files"
        )
    _say(root, "in the lists and not there", [n for n in splits if n not in paths])
    _say(root, "there and in no list", [n for n in paths if n not in splits])
    return [
        Recording(paths[name], name, _subject(name), UNLABELLED, splits[name])
        for name in present
    ]


def long_enough(clip: Clip) -> Clip | None:
    """The clip, or None with a warning where the protocols have no window in it."""
    if len(clip) >= SHORTEST:
        return clip
    logging.warning(
        "%s: %d frames, fewer than %d: left out", clip.clip_id, len(clip), SHORTEST
    )
    return None


def _read_lists(root: pathlib.Path) -> dict[str, str]:
    """Split of each 'database/name' that the lists name."""
    splits = {}
    for split, name in LISTS.items():
        path = root / name
        lines = read_bytes(path).decode("utf-8", "replace").splitlines()
        for number, line in enumerate(lines, start=1):
            entry = line.strip()
            if not entry:
                continue
            if entry.endswith(_ENDINGS):
                entry = entry[: -len(_ENDINGS[0])]
            if "/" not in entry or entry in splits:
                expected = "each file once, as <database>/<name>"
                raise DataError(
                    f"{path}:{number}: expected {expected}, found {line.strip()[:60]!r}"
                )
            splits[entry] = split
    return splits


def _subject(name: str) -> str:
    """'01' of 'CMU/01/01_01_poses'; DIP's names do not tell."""
    parts = name.split("/")
    return parts[1] if len(parts) > 2 else ""


def _say(root: pathlib.Path, what: str, names: list[str]) -> None:
    if names:
        logging.warning("%s: %d files %s: %s …", root, len(names), what, names[0])
