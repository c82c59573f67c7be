"""Normalisation as in the Martinez pipeline (CVPR 2017), read from its statistics.

C columns of the text files, U of them used by the network.
"""

import dataclasses
import pathlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from motion.clip import Clip
from motion.h36m_angles import clip_to_columns
from reenact.errors import DataError
from reenact.files import whole_file

IGNORED_BELOW = 1e-4  # a column with a smaller standard deviation is not used
# A constant 1 whose mean is one rounding off 1, divided by the rounding that fairmotion
# adds to a standard deviation (2.2e-16), would be noise as large as motion.
CONSTANT_BELOW = 1e-6


@dataclasses.dataclass(frozen=True, eq=False)
class Statistics:
    """How training recordings are centred and scaled, value by value.

    The values are the C text columns of a frame, or whatever else a frame holds.

    Args:
        mean: (C,) float32.
        scale: (C,) float32, what the centred value is divided by: the population
            standard deviation of text columns; 1 for columns not used.
        used: (U,) int64, ascending indices of the columns that the network sees.
    """

    mean: np.ndarray
    scale: np.ndarray
    used: np.ndarray

    def normalise(self, columns: np.ndarray) -> np.ndarray:
        """Text columns (…, C) to network features (…, U), float32."""
        if np.shape(columns)[-1] != len(self.mean):
            raise ValueError(
                f"expected {len(self.mean)} columns, found {np.shape(columns)[-1]}"
            )
        used = np.asarray(columns, np.float32)[..., self.used]
        return (used - self.mean[self.used]) / self.scale[self.used]

    def unnormalise(self, features: np.ndarray) -> np.ndarray:
        """Network features (…, U) to text columns (…, C), float32.

        Columns that are not used become their mean, as in the reference. One-hot
        columns must have been dropped before.
        """
        if np.shape(features)[-1] != len(self.used):
            raise ValueError(
                f"expected {len(self.used)} features, found {np.shape(features)[-1]}"
            )
        shape = (*np.shape(features)[:-1], len(self.mean))
        columns = np.broadcast_to(self.mean, shape).copy()
        columns[..., self.used] += (
            np.asarray(features, np.float32) * (self.scale[self.used])
        )
        return columns

    def save(self, path: pathlib.Path) -> None:
        """Writes an .npz archive, whole or not at all."""
        with whole_file(path) as temporary, open(temporary, "wb") as file:
            np.savez(file, mean=self.mean, scale=self.scale, used=self.used)

    @classmethod
    def load(cls, path: pathlib.Path) -> "Statistics":
        """Reads what `save` wrote; a DataError names a file that is not that."""
        try:
            with np.load(path, allow_pickle=False) as archive:
                loaded = cls(archive["mean"], archive["scale"], archive["used"])
        except Exception as error:  # a damaged archive raises almost anything
            raise DataError(
                f"{path}: expected an .npz archive of mean, scale and used, found "
                f"{type(error).__name__}"
            ) from error
        loaded.check(path)
        return loaded

    def check(self, path: pathlib.Path) -> None:
        """Raises a DataError that names `path` where the parts do not fit."""
        columns = len(self.mean) if self.mean.ndim == 1 else -1
        sound = (
            self.mean.dtype == self.scale.dtype == np.float32
            and self.scale.shape == (columns,)
            and self.used.ndim == 1
            and self.used.dtype == np.int64
            and np.isfinite(self.mean).all()
            and np.isfinite(self.scale).all()
            and (self.scale > 0).all()
            and np.isin(self.used, np.arange(columns)).all()
            and (np.diff(self.used) > 0).all()
        )
        if not sound:
            raise DataError(
                f"{path}: expected finite float32 mean and scale > 0 of equal length "
                f"and ascending int64 indices, found mean {self.mean.shape}, "
                f"scale {self.scale.shape}, used {self.used.shape}"
            )


class Moments(NamedTuple):
    """What the statistics of many recordings need of one: all float64 but `frames`."""

    frames: int
    mean: np.ndarray  # (C,)
    squares: np.ndarray  # (C,) summed squared deviations from `mean`

    @classmethod
    def of(cls, values: np.ndarray) -> "Moments":
        """Moments of values (frames, C), at least one frame."""
        table = values.astype(np.float64)
        mean = table.mean(axis=0)
        return cls(len(table), mean, np.square(table - mean).sum(axis=0))

    @classmethod
    def combined(cls, parts: "Sequence[Moments]") -> "Moments":
        """Moments of all recordings together, from those of each.

        Deviations are taken around each mean, then moved to the common one (Chan, Golub
        and LeVeque 1983), which loses no digits. A DataError where there is no part.
        """
        frames = sum(part.frames for part in parts)
        if not frames:
            raise DataError(
                "statistics: expected at least one training clip, found none"
            )
        mean = sum(part.frames * part.mean for part in parts) / frames
        squares = sum(
            part.squares + part.frames * np.square(part.mean - mean) for part in parts
        )
        return cls(frames, mean, squares)


def column_statistics(
    clips: Iterable[Clip], to_values: Callable[[Clip], np.ndarray] = clip_to_columns
) -> Statistics:
    """Statistics of all frames of `clips` at their full rate (not downsampled).

    The published procedure (Martinez et al., and Li et al. for CMU): population
    standard deviation; columns below 1e-4 are ignored. Accumulated in float64, where
    the reference has float32. `to_values` turns a clip into (frames, C) values.

    Raises:
        DataError: no clip, or no column that varies.
    """
    return combined_statistics([Moments.of(to_values(clip)) for clip in clips])


def z_scores(tables: Iterable[np.ndarray]) -> Statistics:
    """Statistics of all frames of `tables`: population standard deviation.

    What varies by less than 1e-6 is constant and not used. As fairmotion's motion
    prediction, but for the constants: there they are divided by 2.2e-16.

    Args:
        tables: each (frames, C) or (windows, frames, C).

    Raises:
        DataError: no table, or no value that varies.
    """
    flat = (table.reshape(-1, table.shape[-1]) for table in tables)
    return combined_statistics([Moments.of(each) for each in flat], CONSTANT_BELOW)


def combined_statistics(
    parts: Sequence[Moments], ignored_below: float = IGNORED_BELOW
) -> Statistics:
    """Statistics of all recordings together, from those of each.

    Columns with a smaller standard deviation than `ignored_below` are not used.

    Raises:
        DataError: no part, or no column that varies.
    """
    frames, mean, squares = Moments.combined(parts)
    std = np.sqrt(squares / frames)
    used = std >= ignored_below
    if not used.any():
        raise DataError("statistics: expected motion, found no column that varies")
    return Statistics(
        mean.astype(np.float32),
        np.where(used, std, 1.0).astype(np.float32),
        np.flatnonzero(used),
    )
