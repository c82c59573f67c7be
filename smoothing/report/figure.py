"""The pictures of the smoothing family: networks against filters, and the training.

The first shows how many keypoints lie within a threshold of the truth, for each
threshold that was scored; `training_figure` draws the other.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from data_prep.keypoints.grid import PUBLISHED_GRID
from data_prep.keypoints.noise import SHIFT_PIXELS
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.pictures.curve_panels import in_the_middle
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import in_colour, notes
from evaluation.pictures.style import (
    BLUE,
    DASHES,
    GREEN,
    GREY,
    INK,
    OTHERS,
    PURPLE,
    SKY,
    STRONG,
    TEXT_POINTS,
    THIN,
    VERMILLION,
    Sheet,
    heading,
    markers,
    named,
)
from evaluation.studies import MARK, Studies
from evaluation.tables.numbers import Numbers
from smoothing.report.rows import ThesisNumbers, grids_of
from smoothing.report.training_figure import training_sheet
from smoothing.study_names import LABELS, SMOOTHERS, TUNED_ENDING, changes, parts_of

IDENTITY = "identity"
# Run -> what its noise is called.
_PANELS = {"1.1": "Noise k = 1", "2.1": "Noise k = 2"}
# Of each network, the same in all axes.
_COLOURS = dict(zip(LABELS, (PURPLE, VERMILLION, SKY, BLUE), strict=True))
_MOST_NETWORKS = 2  # in colour
_CHOSEN = 0.1  # the threshold that decides which are the best, as in the headline
_BEST = f"the best, at {_CHOSEN} torsos, of the"
_ROLES = (
    *((name, f"{_BEST} networks, up to {_MOST_NETWORKS} each time") for name in LABELS),
    *((name, f"{_BEST} filters") for name in SMOOTHERS if name != IDENTITY),
    (IDENTITY, "the identity function, which smooths nothing"),
)
_ROW_MM, _TOP_MM, _SIZE_MM = 70.0, 5.0, (36.0, 56.0)
_LEFTS_MM = (9.0, 98.0)


def draw_smoothing(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """Networks against filters, and how the networks trained."""
    where = f"on {named(data)}, {profile} profile"
    training = training_sheet(studies, where)
    return [accuracy_sheet(studies, where), *([training] if training else [])]


def accuracy_sheet(studies: Studies, where: str) -> Sheet:
    """PCK over its threshold; `where` ends the title.

    Axes for each noise and for each grid that networks were trained on: noise is
    rounded to cells of the grid, so that only one grid compares.
    """
    made = ThesisNumbers(Numbers(studies, ""), {})
    grids = grids_of(studies)
    networks = [study for run in _PANELS for study in _networks(grids, run)]
    rows = sorted({grids[study] for study in networks}) or [PUBLISHED_GRID]
    panels = {
        (cells, run): _shown([each for each in grids if grids[each] == cells], run)
        for cells in rows
        for run in _PANELS
    }
    drawn = {parts_of(study).name for shown in panels.values() for study in shown}
    filters = drawn - {*LABELS, IDENTITY}
    sheet = Sheet(
        f"Networks against filters: correct keypoints {where}",
        "Mean over seeds at the thresholds that were scored. Noise k = 1 (run 1.1 of "
        f"the thesis) shifts keypoints by {SHIFT_PIXELS:.3g} pixels of a grid of "
        f"{PUBLISHED_GRID}, in x and in y (standard deviation), k = 2 (run 2.1) by "
        "twice that. Cells are those of the heatmaps."
        + (" Dashed: filters, which learn little or nothing." if filters else "")
        + in_colour(_ROLES, drawn)
        + notes(studies),
        len(rows) * _ROW_MM,
    )
    for row, cells in enumerate(rows):
        for left_mm, (run, words) in zip(_LEFTS_MM, _PANELS.items(), strict=True):
            axes = sheet.axes(left_mm, _TOP_MM + row * _ROW_MM, *_SIZE_MM)
            heading(axes, f"{words}, {cells} x {cells} cells")
            if left_mm == _LEFTS_MM[0]:
                axes.set_ylabel("PCK, %", fontsize=TEXT_POINTS, color=INK, labelpad=2)
            _panel(axes, made, panels[cells, run])
    return sheet


def _panel(axes: Axes, made: ThesisNumbers, shown: Sequence[str]) -> None:
    """Networks and filters in a run."""
    if not shown:
        in_the_middle(axes, "not run")
        return
    networks = [study for study in shown if parts_of(study).name in LABELS]
    identity = [study for study in shown if parts_of(study).name == IDENTITY]
    filters = [study for study in shown if study not in (*networks, *identity)]
    best_networks = _best_first(made, networks)[:_MOST_NETWORKS]
    colours = {study: _COLOURS[parts_of(study).name] for study in best_networks}
    colours |= dict.fromkeys(_best_first(made, filters)[:1], GREEN)
    colours |= dict.fromkeys(identity, INK)
    lines = [_line(axes, made, study, colours) for study in shown]
    axes.set_xticks(THRESHOLDS)
    axes.set_xlabel("threshold, torsos", fontsize=TEXT_POINTS, color=INK, labelpad=2)
    axes.set_xlim(0.5 * THRESHOLDS[0], 1.05 * THRESHOLDS[-1])
    axes.set_ylim(0, 100)
    if not networks:
        look = {"fontsize": TEXT_POINTS, "color": GREY, "ha": "right"}
        axes.text(0.97, 0.02, "no network run", transform=axes.transAxes, **look)
    label_ends(axes, {line: _name(made.studies, line) for line in lines})


def _networks(known: Collection[str], run: str) -> list[str]:
    """The networks of a run, as they were tuned to these data or, else, trained."""
    found = []
    for name in LABELS:
        usual = f"{name}_{run}"
        studies = (usual + TUNED_ENDING, usual)
        found += [study for study in studies if study in known][:1]
    return found


def _shown(there: Sequence[str], run: str) -> list[str]:
    """Of the studies on a grid the networks of a run, and the filters."""
    found = _networks(there, run)
    for name in SMOOTHERS:
        found += [f"{name}_{run}{each}" for each in changes(there, name, [run])]
    return [study for study in found if study in there]


def _best_first(made: ThesisNumbers, names: Sequence[str]) -> list[str]:
    """Those that are known, by their keypoints within the chosen threshold."""
    found = {name: _pck(made, name, _CHOSEN) for name in names}
    known = [name for name, share in found.items() if np.isfinite(share)]
    return sorted(known, key=found.get, reverse=True)


def _pck(made: ThesisNumbers, study: str, threshold: float) -> float:
    """In percent; NaN where it is not known."""
    number = made.measured(study, f"pck_{threshold}")
    return np.nan if number is None else number.value


def _line(
    axes: Axes, made: ThesisNumbers, study: str, colours: Mapping[str, str]
) -> Line2D:
    strong = study in colours
    colour = colours.get(study, OTHERS)
    (line,) = axes.plot(
        THRESHOLDS,
        [_pck(made, study, threshold) for threshold in THRESHOLDS],
        color=colour,
        linewidth=STRONG if strong else THIN,
        linestyle="-" if parts_of(study).name in LABELS else DASHES,
        zorder=3 if strong else 2,
        label=study,
        **markers(colour, len(THRESHOLDS)),
    )
    return line


def _name(studies: Studies, line: Line2D) -> str:
    """Without run and grid, which stand above the axes."""
    study = line.get_label()
    parts = parts_of(study)
    if parts.name in SMOOTHERS:
        parts = parts._replace(change="")
    name = parts.label(with_run=False)
    return name + MARK * studies.is_marked(study)
