"""What pictures draw of a study: of the runs at hand, or what came with the project."""

from typing import NamedTuple

import numpy as np

from evaluation.pictures.curves import stacked
from evaluation.reported_number import AVERAGE
from evaluation.studies import MARK, Studies
from evaluation.tables.rows import RowMaker


class Errors(NamedTuple):
    """Mean over seeds, their standard deviation and the time, each (horizons,).

    Args:
        spread: NaN where there is one seed.
    """

    value: np.ndarray
    spread: np.ndarray
    real_ms: np.ndarray


def known_errors(rows: RowMaker, study: str, key: str) -> Errors | None:
    """The average over actions; None where it is not known of all horizons.

    Args:
        rows: of the studies and horizons.
        key: of the errors of results.
    """
    numbers = rows.numbers_of(study, key, AVERAGE)
    if not all(numbers):
        return None
    found = [(n.value, n.spread, n.real_ms) for n in numbers]
    return Errors(*np.array(found, np.float64).T)


def known_curves(studies: Studies, study: str, key: str) -> np.ndarray:
    """(seeds, epochs) of a key of the histories, cut to the shortest of them."""
    return stacked(studies.histories(study), key)


def mark_note(studies: Studies) -> str:
    """What the mark behind names means, where there is one."""
    marked = any(studies.is_marked(study) for study in studies.known)
    return f" {MARK.strip()}: came with the project." if marked else ""
