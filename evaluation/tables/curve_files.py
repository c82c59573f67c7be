"""curves/<table>.csv: what each evaluation during training found, in long form.

A row is one number of one evaluation of one run. The losses of every step are too many;
they stay in the folder of the run.
"""

import csv
import json
import pathlib
from collections.abc import Iterator, Sequence

from evaluation.run_results import RunResult
from reenact.errors import DataError
from reenact.files import whole_file

COLUMNS = ("family", "study", "seed", "step", "name", "value")
_HISTORY_FILE = "history.json"  # beside a result that does not hold it
_STEP = "step"

Row = tuple[str, ...]


def curves_file(folder: pathlib.Path, table: str) -> pathlib.Path:
    """Where the curves of a table lie among the results of a profile."""
    return pathlib.Path(folder) / "curves" / f"{table}.csv"


def write_curves(
    folder: pathlib.Path,
    shipped: pathlib.Path,
    table: str,
    runs: Sequence[RunResult],
) -> list[str]:
    """Writes the curves of these runs and those that were shipped of other studies.

    The file is written whole or not at all; there is none without any curve.

    Args:
        folder: of the results that are written.
        shipped: of the results that came with the project, which may be the same.

    Returns:
        What was written, below the folder.

    Raises:
        DataError: a file that is no list of curves, or no history.
    """
    rows = [row for run in runs for row in _of_run(run)]
    trained = {row[:2] for row in rows}
    rows += [
        row
        for row in read_curves(curves_file(shipped, table))
        if row[:2] not in trained
    ]
    if not rows:
        return []
    path = curves_file(folder, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        whole_file(path) as temporary,
        open(temporary, "w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows, key=lambda row: (row[:2], int(row[2]))))
    return [str(path.relative_to(folder))]


def read_curves(path: pathlib.Path) -> list[Row]:
    """The rows of a file of curves as text; none where there is no file.

    Raises:
        DataError: naming the line that has other columns, or no number where one is
            due.
    """
    if not path.exists():
        return []
    with open(path, newline="", encoding="utf-8") as file:
        first, *rows = [tuple(row) for row in csv.reader(file)] or [()]
    if first != COLUMNS:
        raise DataError(f"{path}:1: expected {_row(COLUMNS)}, found {_row(first)}")
    for line, row in enumerate(rows, start=2):
        if len(row) != len(COLUMNS) or not _has_numbers(row):
            expected = "family, study, whole seed and step, name, number"
            raise DataError(f"{path}:{line}: expected {expected}, found {_row(row)}")
    return rows


def read_histories(path: pathlib.Path) -> dict[str, list[list[dict[str, float]]]]:
    """Study -> what each evaluation of each of its runs found; without a file none.

    Raises:
        DataError: as `read_curves`.
    """
    runs: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    for _, study, seed, step, name, value in read_curves(path):
        steps = runs.setdefault(study, {}).setdefault(seed, {})
        steps.setdefault(step, {_STEP: float(step)})[name] = float(value)
    return {
        study: [list(steps.values()) for steps in seeds.values()]
        for study, seeds in runs.items()
    }


def _has_numbers(row: Row) -> bool:
    try:
        int(row[2]), int(row[3]), float(row[5])
    except ValueError:
        return False
    return True


def _row(row: Row) -> str:
    return ",".join(row) or "nothing"


def _of_run(run: RunResult) -> Iterator[Row]:
    """One row for each number of each evaluation, in the order of training."""
    place = run.family, run.study, str(run.seed)
    for number, found in enumerate(_history(run), start=1):
        step = str(int(found.get(_STEP, number)))
        for name, value in found.items():
            if name != _STEP:
                yield (*place, step, name, f"{value:.6g}")


def _history(run: RunResult) -> Sequence[dict[str, float]]:
    """What the result holds or, where it holds nothing, what lies beside it."""
    path = run.path.parent / _HISTORY_FILE
    if run.history or not path.exists():
        return run.history
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return [{name: float(value) for name, value in each.items()} for each in found]
    except (ValueError, TypeError, AttributeError) as error:
        raise DataError(
            f"{path}: expected a list of evaluations, name to number, found {error}"
        ) from error
