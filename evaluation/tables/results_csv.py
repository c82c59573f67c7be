"""results.csv: every number that the tables of a profile show, a row each."""

import csv
import dataclasses
import pathlib
from collections.abc import Iterable

from evaluation.tables.numbers import ReportedNumber
from reenact.errors import DataError
from reenact.files import whole_file

COLUMNS = tuple(field.name for field in dataclasses.fields(ReportedNumber))


def read_results_csv(path: pathlib.Path) -> list[dict[str, str]]:
    """The rows of a results.csv as they stand there.

    Raises:
        DataError: a file of other columns.
    """
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError(
                f"{path}:1: expected the columns {','.join(COLUMNS)}, "
                f"found {','.join(reader.fieldnames or ())}"
            )
        return list(reader)


def update_results_csv(
    path: pathlib.Path, table: str, numbers: Iterable[ReportedNumber]
) -> None:
    """Replaces one table's rows of results.csv and keeps those of the others.

    The file is written whole or not at all; a DataError names one of other columns.
    """
    path = pathlib.Path(path)
    rows = read_results_csv(path) if path.exists() else []
    kept = [row for row in rows if row["table"] != table]
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        whole_file(path) as temporary,
        open(temporary, "w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
        writer.writerows(map(result_row, numbers))


def result_row(number: ReportedNumber) -> dict[str, str]:
    """The row of a number, as `read_results_csv` would read it."""
    return {name: _text(value) for name, value in dataclasses.asdict(number).items()}


def _text(value: str | float | int | None) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
