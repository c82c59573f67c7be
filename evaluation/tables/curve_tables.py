"""Tables of numbers that describe curves over epochs, mean and spread over seeds."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from evaluation.metric import Metric
from evaluation.pictures.curves import curve, curve_numbers
from evaluation.reported_number import AVERAGE
from evaluation.run_results import RunResult
from evaluation.tables.document import DASH, Block, Cell, Row, Table, cell
from evaluation.tables.numbers import Numbers

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
    """Makes tables of what curves look like.

    Args:
        numbers: keeps every number that is shown; its studies are those of the rows.
        blocks: heading -> the studies below it, run or not.
    """

    def __init__(self, numbers: Numbers, blocks: Mapping[str, Sequence[str]]):
        self.numbers, self.studies, self.blocks = numbers, numbers.studies, blocks

    def shapes(self, title: str, key: str) -> Table:
        """What the curves of a key of the history look like, see `CurveNumbers`."""

        def measure(run: RunResult) -> Sequence[float]:
            values = curve(run, key)
            return curve_numbers(values) if len(values) else ()

        columns = {f"{key}_{field}": shown for field, shown in _SHAPE.items()}
        return self._made(title, columns, measure)

    def last(self, title: str, columns: Mapping[str, tuple[str, int]]) -> Table:
        """Values after the last epoch.

        Args:
            columns: key of the history -> heading and decimals.
        """

        def measure(run: RunResult) -> Sequence[float]:
            found = [curve(run, key)[-1:] for key in columns]
            return np.concatenate(found) if all(map(len, found)) else ()

        return self._made(title, columns, measure)

    def _made(
        self,
        title: str,
        columns: Mapping[str, tuple[str, int]],
        measure: Callable[[RunResult], Sequence[float]],
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
        measure: Callable[[RunResult], Sequence[float]],
    ) -> Row:
        label = self.studies.label(study)
        found = [measure(run) for run in self.studies.runs(study)]
        values = np.array([each for each in found if len(each)], np.float64)
        numbers = [
            self.numbers.measured(study, Metric(name), values[:, i], action=AVERAGE)
            if len(values)
            else self.numbers.shipped(study, Metric(name), AVERAGE)
            for i, name in enumerate(columns)
        ]
        cells = [
            cell(number, decimals=decimals)
            for number, (_, decimals) in zip(numbers, columns.values(), strict=True)
        ]
        seeds = next((str(number.seeds) for number in numbers if number), DASH)
        return Row(label, [*cells, Cell(seeds)])
