"""Numbers of the tables of the smoothing family, each shown once and recorded once.

PCK is in percent; lengths are in pixels of the grid of 56.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from data_prep.keypoint_grid import PUBLISHED_GRID
from evaluation.figures import AVERAGE, Figure, how_made
from evaluation.keypoint_scores import MEASURES
from evaluation.layout import DASH, Cell
from evaluation.published_smoothing import MODELS, TOTAL, Printed
from evaluation.results import RunRecord
from evaluation.studies import SMOOTHERS, changes, smoothing_study

# Row of the tables of keypoints -> columns of a record.
KEYPOINTS = {
    "nose": ("nose",),
    **{
        name: (f"left_{name}", f"right_{name}")
        for name in ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    },
    TOTAL: ("all",),
}


class Line(NamedTuple):
    """A row before it is text; `notes` stand after the numbers."""

    label: str
    figures: Sequence[Figure | None]
    notes: Sequence[str] = ()


def values(
    records: Sequence[RunRecord], measure: str, keypoint: str = TOTAL
) -> np.ndarray:
    """(seeds,) of one of `MEASURES` over all clips of a study; NaN: nothing counted.

    PCK is in percent.
    """
    found = []
    for record in records:
        columns = [record.columns.index(name) for name in KEYPOINTS[keypoint]]
        total, count = (
            sum(each[:, columns].sum() for each in record.errors[key].values())
            for key in MEASURES[measure]
        )
        found.append(total / count if count else np.nan)
    return np.array(found) * (100 if "pck" in measure else 1)


def study_of(name: str, run: str, change: str = "") -> str:
    """The study of a model, or of a smoother, for a run.

    Smoothers work on coordinates, which have no blur: their x.1 and x.2 are one.
    """
    return f"{name}_{_noise_of(run) if name in SMOOTHERS else run}{change}"


def _noise_of(run: str) -> str:
    return run.replace(".2", ".1")


def beside(
    studies: Mapping[str, Sequence[RunRecord]], smoother: str, study: str
) -> str:
    """The study of a smoother for the run of another study, and on its grid.

    Noise is rounded to cells of the grid, so that only one grid compares.
    """
    run = smoothing_study(study).run
    names = [
        study_of(smoother, run, change)
        for change in changes(studies, smoother, [_noise_of(run)])
    ]
    wanted = [grid(record) for record in studies.get(study, ())[:1]]
    for name in names:
        if [grid(record) for record in studies.get(name, ())[:1]] == wanted:
            return name
    return names[0]


def grid(record: RunRecord) -> int:
    """Cells of a side of the heatmaps."""
    found = re.search(r"\bgrid (\d+) instead of", record.reduced)
    return int(found[1]) if found else PUBLISHED_GRID


class FigureMaker:
    """Makes the figures of one table and keeps all that it made.

    Args:
        table: its name in results.csv.
        studies: records by study.
        printed: the thesis's numbers.
    """

    def __init__(
        self,
        table: str,
        studies: Mapping[str, Sequence[RunRecord]],
        printed: Mapping[Printed, float],
    ):
        self.table, self.studies, self.printed_values = table, studies, printed
        self._made: dict[Figure, None] = {}  # in order, none twice

    @property
    def figures(self) -> list[Figure]:
        return list(self._made)

    def measured(
        self, study: str, measure: str, keypoint: str = TOTAL
    ) -> Figure | None:
        """Ours; None where the study was not run or has no such keypoint."""
        value = self._value(study, measure, keypoint)
        if value is None:
            return None
        records = self.studies[study]
        seeds = values(records, measure, keypoint)
        name, run, change = smoothing_study(study)
        metric, threshold = _described(measure)
        published = None
        if threshold is not None and not change:
            key = Printed(MODELS.get(name, ""), run, threshold, keypoint)
            published = self.printed_values.get(key)
        return self._kept(
            study=study,
            action=AVERAGE if keypoint == TOTAL else keypoint,
            metric=metric,
            mode=records[0].reading,
            threshold=threshold,
            value=value,
            spread=float(seeds.std(ddof=1)) if len(seeds) > 1 else None,
            seeds=len(seeds),
            published=published,
            verified="" if published is None else "yes",
            baseline=self._value(
                beside(self.studies, "identity", study), measure, keypoint
            ),
            **how_made(records),
        )

    def printed(self, key: Printed) -> Figure | None:
        """The thesis's; None where it prints nothing."""
        if key not in self.printed_values:
            return None
        return self._kept(
            study=f"{key.model} {key.run}",
            action=AVERAGE if key.keypoint == TOTAL else key.keypoint,
            metric="pck",
            mode="published",
            threshold=key.threshold,
            published=self.printed_values[key],
            verified="yes",
        )

    def mean_of(self, figures: Sequence[Figure | None], study: str) -> Figure | None:
        """The mean of figures of different models; None where one is missing."""
        if not all(figures):
            return None
        first = figures[0]
        return self._kept(
            study=study,
            action=first.action,
            metric=first.metric,
            mode=first.mode,
            threshold=first.threshold,
            value=float(np.mean([figure.value for figure in figures])),
            profile=first.profile,
            data=first.data,
        )

    def _value(self, study: str, measure: str, keypoint: str) -> float | None:
        records = self.studies.get(study, ())
        mean = values(records, measure, keypoint).mean() if records else np.nan
        return float(mean) if np.isfinite(mean) else None

    def _kept(self, **fields) -> Figure:
        figure = Figure(family="smoothing", table=self.table, **fields)
        self._made[figure] = None
        return figure


def percents(line: Line, best: Sequence[float | None] = ()) -> list[Cell]:
    """The cells of a row of PCK; `best` are the numbers of `best_of` to mark."""
    cells = []
    for i, figure in enumerate(line.figures):
        if figure is None:
            cells.append(Cell(DASH))
            continue
        number = _number(figure)
        text = f"{number:.{_decimals(number)}f}"
        if figure.spread is not None:
            text += f"±{figure.spread:.{_decimals(number)}f}"
        if line.notes and line.notes[i]:
            text += f" {line.notes[i]}"
        is_best = bool(best) and _rounded(figure) == best[i]
        cells.append(Cell(text, "best" if is_best else ""))
    return cells


def best_of(lines: Sequence[Line]) -> list[float | None]:
    """The largest number of each column, as it is shown."""
    columns = zip(*(line.figures for line in lines), strict=True)
    return [
        max((_rounded(figure) for figure in column if figure), default=None)
        for column in columns
    ]


def _number(figure: Figure) -> float:
    return figure.published if figure.value is None else figure.value


def _decimals(percent: float) -> int:
    """Three digits, as the thesis prints them."""
    return 2 if percent < 10 else 1


def _rounded(figure: Figure) -> float:
    return round(_number(figure), _decimals(_number(figure)))


def _described(measure: str) -> tuple[str, float | None]:
    """Metric and threshold of one of `MEASURES`."""
    if "pck" not in measure:
        return measure, None
    metric, threshold = measure.rsplit("_", 1)
    return metric, float(threshold)
