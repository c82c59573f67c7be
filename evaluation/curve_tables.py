"""Tables of numbers that describe curves over epochs, mean and spread over seeds."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from evaluation.curves import curve, curve_numbers
from evaluation.figures import AVERAGE, Figure, how_made, mode_of
from evaluation.layout import DASH, Block, Cell, Row, Table, cell
from evaluation.results import RunRecord
from evaluation.studies import label

Studies = Mapping[str, Sequence[RunRecord]]
# What is shown of a curve, a field of `CurveNumbers`: heading and decimals.
_SHAPE = {
    "first": ("first epoch", 3),
    "maximum": ("highest", 3),
    "noise_area": ("noise area", 3),
    "best": ("lowest", 3),
    "best_epoch": ("at epoch", 0),
    "epochs": ("of epochs", 0),
}


class CurveTables:
    """Makes tables and keeps every figure that they show.

    Args:
        table: its name in results.csv.
        studies: records by study.
        blocks: heading -> the studies below it, run or not.
    """

    def __init__(
        self, table: str, studies: Studies, blocks: Mapping[str, Sequence[str]]
    ):
        self.table, self.studies, self.blocks = table, studies, blocks
        self.figures: list[Figure] = []

    def shapes(self, title: str, key: str) -> Table:
        """What the curves of a key of the history look like, see `CurveNumbers`."""

        def measure(run: RunRecord) -> Sequence[float]:
            values = curve(run, key)
            return curve_numbers(values) if len(values) else ()

        columns = {f"{key}_{field}": shown for field, shown in _SHAPE.items()}
        return self._made(title, columns, measure)

    def last(self, title: str, columns: Mapping[str, tuple[str, int]]) -> Table:
        """Values after the last epoch.

        Args:
            columns: key of the history -> heading and decimals.
        """

        def measure(run: RunRecord) -> Sequence[float]:
            found = [curve(run, key)[-1:] for key in columns]
            return np.concatenate(found) if all(map(len, found)) else ()

        return self._made(title, columns, measure)

    def _made(
        self,
        title: str,
        columns: Mapping[str, tuple[str, int]],
        measure: Callable[[RunRecord], Sequence[float]],
    ) -> Table:
        header = ["", *(heading for heading, _ in columns.values()), "seeds"]
        blocks = [
            Block(heading, [self._row(study, columns, measure) for study in studies])
            for heading, studies in self.blocks.items()
        ]
        return Table(title, header, blocks)

    def _row(
        self,
        study: str,
        columns: Mapping[str, tuple[str, int]],
        measure: Callable[[RunRecord], Sequence[float]],
    ) -> Row:
        measured = [(run, measure(run)) for run in self.studies.get(study, ())]
        runs = [run for run, found in measured if len(found)]
        if not runs:
            return Row(label(study), [Cell(DASH)] * (len(columns) + 1))
        values = np.array([found for _, found in measured if len(found)], np.float64)
        several = len(runs) > 1
        cells = []
        for i, (metric, (_, decimals)) in enumerate(columns.items()):
            figure = Figure(
                family=runs[0].family,
                table=self.table,
                study=study,
                action=AVERAGE,
                metric=metric,
                mode=mode_of(runs[0], metric),
                value=float(values[:, i].mean()),
                spread=float(values[:, i].std(ddof=1)) if several else None,
                seeds=len(runs),
                **how_made(runs),
            )
            self.figures.append(figure)
            cells.append(cell(figure, decimals=decimals))
        return Row(label(study), [*cells, Cell(str(len(runs)))])
