"""Tables of text in files: rows of known columns, read and written whole."""

import csv
import pathlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reenact.errors import DataError
from reenact.files import whole_file


def read_rows(path: pathlib.Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV file as they stand there; none where there is no file.

    Raises:
        DataError: a file that is none, or of other columns, naming file and line.
    """
    path, rows = pathlib.Path(path), []
    if not path.exists():
        return []
    try:
        with open(path, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            found = reader.fieldnames or ()
            if tuple(found) != tuple(columns):
                expected = f"the columns {','.join(columns)}, found {','.join(found)}"
                raise DataError(f"{path}:1: expected {expected}")
            for row in reader:
                if None in row or None in row.values():
                    line = reader.line_num
                    raise DataError(f"{path}:{line}: expected {len(columns)} columns")
                rows.append(row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: expected a CSV file, found {error}") from error
    return rows


def write_rows(
    path: pathlib.Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> None:
    """Writes a CSV file, whole or not at all."""
    with (
        whole_file(path) as temporary,
        open(temporary, "w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
