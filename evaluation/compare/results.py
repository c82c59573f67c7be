"""Two tables of results, row by row."""

import collections
import dataclasses
from collections.abc import Iterable, Sequence

from evaluation.compare.differences import PLACE, Difference, Value, welch_interval


@dataclasses.dataclass(frozen=True)
class Row:
    """A measured number of a table.

    Args:
        place: its `PLACE`.
        data: name and fingerprint.
        when: predicted frame and true time of its horizon.
    """

    place: dict[str, str]
    value: Value
    data: str
    when: tuple[str, str]


@dataclasses.dataclass(frozen=True)
class Results:
    """The measured rows of one side.

    Args:
        columns: which of `PLACE` they have.
    """

    columns: Sequence[str]
    rows: Sequence[Row]


def compare_results(a: Results, b: Results) -> tuple[list[Difference], list[str]]:
    """Row by row, and remarks on what else differs."""
    columns = [name for name in PLACE if name in a.columns and name in b.columns]
    ones, others = (numbered(side.rows, columns) for side in (a, b))
    remarks = [
        f"{name} has no column {column}: rows are told apart without it."
        for name, side in (("A", a), ("B", b))
        for column in PLACE
        if column not in side.columns
    ]
    found = []
    for key in dict.fromkeys((*ones, *others)):
        one, other = ones.get(key), others.get(key)
        place = (one or other).place
        if one is None or other is None:
            values = one and one.value, other and other.value
            found.append(Difference(place, *values))
            continue
        interval = welch_interval(one.value, other.value)
        found.append(Difference(place, one.value, other.value, interval))
        remarks += _remarks(one, other)
    if any(each.interval for each in found):
        remarks.append("Intervals are Welch's, over seeds.")
    return found, list(dict.fromkeys(remarks))


def _remarks(one: Row, other: Row) -> Iterable[str]:
    table = one.place["table"]
    if one.data != other.data and one.data and other.data:
        yield f"{table}: other data: {one.data} in A, {other.data} in B."
    if one.when != other.when and all(one.when) and all(other.when):
        frames = [f"frame {frame} ({ms} ms)" for frame, ms in (one.when, other.when)]
        label = one.place.get("horizon_ms", "")
        yield f"{table}: other horizons: {label} ms is {' in A, '.join(frames)} in B."


def numbered(rows: Iterable[Row], columns: Sequence[str]) -> dict[tuple, Row]:
    """Rows by place; those of one place are told apart by their order."""
    seen: collections.Counter = collections.Counter()
    found = {}
    for row in rows:
        place = tuple(row.place.get(name, "") for name in columns)
        found[(*place, seen[place])] = row
        seen[place] += 1
    return found
