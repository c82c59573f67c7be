"""What came with the project: results/<profile>/, without the runs it was made of.

Tables and the report show it beside the runs at hand, so that nothing is lost where a
study was not run again.
"""

import functools
import json
import pathlib
from typing import Any

from evaluation.claims.rows import COLUMNS
from evaluation.provenance import RUNS_FILE, read_runs_csv
from evaluation.studies import MARK, ShippedStudies
from evaluation.tables.curve_files import curves_file, read_histories
from evaluation.tables.results_csv import RESULTS_FILE, read_numbers, read_rows
from reenact.errors import DataError

COMPARISONS_FILE, MOTIONS_FILE = "index.csv", "motions.json"


class Shipped:
    """The results of a profile that came with the project.

    Args:
        folder: `results/<profile>`; what is not there is empty.
        mark: behind the name of a study; '' where all is published together.

    Raises:
        DataError: a damaged file, naming it and the line.
    """

    def __init__(self, folder: pathlib.Path, mark: str = MARK):
        self.folder, self.mark = pathlib.Path(folder), mark
        self.numbers = read_numbers(self.folder / RESULTS_FILE)
        self.made = read_runs_csv(self.folder / RUNS_FILE)

    @functools.cached_property
    def comparisons(self) -> list[dict[str, str]]:
        """The rows of index.csv: what the claims were decided by, and how."""
        path = self.folder / COMPARISONS_FILE
        return read_rows(path, COLUMNS) if path.exists() else []

    @functools.cached_property
    def windows(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """Family -> data set -> windows of the motion viewer, from motions.json."""
        path = self.folder / MOTIONS_FILE
        if not path.exists():
            return {}
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return {
                family: {data: list(windows) for data, windows in of.items()}
                for family, of in found.items()
            }
        except (ValueError, AttributeError, TypeError) as error:
            raise DataError(f"{path}: expected motions, found {error}") from error

    def studies(self, family: str, data: str, table: str) -> ShippedStudies:
        """What came of one family on one data set.

        Args:
            table: of the family's page of that data.
        """
        numbers = [
            number
            for number in self.numbers
            if number.table == table
            and number.value is not None
            and number.steps is not None  # a mean over models has no runs
        ]
        made = {
            row.study: row
            for row in self.made
            if (row.family, row.data) == (family, data)
        }
        histories = read_histories(curves_file(self.folder, table))
        return ShippedStudies(numbers, made, self.mark, histories)

    def data_of(self, family: str) -> list[str]:
        """The data sets on which a family was run."""
        return list(dict.fromkeys(r.data for r in self.made if r.family == family))

    def has(self, table: str) -> bool:
        """Whether there is any number of a table, if only a printed one."""
        return any(number.table == table for number in self.numbers)


def folder_of(results_dir: pathlib.Path, profile: str, publish: bool) -> pathlib.Path:
    """Where pages go: beside what comes with the project, or into it."""
    results_dir = pathlib.Path(results_dir)
    return (results_dir if publish else results_dir / "local") / profile


def nothing_known(what: str, family: str, data: str, profile: str) -> str:
    """One line that says how to get runs."""
    return (
        f"{what}: expected finished runs at the {profile} profile or results that came "
        f"with the project, found none; .venv/bin/python -m {family}.train "
        f"--data={data} --profile={profile} --study=all trains them"
    )
