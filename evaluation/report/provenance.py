"""How each row of a table was made: what a run says of itself and of its machine."""

import dataclasses
import json
import pathlib

import numpy as np

from evaluation.run_results import RunResult
from evaluation.studies import Studies
from evaluation.tables.document import DASH
from reenact.errors import DataError

ENVIRONMENT_FILE = "environment.json"
_ENDED = {"steps": "all steps", "seconds": "time", "patience": "no improvement"}


@dataclasses.dataclass(frozen=True)
class Provenance:
    """The runs of one study on one data set.

    Args:
        study, data: which.
        name: of the study, as tables show it.
        trained: whether it has weights; a baseline has none.
        steps, seconds: means over seeds.
        hardware, code: all that were used.
        commands: one for each run.
    """

    study: str
    data: str
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


def made_by(data: str, studies: Studies) -> list[Provenance]:
    """A row for each study that was run, models first.

    Raises:
        DataError: a damaged environment.json.
    """
    rows = [_row(data, studies, study) for study in studies]
    return sorted(rows, key=lambda row: not row.trained)


def hardware_of(run: RunResult) -> str:
    """Processor and accelerators of the machine; a dash where the run does not say.

    Raises:
        DataError: a damaged environment.json.
    """
    path = run.path.parent / ENVIRONMENT_FILE
    if not path.exists():
        return DASH
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        parts = [f"{found['processor']} with {int(found['processors'])} cores"]
        return ", ".join([*parts, *found["gpus"], found["precision"]])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(path, error) from error


def _damaged(path: pathlib.Path, error: Exception) -> DataError:
    what = f"no {error}" if isinstance(error, KeyError) else error
    return DataError(f"{path}: expected the environment of a run, found {what}")


def _row(data: str, studies: Studies, study: str) -> Provenance:
    runs = studies[study]
    return Provenance(
        study=study,
        data=data,
        name=studies.label(study),
        trained=not studies.is_baseline(study) and any(run.parameters for run in runs),
        seeds=tuple(run.seed for run in runs),
        parameters=runs[0].parameters,
        steps=float(np.mean([run.steps for run in runs])),
        seconds=float(np.mean([run.seconds for run in runs])),
        ended=_different(_ENDED[run.stopped] for run in runs),
        hardware=_different(hardware_of(run) for run in runs),
        code=_different(run.code_version for run in runs),
        variant=runs[0].reading.replace("_", " "),
        reduced=runs[0].reduced,
        commands=tuple(run.command for run in runs),
    )


def _different(values) -> str:
    return "; ".join(dict.fromkeys(values))
