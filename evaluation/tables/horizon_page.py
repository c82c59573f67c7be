"""Tables of one metric each, whose columns are the horizons of predicted rotations."""

import dataclasses
from collections.abc import Callable

from evaluation.poses.horizons import HORIZON_FRAMES, LABEL_MS, RATE_HZ
from evaluation.reported_number import AVERAGE
from evaluation.tables.document import Block, Table
from evaluation.tables.rows import Horizons, RowMaker

POSE_HORIZONS = Horizons(
    frame_of_label=dict(zip(LABEL_MS, HORIZON_FRAMES, strict=True)), rate_hz=RATE_HZ
)


@dataclasses.dataclass(frozen=True)
class Panel:
    """One table of a page.

    Args:
        title: of the table.
        key: of the errors that it shows.
        action: of which, or the average over all.
        decimals: of our numbers.
    """

    title: str
    key: str
    action: str = AVERAGE
    decimals: int = 3


def horizon_table(
    panel: Panel, rows: RowMaker, blocks: Callable[[RowMaker, Panel], list[Block]]
) -> Table:
    """A panel as a table; the metric says which numbers are the better ones.

    Args:
        rows: makes its rows.
        blocks: (rows, panel) -> what stands in it.
    """
    header = rows.horizons.header
    better = rows.studies.family.errors[panel.key].better
    return Table(
        panel.title, ["ms", *header], blocks(rows, panel), [better] * len(header)
    )
