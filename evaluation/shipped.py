"""What came with the project: results/<profile>/, without the runs it was made of.

Tables and the report show it beside the runs at hand, so that nothing is lost where a
study was not run again.
"""

import dataclasses
import functools
import json
import pathlib
from typing import Any

from evaluation.claims.rows import COLUMNS
from evaluation.provenance import RUNS_FILE, UNKNOWN, read_runs_csv
from evaluation.reported_number import AVERAGE, ReportedNumber
from evaluation.studies import MARK, ShippedStudies, Studies
from evaluation.tables.curve_files import curves_file, read_histories
from evaluation.tables.results_csv import RESULTS_FILE, read_numbers
from reenact.csv_files import read_rows
from reenact.errors import DataError, SettingsError

COMPARISONS_FILE, MOTIONS_FILE, FACTS_FILE = "index.csv", "motions.json", "facts.json"
WINDOW_FIELDS = {
    "action",
    "models",
    "truth",
    "given",
    "step",
    "rate_hz",
    "unit",
    "bones",
}


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
        self.made = read_runs_csv(self.folder / RUNS_FILE)
        self.numbers = read_numbers(self.folder / RESULTS_FILE)
        if mark:
            versions = {
                (row.family, row.data, row.study): row.code for row in self.made
            }
            self.numbers = [_with_version(each, versions) for each in self.numbers]

    @functools.cached_property
    def comparisons(self) -> list[dict[str, str]]:
        """The rows of index.csv: what the claims were decided by, and how."""
        return read_rows(self.folder / COMPARISONS_FILE, COLUMNS)

    @functools.cached_property
    def windows(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """Family -> data set -> windows of the motion viewer, from motions.json."""
        path = self.folder / MOTIONS_FILE
        if not path.exists():
            return {}
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            every = [
                window
                for of in found.values()
                for each in of.values()
                for window in each
            ]
            for window in every:
                if not set(window) >= WINDOW_FIELDS:
                    raise ValueError(f"a window without {WINDOW_FIELDS - set(window)}")
            return found
        except (ValueError, AttributeError, TypeError) as error:
            raise DataError(f"{path}: expected motions, found {error}") from error

    @functools.cached_property
    def facts(self) -> dict[str, list[str]]:
        """Table -> what its page said of its runs' data, from facts.json."""
        path = self.folder / FACTS_FILE
        try:
            text = path.read_text(encoding="utf-8") if path.exists() else "{}"
            found = json.loads(text)
            if not all(isinstance(each, list) for each in found.values()):
                raise ValueError("no lists")
            return {table: list(map(str, each)) for table, each in found.items()}
        except (ValueError, AttributeError, TypeError) as error:
            raise DataError(f"{path}: expected sentences, found {error}") from error

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
        facts = self.facts.get(table, ())
        return ShippedStudies(numbers, made, self.mark, histories, facts)

    def data_of(self, family: str) -> list[str]:
        """The data sets on which a family was run."""
        return list(dict.fromkeys(r.data for r in self.made if r.family == family))

    def has(self, table: str) -> bool:
        """Whether there is any number of a table, if only a printed one."""
        return any(number.table == table for number in self.numbers)


def folder_of(results_dir: pathlib.Path, profile: str, publish: bool) -> pathlib.Path:
    """Where pages go: beside what comes with the project, or into it.

    Raises:
        SettingsError: a profile that cannot be the name of a folder there.
    """
    results_dir = pathlib.Path(results_dir)
    if profile in ("", ".", "..", "local") or profile != pathlib.Path(profile).name:
        raise SettingsError(f"--profile: expected a profile, found {profile!r}")
    return (results_dir if publish else results_dir / "local") / profile


def nothing_known(what: str, family: str, data: str, profile: str) -> str:
    """One line that says how to get runs."""
    return (
        f"{what}: expected finished runs at the {profile} profile or results that came "
        f"with the project, found none; .venv/bin/python -m {family}.train "
        f"--data={data} --profile={profile} --study=all trains them"
    )


def check_replaced(studies: Studies, came: ShippedStudies) -> None:
    """Sees that runs to be published take nothing from what came with the project.

    Args:
        studies: the runs at hand, and what came of other studies.
        came: the same, of all studies.

    Raises:
        DataError: a study with fewer seeds or actions than came, or on other data than
            those that stay.
    """
    for study, runs in studies.items():
        numbers = [number for number in came.numbers if number.study == study]
        seeds = max((number.seeds or 1 for number in numbers), default=0)
        if len(runs) < seeds:
            raise _takes_away(study, f"at least {seeds} seeds, as came", len(runs))
        actions = {number.action for number in numbers} - {AVERAGE}
        if missing := actions - set(studies.actions_of(study)):
            raise _takes_away(study, "the actions that came", f"no {sorted(missing)}")
    data = {number.data for number in studies.shipped}
    found = f"{studies.fingerprint[:12]}"
    if studies and any(found not in each for each in data):
        (study, *_) = studies
        raise _takes_away(study, f"data {', '.join(data)}, as of the others", found)


def _takes_away(study: str, expected: str, found: object) -> DataError:
    return DataError(
        f"--publish: {study}: expected {expected} with the project, found {found}; "
        "nothing is published"
    )


def _with_version(
    number: ReportedNumber, versions: dict[tuple[str, str, str], str]
) -> ReportedNumber:
    if number.value is None:
        return number  # a printed one
    place = number.family, number.data.partition(" ")[0], number.study
    return dataclasses.replace(number, shipped=versions.get(place, UNKNOWN))
