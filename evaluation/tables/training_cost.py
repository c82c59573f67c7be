"""What runs took: all that an equal comparison of models is to be judged by."""

from collections.abc import Sequence

from evaluation.run_results import RunResult
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Block, Cell, Row, Table
from evaluation.tables.settings_table import settings_table

_ENDED = {"steps": "all steps", "seconds": "time", "patience": "no improvement"}
_HEADER = ("", "seeds", "parameters", "steps", "seconds", "seconds/step", "ended by")


def how_trained(studies: Studies, names: Sequence[str]) -> list[Table]:
    """What the runs took, and which of their settings differ from their sources'.

    Args:
        studies: of one data set.
        names: of the rows of the first table, run or not.
    """
    rows = [Row(studies.label(each), _cells(studies.runs(each))) for each in names]
    cost = Table("Cost of training, mean over seeds", _HEADER, [Block("", rows)])
    return [cost, *settings_table(studies)]


def _cells(runs: Sequence[RunResult]) -> list[Cell]:
    if not runs:
        return [Cell(DASH)] * (len(_HEADER) - 1)
    steps = sum(run.steps for run in runs) / len(runs)
    seconds = sum(run.seconds for run in runs) / len(runs)
    texts = [
        str(len(runs)),
        f"{runs[0].parameters:,}",
        f"{steps:,.0f}",
        f"{seconds:,.0f}",
        f"{seconds / steps:.3f}" if steps else DASH,
        ", ".join(sorted({_ENDED[run.stopped] for run in runs})),
    ]
    return [Cell(text) for text in texts]
