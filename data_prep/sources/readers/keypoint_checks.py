"""What all readers of keypoints check.

F frames, K keypoints.
"""

import pathlib
from collections.abc import Sequence

import numpy as np

from data_prep.sources.readers.lines import LARGEST
from reenact.errors import DataError


def table(where: str, name: str, value: object, shape: tuple[int, ...]) -> np.ndarray:
    """Numbers as a float64 array; -1 in `shape` stands for any length but 0.

    Raises:
        DataError: what is not numbers, or not of that shape; `where` is file and frame.
    """
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        array = np.empty(0, object)
    if array.dtype.kind not in "biuf":
        raise DataError(f"{where}: expected numbers {name!r}, found none")
    fits = len(array.shape) == len(shape) and all(
        found == wanted or (wanted == -1 and found)
        for found, wanted in zip(array.shape, shape, strict=True)
    )
    if not fits:
        expected = str(shape).replace("-1", "frames")
        raise DataError(f"{where}: expected {name} {expected}, found {array.shape}")
    return array.astype(np.float64)


def known_positions(
    path: pathlib.Path,
    positions: np.ndarray,
    wanted: np.ndarray,
    names: Sequence[str],
    frames: Sequence[int] | None = None,
) -> np.ndarray:
    """Positions as a clip has them: what is not a number of reasonable size is NaN.

    Args:
        path: of the file, for messages.
        positions: (F, K, 2) in pixels.
        wanted: (F, K) bool, those that must be numbers.
        names: of the K keypoints.
        frames: (F,) what the file calls its frames; None: from 0.

    Raises:
        DataError: the first of those that are not.
    """
    sound = (np.abs(positions) <= LARGEST).all(axis=-1)
    if (wanted & ~sound).any():
        row, keypoint = np.argwhere(wanted & ~sound)[0]
        frame = row if frames is None else frames[row]
        raise DataError(
            f"{path}: frame {frame}: expected {names[keypoint]} as numbers up to "
            f"{LARGEST:g}, found {positions[row, keypoint].tolist()}"
        )
    return np.where(sound[..., None], positions, np.nan).astype(np.float32)


def inside(positions: np.ndarray, image_size: tuple[int, int]) -> np.ndarray:
    """(F, K) bool: in the picture; NaN is not."""
    return ((positions >= 0) & (positions < image_size)).all(axis=-1)


def require_visible(path: pathlib.Path, visible: np.ndarray) -> None:
    """Refuses a file in which nobody is seen."""
    if not visible.any():
        raise DataError(
            f"{path}: expected a visible keypoint in some frame, found none in "
            f"{len(visible)} frames"
        )
