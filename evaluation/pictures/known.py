"""What pictures draw of a study: of the runs at hand, or what came with the project."""

from collections.abc import Container, Iterable
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


def in_colour(
    roles: Iterable[tuple[str | None, str]], drawn: Container[str | None]
) -> str:
    """The sentence that says what is highlighted, of what is drawn alone.

    Args:
        roles: (study, its words).
    """
    words = list(dict.fromkeys(each for study, each in roles if study in drawn))
    if not words:
        return ""
    listed = "; ".join(words)
    return f" In colour: {listed}."


def notes(studies: Studies) -> str:
    """What is not drawn, and what the mark behind names means, where there is one."""
    changed = any(map(studies.is_changed, studies.known))
    marked = any(studies.is_marked(study) for study in studies.known)
    return (
        " Runs with changed settings are in the tables only." * changed
        + f" {MARK.strip()}: came with the project." * marked
    )
