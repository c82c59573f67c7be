"""What runs took: all that an equal comparison of models is to be judged by."""

from collections.abc import Sequence

from evaluation.provenance import Provenance
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Block, Cell, Row, Table
from evaluation.tables.settings_table import settings_table

_HEADER = ("", "seeds", "parameters", "steps", "seconds", "seconds/step", "ended by")


def how_trained(studies: Studies, names: Sequence[str]) -> list[Table]:
    """What the runs took, and which of their settings differ from their sources'.

    Args:
        studies: of one data set.
        names: of the rows of the first table, run or not.
    """
    made = studies.provenance
    rows = [Row(studies.label(each), _cells(made.get(each))) for each in names]
    cost = Table("Cost of training, mean over seeds", _HEADER, [Block("", rows)])
    return [cost, *settings_table(studies)]


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
