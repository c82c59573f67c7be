"""Numbers of the tables of the smoothing family, each shown once and recorded once.

PCK is in percent; lengths are in pixels of the grid of 56.
"""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from data_prep.keypoints.grid import PUBLISHED_GRID
from evaluation.keypoints.scores import MEASURES, METRICS
from evaluation.reported_number import AVERAGE, ReportedNumber
from evaluation.run_results import RunResult
from evaluation.studies import MARK, Studies
from evaluation.tables.document import DASH, Cell, Row, cell
from evaluation.tables.numbers import Numbers
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
_PROBE = 0.1  # share of the steps


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
        for change in changes(studies.known, smoother, [noise_of(run)])
    ]
    grids = grids_of(studies)
    alike = (name for name in names if grids.get(name) == grids.get(study))
    return next(alike, names[0])


def is_probe(studies: Studies, study: str) -> bool:
    """Whether a changed study was trained for far fewer steps than the study itself."""
    parts, made = parts_of(study), studies.provenance.get(study)
    usual = studies.provenance.get(f"{parts.name}_{parts.run}")
    if not (parts.change and made and usual):
        return False
    return made.steps < _PROBE * usual.steps


def grid(reduced: str) -> int:
    """Cells of a side of the heatmaps, from what a run says was reduced."""
    found = re.search(r"\bgrid (\d+) instead of", reduced)
    return int(found[1]) if found else PUBLISHED_GRID


def grids_of(studies: Studies) -> dict[str, int]:
    """Study -> cells of a side of its heatmaps."""
    return {study: grid(made.reduced) for study, made in studies.provenance.items()}


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
        """Ours; None where nothing is known of the study or it has no such keypoint."""
        metric = METRICS[measure]
        action = AVERAGE if keypoint == TOTAL else keypoint
        if self._value(study, measure, keypoint) is None:
            return self.numbers.shipped(study, metric, action)
        seeds = values(self.studies[study], measure, keypoint)
        name, run, change = parts_of(study)
        published = None
        if metric.threshold is not None and not change:
            key = Printed(MODELS.get(name, ""), run, metric.threshold, keypoint)
            published = self.printed_values.get(key)
        return self.numbers.measured(
            study,
            metric,
            seeds,
            action=action,
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


def our_row(
    studies: Studies, label: str, numbers: Sequence[ReportedNumber | None]
) -> Row:
    """A row of ours; a mark says which of its numbers came with the project."""
    found = [number.study if number else "" for number in numbers]
    marks = [MARK.strip() if studies.is_marked(study) else "" for study in found]
    if any(marks) and not any(study in studies for study in found):
        return Row(label + MARK, percents(numbers))
    return Row(label, percents(numbers, marks))


def percents(
    numbers: Sequence[ReportedNumber | None], notes: Sequence[str] = ()
) -> list[Cell]:
    """The cells of a row of PCK.

    Args:
        notes: that stand after the numbers, one each; none: nowhere.
    """
    return [
        _percent(number, note)
        for number, note in zip(numbers, notes or [""] * len(numbers), strict=True)
    ]


def with_own_mean(row: Sequence[ReportedNumber | None]) -> list[Cell]:
    """A printed mean that is not the mean of its own row gets that in brackets."""
    cells = percents(row)
    *numbers, printed = row
    if printed is None:
        return cells
    mean = sum(number.published for number in numbers) / len(numbers)
    if abs(mean - printed.published) < 0.1:  # rounding
        return cells
    return [*cells[:-1], Cell(f"{cells[-1].text} ({mean:.1f})")]


def _percent(number: ReportedNumber | None, note: str) -> Cell:
    if number is None:
        return Cell(DASH)
    if number.value is None:
        shown = Cell(f"{number.published:.{_decimals(number.published)}f}")
    else:
        shown = cell(number, decimals=_decimals(number.value))
    return shown._replace(text=f"{shown.text} {note}".rstrip())


def _decimals(percent: float) -> int:
    """Three digits, as the thesis prints them."""
    return 2 if percent < 10 else 1
