"""How the rows of a study were made: what its runs say of themselves and of a machine.

runs.csv keeps it beside the numbers of a profile, a row for each study and data set.
"""

import dataclasses
import json
import pathlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from evaluation.run_results import RunResult
from reenact.csv_files import read_rows, write_rows
from reenact.errors import DataError

ENVIRONMENT_FILE, RUNS_FILE = "environment.json", "runs.csv"
UNKNOWN = "-"
ENDED = {"steps": "all steps", "seconds": "time", "patience": "no improvement"}
_BETWEEN_COMMANDS = " && "


@dataclasses.dataclass(frozen=True)
class Provenance:
    """The runs of one study on one data set.

    Args:
        family, study, data: which.
        fingerprint: of the data, its first 12 characters.
        name: of the study, as tables show it.
        trained: whether it has weights; a baseline has none.
        steps, seconds: means over seeds.
        hardware, code: all that were used.
        commands: one for each run.
    """

    family: str
    study: str
    data: str
    fingerprint: str
    name: str
    trained: bool
    seeds: tuple[int, ...]
    parameters: int
    steps: float
    seconds: float
    ended: str
    hardware: str
    code: str
    variant: str
    reduced: str
    commands: tuple[str, ...]


_COLUMNS = tuple(field.name for field in dataclasses.fields(Provenance))


def provenance_of(runs: Sequence[RunResult], name: str, learned: bool) -> Provenance:
    """How the runs of one study were made.

    Args:
        runs: at least one.
        name: how tables show the study.
        learned: whether it is no baseline.

    Raises:
        DataError: a damaged environment.json.
    """
    first = runs[0]
    return Provenance(
        family=first.family,
        study=first.study,
        data=first.data["name"],
        fingerprint=first.data["fingerprint"][:12],
        name=name,
        trained=learned and any(run.parameters for run in runs),
        seeds=tuple(run.seed for run in runs),
        parameters=first.parameters,
        steps=float(np.mean([run.steps for run in runs])),
        seconds=float(np.mean([run.seconds for run in runs])),
        ended=_different(ENDED[run.stopped] for run in runs),
        hardware=_different(hardware_of(run) for run in runs),
        code=_different(run.code_version for run in runs),
        variant=first.reading.replace("_", " "),
        reduced=first.reduced,
        commands=tuple(run.command for run in runs),
    )


def hardware_of(run: RunResult) -> str:
    """Processor and accelerators of the machine; a dash where the run does not say.

    Raises:
        DataError: a damaged environment.json.
    """
    path = run.path.parent / ENVIRONMENT_FILE
    if not path.exists():
        return UNKNOWN
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        parts = [f"{found['processor']} with {int(found['processors'])} cores"]
        return ", ".join([*parts, *found["gpus"], found["precision"]])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, error) from error


def read_runs_csv(path: pathlib.Path) -> list[Provenance]:
    """The rows of a runs.csv; none where there is no file.

    Raises:
        DataError: naming file and line.
    """
    rows = read_rows(path, _COLUMNS)
    return [_parsed(row, f"{path}:{line}") for line, row in enumerate(rows, start=2)]


def write_runs_csv(path: pathlib.Path, rows: Iterable[Provenance]) -> None:
    """Writes the file, whole or not at all; of a study given twice the last row."""
    last = {(row.family, row.data, row.study): row for row in rows}
    write_rows(path, _COLUMNS, map(_row, last.values()))


def _row(made: Provenance) -> dict[str, Any]:
    fields = {
        "trained": "yes" if made.trained else "no",
        "seeds": " ".join(map(str, made.seeds)),
        "steps": f"{made.steps:.6g}",
        "seconds": f"{made.seconds:.6g}",
        "commands": _BETWEEN_COMMANDS.join(made.commands),
    }
    return {**dataclasses.asdict(made), **fields}


def _parsed(row: dict[str, str], place: str) -> Provenance:
    try:
        fields = {
            "trained": {"yes": True, "no": False}[row["trained"]],
            "seeds": tuple(map(int, row["seeds"].split())),
            "parameters": int(row["parameters"]),
            "steps": float(row["steps"]),
            "seconds": float(row["seconds"]),
            "commands": tuple(row["commands"].split(_BETWEEN_COMMANDS)),
        }
        return Provenance(**(row | fields))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{place}: expected how a study was run, {error}") from error


def _damaged(path: pathlib.Path, error: Exception) -> DataError:
    what = f"no {error}" if isinstance(error, KeyError) else error
    return DataError(f"{path}: expected the environment of a run, found {what}")


def _different(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values))
