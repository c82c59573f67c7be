"""The pictures of the smoothing family: networks against filters, and the training.

The first shows how many keypoints lie within a threshold of the truth, for each
threshold that was scored; `training_figure` draws the other.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from data_prep.keypoints.grid import PUBLISHED_GRID
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.pictures.curve_panels import in_the_middle
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import mark_note
from evaluation.pictures.style import (
    DASHES,
    INK,
    OTHERS,
    STRONG,
    TEXT_POINTS,
    THIN,
    Sheet,
    heading,
    highlighted,
    named,
)
from evaluation.studies import MARK, Studies
from evaluation.tables.numbers import Numbers
from smoothing.report.rows import ThesisNumbers, grid
from smoothing.report.training_figure import training_sheet
from smoothing.study_names import LABELS, SMOOTHERS, changes, parts_of

IDENTITY, PUBLISHED = "identity", "deciwatch"
# Run -> what its noise is called.
_PANELS = {"1.1": "Noise k = 1, run 1.1", "2.1": "Noise k = 2, run 2.1"}
_CHOSEN = 0.1  # the threshold that decides which are the best, as in the headline
_ROW_MM, _TOP_MM, _SIZE_MM = 70.0, 5.0, (36.0, 56.0)
_LEFTS_MM = (9.0, 98.0)


def draw_smoothing(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """Networks against filters, and how the networks trained."""
    where = f"on {named(data)}, {profile} profile"
    sheets = [accuracy_sheet(studies, where)]
    # Of what came with the project, curves are not always known.
    if any(history for study in studies.known for history in studies.histories(study)):
        sheets.append(training_sheet(studies, where))
    return sheets


def accuracy_sheet(studies: Studies, where: str) -> Sheet:
    """PCK over its threshold; `where` ends the title.

    Axes for each noise and for each grid that networks were trained on: noise is
    rounded to cells of the grid, so that only one grid compares.
    """
    made = ThesisNumbers(Numbers(studies, ""), {})
    grids = {study: grid(how.reduced) for study, how in studies.provenance.items()}
    networks = [f"{name}_{run}" for run in _PANELS for name in LABELS]
    rows = sorted({grids[study] for study in networks if study in grids})
    rows = rows or [PUBLISHED_GRID]
    sheet = Sheet(
        f"Networks against filters: correct keypoints {where}",
        "Mean over seeds at the thresholds that were scored. Dashed: filters, which "
        "learn little or nothing. In colour, each time: the best network and the "
        f"best filter at {_CHOSEN} torsos, {LABELS[PUBLISHED]}, and the identity "
        "function, which smooths nothing." + mark_note(studies),
        len(rows) * _ROW_MM,
    )
    for row, cells in enumerate(rows):
        there = [study for study in grids if grids[study] == cells]
        for left_mm, (run, words) in zip(_LEFTS_MM, _PANELS.items(), strict=True):
            axes = sheet.axes(left_mm, _TOP_MM + row * _ROW_MM, *_SIZE_MM)
            heading(axes, f"{words}, grid {cells}")
            if left_mm == _LEFTS_MM[0]:
                axes.set_ylabel("PCK, %", fontsize=TEXT_POINTS, color=INK, labelpad=2)
            _panel(axes, made, run, _shown(there, run))
    return sheet


def _panel(axes: Axes, made: ThesisNumbers, run: str, shown: Sequence[str]) -> None:
    """Networks and filters in a run."""
    if not shown:
        in_the_middle(axes, "not run")
        return
    networks = [study for study in shown if parts_of(study).name in LABELS]
    identity = [study for study in shown if parts_of(study).name == IDENTITY]
    filters = [study for study in shown if study not in (*networks, *identity)]
    colours = highlighted(
        nothing=next(iter(identity), None),
        simple=_best(made, filters),
        benchmark=f"{PUBLISHED}_{run}",
        best=_best(made, networks),
    )
    lines = [_line(axes, made, study, colours) for study in shown]
    axes.set_xticks(THRESHOLDS)
    axes.set_xlabel("threshold, torsos", fontsize=TEXT_POINTS, color=INK, labelpad=2)
    axes.set_xlim(0.5 * THRESHOLDS[0], 1.05 * THRESHOLDS[-1])
    axes.set_ylim(0, 100)
    label_ends(axes, {line: _name(made.studies, line) for line in lines})


def _shown(there: Sequence[str], run: str) -> list[str]:
    """Of the studies on a grid the networks of a run, unchanged, and the filters."""
    found = [f"{name}_{run}" for name in LABELS]
    for name in SMOOTHERS:
        found += [f"{name}_{run}{each}" for each in changes(there, name, [run])]
    return [study for study in found if study in there]


def _best(made: ThesisNumbers, names: Sequence[str]) -> str | None:
    """The study with the most keypoints within the chosen threshold."""
    found = {name: _pck(made, name, _CHOSEN) for name in names}
    known = [name for name, share in found.items() if np.isfinite(share)]
    return max(known, key=found.get, default=None)


def _pck(made: ThesisNumbers, study: str, threshold: float) -> float:
    """In percent; NaN where it is not known."""
    number = made.measured(study, f"pck_{threshold}")
    return np.nan if number is None else number.value


def _line(
    axes: Axes, made: ThesisNumbers, study: str, colours: Mapping[str, str]
) -> Line2D:
    strong = study in colours
    (line,) = axes.plot(
        THRESHOLDS,
        [_pck(made, study, threshold) for threshold in THRESHOLDS],
        color=colours.get(study, OTHERS),
        linewidth=STRONG if strong else THIN,
        linestyle="-" if parts_of(study).name in LABELS else DASHES,
        marker="o",
        markersize=3 if strong else 1.5,
        zorder=3 if strong else 2,
        label=study,
    )
    return line


def _name(studies: Studies, line: Line2D) -> str:
    """Without the run, which stands above the axes."""
    study = line.get_label()
    name = parts_of(study)._replace(change="").label(with_run=False)
    return name + MARK * studies.is_marked(study)
