"""Reader of .npz archives of plain arrays; pickles in them are refused, not run."""

import pathlib
from collections.abc import Sequence

import numpy as np

from reenact.errors import DataError


def read_arrays(path: pathlib.Path, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Those of the named arrays that a file has."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in names if name in archive}
    except Exception as error:  # a damaged archive raises almost anything
        raise DataError(
            f"{path}: expected an .npz archive of plain arrays, found "
            f"{type(error).__name__}"
        ) from error
