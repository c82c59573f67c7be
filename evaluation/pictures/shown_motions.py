"""motions.npz: what a run makes of a few test windows, for the viewer of the report.

S frames that are given, T frames that are predicted, J joints, D = 2 or 3 coordinates.
"""

import dataclasses
import pathlib
from collections.abc import Mapping, Sequence

import numpy as np

from data_prep.sources.readers.npz_reader import read_arrays
from reenact.errors import DataError
from reenact.files import whole_file

MOTIONS_FILE = "motions.npz"
SIDES = ("left", "middle", "right")
_ARRAYS = ("bones", "sides", "given", "truth", "prediction", "baseline")


@dataclasses.dataclass(frozen=True, eq=False)
class ShownMotion:
    """One test window as joint positions.

    A forecast: `given` is the past, the others are what follows. A smoothed motion:
    `given` is the noisy input, the others are the same frames, and S = T.

    Args:
        clip_id, action: of the recording.
        start: first given frame there, at `rate_hz`.
        rate_hz: real frames per second; 0 where nobody says.
        unit: of the positions: 'm', with y up, or 'px', with y down.
        bones: (bones, 2) joints between which a line is drawn.
        sides: (bones,) index into `SIDES`.
        given: (S, J, D) float32; NaN where nothing is known, here and below.
        truth, prediction, baseline: (T, J, D) float32.
        baseline_name: 'zero velocity', or 'identity', the noisy input once more.
    """

    clip_id: str
    action: str
    start: int
    rate_hz: float
    unit: str
    bones: np.ndarray
    sides: np.ndarray
    given: np.ndarray
    truth: np.ndarray
    prediction: np.ndarray
    baseline: np.ndarray
    baseline_name: str

    @property
    def is_forecast(self) -> bool:
        return self.unit == "m"


def shown_windows(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Which test windows are shown: up to three, as (action, number among its own).

    The first window of walking where there is any, and those of two other actions
    spread over the list; where actions are too few, further windows of the first.

    Args:
        counts: action -> windows, at least one.
    """
    first = "walking" if "walking" in counts else next(iter(counts))
    others = [action for action in counts if action != first]
    chosen = [(first, 0), *((others[n], 0) for n in _spread(len(others)))]
    chosen += [(first, number) for number in _spread(counts[first]) if number]
    return chosen[:3]


def _spread(count: int) -> list[int]:
    """Up to two places, a third and two thirds along a list."""
    return sorted({count // 3, 2 * count // 3}) if count else []


def save_motions(path: pathlib.Path, motions: Sequence[ShownMotion]) -> None:
    """Writes the motions of one run, whole or not at all."""
    content = {
        f"{number}_{field.name}": np.asarray(getattr(motion, field.name))
        for number, motion in enumerate(motions)
        for field in dataclasses.fields(ShownMotion)
    }
    with whole_file(path) as temporary, open(temporary, "wb") as file:
        np.savez_compressed(file, **content)


def load_motions(path: pathlib.Path) -> list[ShownMotion]:
    """Reads what `save_motions` wrote.

    Raises:
        DataError: naming the file, and what is missing or of another kind.
    """
    fields = [field.name for field in dataclasses.fields(ShownMotion)]
    motions: list[ShownMotion] = []
    while True:
        number = len(motions)
        found = read_arrays(path, [f"{number}_{name}" for name in fields])
        if not found:
            return motions
        values = {}
        for name in fields:
            if f"{number}_{name}" not in found:
                raise DataError(
                    f"{path}: expected {name} of motion {number}, found none"
                )
            array = found[f"{number}_{name}"]
            values[name] = array if name in _ARRAYS else array.item()
        motions.append(ShownMotion(**values))
