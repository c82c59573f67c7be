"""What runs took: all that an equal comparison of models is to be judged by."""

from collections.abc import Sequence

from evaluation.provenance import Provenance
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Block, Cell, Row, Table

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
        made = studies.provenance.get(study)
        sizes = [Cell(made.reduced or "as published" if made else DASH)]
        rows.append(Row(studies.label(study), _cells(made) + sizes * with_sizes))
    header = [*_HEADER, *(["sizes"] * with_sizes)]
    return Table("Cost of training, mean over seeds", header, [Block("Ours", rows)])


def _cells(made: Provenance | None) -> list[Cell]:
    if made is None:
        return [Cell(DASH)] * (len(_HEADER) - 1)
    texts = [
        str(len(made.seeds)),
        f"{made.parameters:,}",
        f"{made.steps:,.0f}",
        f"{made.seconds:,.0f}",
        f"{made.seconds / made.steps:.3f}" if made.steps else DASH,
        made.ended,
    ]
    return [Cell(text) for text in texts]
