"""Curves over epochs: what the history of a run says, and numbers that describe it.

An epoch is the stretch between two evaluations; epochs are counted from 1. Reports show
such curves as pictures only; these numbers are what their words are compared with.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from evaluation.run_results import RunResult
from evaluation.studies import History

_REACH = 2  # epochs to either side of a median of 5


class CurveNumbers(NamedTuple):
    """What a curve looks like.

    Args:
        first, maximum, best: its value after the first epoch, the highest, the lowest.
        noise_area: sum over epochs of the distance from the running median.
        best_epoch: of the lowest value, the first one if there are several.
        epochs: how many there are.
    """

    first: float
    maximum: float
    noise_area: float
    best: float
    best_epoch: int
    epochs: int


def curve(run: RunResult, key: str) -> np.ndarray:
    """(epochs,) values of a key of the history; none where it was not recorded."""
    return _values(run.history, key)


def curves(runs: Sequence[RunResult], key: str) -> np.ndarray:
    """(seeds, epochs) of the runs that recorded it, cut to the shortest of them."""
    return stacked([run.history for run in runs], key)


def stacked(histories: Sequence[History], key: str) -> np.ndarray:
    """The same of histories, what each evaluation of each run found."""
    found = [
        values for values in (_values(each, key) for each in histories) if len(values)
    ]
    epochs = min(map(len, found), default=0)
    return np.array([values[:epochs] for values in found]).reshape(len(found), epochs)


def _values(history: History, key: str) -> np.ndarray:
    return np.array([each[key] for each in history if key in each], float)


def running_median(values: np.ndarray) -> np.ndarray:
    """Median of 5 values around each, (..., epochs) in and out.

    Near the ends, of as many as lie on both sides: of 3, and of the value itself. So a
    curve that only falls or only rises is its own median.
    """
    values = np.asarray(values, np.float64)
    last = values.shape[-1] - 1
    medians = np.empty_like(values)
    for epoch in range(values.shape[-1]):
        reach = min(_REACH, epoch, last - epoch)
        near = values[..., epoch - reach : epoch + reach + 1]
        medians[..., epoch] = np.median(near, axis=-1)
    return medians


def noise(values: np.ndarray) -> np.ndarray:
    """Distance from the running median, (..., epochs) in and out."""
    return np.abs(values - running_median(values))


def curve_numbers(values: np.ndarray) -> CurveNumbers:
    """The numbers of one curve (epochs,), at least one epoch."""
    values = np.asarray(values, np.float64)
    lowest = int(values.argmin())
    return CurveNumbers(
        first=float(values[0]),
        maximum=float(values.max()),
        noise_area=float(noise(values).sum()),
        best=float(values[lowest]),
        best_epoch=lowest + 1,
        epochs=len(values),
    )
