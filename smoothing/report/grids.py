"""Blocks of tables by grid of heatmaps: only rows of one grid can be compared.

Noise is rounded to cells of the grid, so that another grid is another task.
"""

import re
from collections.abc import Iterable

from data_prep.keypoints.grid import PUBLISHED_GRID
from evaluation.studies import Studies
from evaluation.tables.document import Block, Row
from smoothing.report.rows import grids_of
from smoothing.study_names import parts_of


class Grids:
    """The grids of the studies of one data set.

    Args:
        studies: at hand or shipped.
    """

    def __init__(self, studies: Studies):
        self._of = grids_of(studies)
        self.sides = sorted({*self._of.values()}) or [PUBLISHED_GRID]

    @property
    def differ(self) -> bool:
        return len(self.sides) > 1

    def of(self, study: str) -> int:
        """Cells of a side; of a study that is not known, the finest one that is."""
        return self._of.get(study, self.sides[-1])

    def block(self, heading: str, side: int, rows: Iterable[Row]) -> Block:
        """Rows of one grid, the best of which are marked among themselves."""
        if self.differ:
            heading = f"{_squared(side)}: {heading[0].lower()}{heading[1:]}"
        return Block(heading, list(rows), among=str(side))

    def published(self, heading: str) -> str:
        """The heading of what the thesis has printed."""
        place = f", {_squared(PUBLISHED_GRID).lower()}" if self.differ else ""
        return heading + place

    def label(self, study: str) -> str:
        """Of a row: without its run and, where the block says it, its grid."""
        parts = parts_of(study)
        if self.differ:
            parts = parts._replace(change=re.sub(r",grid=\d+", "", parts.change))
        return parts.label(with_run=False)


def _squared(side: int) -> str:
    return f"Heatmaps of {side} \N{MULTIPLICATION SIGN} {side}"
