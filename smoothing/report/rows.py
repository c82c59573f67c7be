"""Numbers of the tables of the smoothing family, each shown once and recorded once.

PCK is in percent; lengths are in pixels of the grid of 56.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from data_prep.keypoints.grid import PUBLISHED_GRID
from evaluation.keypoints.scores import MEASURES
from evaluation.metric import Metric
from evaluation.run_results import RunResult
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Cell
from evaluation.tables.numbers import AVERAGE, Numbers, ReportedNumber
from smoothing.report.printed import MODELS, TOTAL, Printed
from smoothing.study_names import SMOOTHERS, changes, parts_of

# Row of the tables of keypoints -> columns of a result.
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
    numbers: Sequence[ReportedNumber | None]
    notes: Sequence[str] = ()


def values(
    runs: Sequence[RunResult], measure: str, keypoint: str = TOTAL
) -> np.ndarray:
    """(seeds,) of one of `MEASURES` over all clips of a study; NaN: nothing counted.

    PCK is in percent.
    """
    found = []
    for run in runs:
        columns = [run.columns.index(name) for name in KEYPOINTS[keypoint]]
        total, count = (
            sum(each[:, columns].sum() for each in run.errors[key].values())
            for key in MEASURES[measure]
        )
        found.append(total / count if count else np.nan)
    return np.array(found) * (100 if "pck" in measure else 1)


def study_of(name: str, run: str, change: str = "") -> str:
    """The study of a model, or of a smoother, for a run.

    Smoothers work on coordinates, which have no blur: their x.1 and x.2 are one.
    """
    return f"{name}_{noise_of(run) if name in SMOOTHERS else run}{change}"


def noise_of(run: str) -> str:
    """The run of coordinates that has the noise of another: blur is for heatmaps."""
    return run.replace(".2", ".1")


def beside(studies: Studies, smoother: str, study: str) -> str:
    """The study of a smoother for the run of another study, and on its grid.

    Noise is rounded to cells of the grid, so that only one grid compares.
    """
    run = parts_of(study).run
    names = [
        study_of(smoother, run, change)
        for change in changes(studies, smoother, [noise_of(run)])
    ]
    wanted = [grid(each) for each in studies.runs(study)[:1]]
    for name in names:
        if [grid(each) for each in studies.runs(name)[:1]] == wanted:
            return name
    return names[0]


def grid(run: RunResult) -> int:
    """Cells of a side of the heatmaps."""
    found = re.search(r"\bgrid (\d+) instead of", run.reduced)
    return int(found[1]) if found else PUBLISHED_GRID


class ThesisNumbers:
    """Makes the numbers of one table, ours and the thesis's.

    Args:
        numbers: keeps all that are made; its studies are those of the table.
        printed: the thesis's numbers.
    """

    def __init__(self, numbers: Numbers, printed: Mapping[Printed, float]):
        self.numbers, self.printed_values = numbers, printed
        self.studies = numbers.studies

    def measured(
        self, study: str, measure: str, keypoint: str = TOTAL
    ) -> ReportedNumber | None:
        """Ours; None where the study was not run or has no such keypoint."""
        value = self._value(study, measure, keypoint)
        if value is None:
            return None
        seeds = values(self.studies[study], measure, keypoint)
        name, run, change = parts_of(study)
        metric = _metric(measure)
        published = None
        if metric.threshold is not None and not change:
            key = Printed(MODELS.get(name, ""), run, metric.threshold, keypoint)
            published = self.printed_values.get(key)
        return self.numbers.measured(
            study,
            metric,
            seeds,
            action=AVERAGE if keypoint == TOTAL else keypoint,
            published=published,
            verified="" if published is None else "yes",
            baseline=self._value(
                beside(self.studies, "identity", study), measure, keypoint
            ),
        )

    def printed(self, key: Printed) -> ReportedNumber | None:
        """The thesis's; None where it prints nothing."""
        if key not in self.printed_values:
            return None
        return self.numbers.keep(
            study=f"{key.model} {key.run}",
            action=AVERAGE if key.keypoint == TOTAL else key.keypoint,
            metric="pck",
            mode="published",
            threshold=key.threshold,
            published=self.printed_values[key],
            verified="yes",
        )

    def mean_of(
        self, numbers: Sequence[ReportedNumber | None], study: str
    ) -> ReportedNumber | None:
        """The mean of numbers of different models; None where one is missing."""
        if not all(numbers):
            return None
        first = numbers[0]
        return self.numbers.keep(
            study=study,
            action=first.action,
            metric=first.metric,
            mode=first.mode,
            threshold=first.threshold,
            value=float(np.mean([number.value for number in numbers])),
            profile=first.profile,
            data=first.data,
        )

    def _value(self, study: str, measure: str, keypoint: str) -> float | None:
        runs = self.studies.runs(study)
        mean = values(runs, measure, keypoint).mean() if runs else np.nan
        return float(mean) if np.isfinite(mean) else None


def percents(line: Line, best: Sequence[float | None] = ()) -> list[Cell]:
    """The cells of a row of PCK; `best` are the numbers of `best_of` to mark."""
    cells = []
    for i, number in enumerate(line.numbers):
        if number is None:
            cells.append(Cell(DASH))
            continue
        percent = _percent(number)
        text = f"{percent:.{_decimals(percent)}f}"
        if number.spread is not None:
            text += f"±{number.spread:.{_decimals(percent)}f}"
        if line.notes and line.notes[i]:
            text += f" {line.notes[i]}"
        is_best = bool(best) and _rounded(number) == best[i]
        cells.append(Cell(text, "best" if is_best else ""))
    return cells


def best_of(lines: Sequence[Line]) -> list[float | None]:
    """The largest number of each column, as it is shown."""
    columns = zip(*(line.numbers for line in lines), strict=True)
    return [
        max((_rounded(number) for number in column if number), default=None)
        for column in columns
    ]


def _percent(number: ReportedNumber) -> float:
    return number.published if number.value is None else number.value


def _decimals(percent: float) -> int:
    """Three digits, as the thesis prints them."""
    return 2 if percent < 10 else 1


def _rounded(number: ReportedNumber) -> float:
    return round(_percent(number), _decimals(_percent(number)))


def _metric(measure: str) -> Metric:
    """What one of `MEASURES` is called in results.csv."""
    if "pck" not in measure:
        return Metric(measure)
    name, threshold = measure.rsplit("_", 1)
    return Metric(name, float(threshold), higher_is_better=True)
