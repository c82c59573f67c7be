"""results.csv: every number that the tables of a profile show, a row each."""

import dataclasses
import math
import pathlib
import typing
from collections.abc import Collection, Sequence

from evaluation.reported_number import ReportedNumber
from reenact.csv_files import read_rows, write_rows
from reenact.errors import DataError

RESULTS_FILE = "results.csv"
COLUMNS = tuple(field.name for field in dataclasses.fields(ReportedNumber))
_KINDS = {
    name: (typing.get_args(hint) or (hint,))[0]  # of `int | None` the int
    for name, hint in typing.get_type_hints(ReportedNumber).items()
}


def read_results_csv(path: pathlib.Path) -> list[dict[str, str]]:
    """The rows of a results.csv as they stand there.

    Raises:
        DataError: as `read_rows`.
    """
    return read_rows(path, COLUMNS)


def read_numbers(path: pathlib.Path) -> list[ReportedNumber]:
    """The rows of a results.csv as numbers; none where there is no file.

    Raises:
        DataError: as `read_results_csv`, or what is no number.
    """
    rows = read_results_csv(path)
    return [_number(row, f"{path}:{line}") for line, row in enumerate(rows, start=2)]


def update_results_csv(
    path: pathlib.Path,
    shipped: Sequence[ReportedNumber],
    made: Sequence[ReportedNumber],
    at_hand: Collection[str],
) -> None:
    """Puts the numbers of one table beside all others, of which none is lost.

    Args:
        path: of the file; it is written whole or not at all.
        shipped: what came with the project; stands where the file has no such study.
        made: what the table shows.
        at_hand: studies whose runs are at hand; all they have in the table is new.

    Raises:
        DataError: as `read_numbers`.
    """
    there = [number for number in read_numbers(path) if not number.shipped]
    studies = {(number.table, number.study) for number in there}
    there += [each for each in shipped if (each.table, each.study) not in studies]
    tables, places = {number.table for number in made}, {n.place for n in made}
    kept = [
        number
        for number in there
        if number.place not in places
        and not (number.table in tables and number.study in at_hand)
    ]
    write_rows(path, COLUMNS, map(result_row, (*kept, *made)))


def result_row(number: ReportedNumber) -> dict[str, str]:
    """The row of a number, as `read_results_csv` would read it."""
    return {name: _text(getattr(number, name)) for name in COLUMNS}


def _text(value: str | float | int | None) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _number(row: dict[str, str], place: str) -> ReportedNumber:
    fields: dict[str, typing.Any] = {}
    for name, text in row.items():
        try:
            kind = _KINDS[name]
            value = kind(text) if text or kind is str else None
            if isinstance(value, float) and not math.isfinite(value):
                raise ValueError
        except ValueError:
            expected = f"{name} to be a number"
            raise DataError(f"{place}: expected {expected}, found {text!r}") from None
        fields[name] = value
    return ReportedNumber(**fields)
