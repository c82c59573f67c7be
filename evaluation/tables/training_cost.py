"""What runs took: all that an equal comparison of models is to be judged by."""

from collections.abc import Sequence

from evaluation.run_results import RunResult
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Block, Cell, Row, Table

_ENDED = {"steps": "all steps", "seconds": "time", "patience": "no improvement"}
_HEADER = ("", "seeds", "parameters", "steps", "seconds", "seconds/step", "ended by")


def cost_table(
    studies: Studies, names: Sequence[str], with_sizes: bool = False
) -> Table:
    """A row for each of the named studies, run or not.

    Args:
        studies: of one data set.
        names: of the rows.
        with_sizes: whether a last column says what was smaller than published.
    """
    rows = []
    for study in names:
        runs = studies.runs(study)
        sizes = [Cell(runs[0].reduced or "as published" if runs else DASH)]
        rows.append(Row(studies.label(study), _cells(runs) + sizes * with_sizes))
    header = [*_HEADER, *(["sizes"] * with_sizes)]
    return Table("Cost of training, mean over seeds", header, [Block("Ours", rows)])


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
