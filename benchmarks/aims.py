"""What is aimed at, beside what was found."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.machine import Measurement
from evaluation.tables.document import Block, Cell, Row, Table

Measured = Mapping[str, Sequence[Measurement]]


class Aim(NamedTuple):
    """A bound, and how the measured figure is had from the groups that it needs."""

    what: str
    groups: tuple[str, ...]
    figure: Callable[[Measured], float]
    bound: float
    at_least: bool
    form: Callable[[float], str]


def times(value: float) -> str:
    """A factor, as a form of an aim."""
    return f"{value:.2f} times"


def aims_table(aims: Sequence[Aim], measured: Measured) -> Table:
    """Each aim whose groups were measured, beside what was found."""
    rows = []
    for aim in aims:
        if not set(aim.groups) <= set(measured):
            continue
        found = aim.figure(measured)
        met = found >= aim.bound if aim.at_least else found <= aim.bound
        bound = f"at {'least' if aim.at_least else 'most'} {aim.form(aim.bound)}"
        texts = (bound, aim.form(found), "met" if met else "missed")
        rows.append(Row(aim.what, [Cell(text) for text in texts]))
    return Table("Aims", ("", "aim", "found", ""), [Block("in this run", rows)])
