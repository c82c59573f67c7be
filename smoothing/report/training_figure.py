"""The picture of the thesis's Figure 1: how the runs of each model trained.

A row of axes is a model; from left to right its training loss, validation loss and
validation PCK@0.2. A line is a study, the mean over its seeds. A dot is the last epoch
at a learning rate that was then lowered. Straight lines are the PCK@0.2 of the identity
function. It is that of the test clips: of the validation clips nobody keeps it.
"""

import textwrap
from collections.abc import Iterator, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from evaluation.pictures.curve_panels import (
    in_the_middle,
    mean_and_band,
    reference_line,
    rows_over_epochs,
    ticks,
)
from evaluation.pictures.curves import stacked
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import notes
from evaluation.pictures.style import (
    BLUE,
    DASH_DOTS,
    DASHES,
    DOTS,
    ORANGE,
    OTHERS,
    SKY,
    STRONG,
    THIN,
    VERMILLION,
    Sheet,
    heading,
)
from evaluation.studies import History, Studies
from evaluation.tables.numbers import Numbers
from smoothing.report.printed import RUNS
from smoothing.report.rows import ThesisNumbers
from smoothing.study_names import LABELS, changes

# Key of the history of a run -> heading.
_PANELS = {
    "loss": "Training loss",
    "validation_loss": "Validation loss",
    "validation_pck": "Validation PCK@0.2, %",
}
# The first experiment of each noise, and what the identity function gives there.
COLOURS = {"1.1": BLUE, "2.1": VERMILLION}
_DASHES_OF = {"2.1": DASH_DOTS}
_IDENTITY = {"identity_1.1": (SKY, DASHES), "identity_2.1": (ORANGE, DOTS)}
_LEFTS_MM, _SIZE_MM = (29.0, 82.0, 134.0), (28.0, 19.0)
_TOP_MM, _ROW_MM, _FOOT_MM = 5.0, 28.0, 8.0
_NAME_CHARACTERS = 14


def training_sheet(studies: Studies, where: str) -> Sheet | None:
    """A row of three axes for each network with curves; without any, no sheet.

    Args:
        where: ends the title.
    """
    shown = [name for name in LABELS if _has_curves(studies, name)]
    missing = [LABELS[name] for name in LABELS if name not in shown]
    if not shown:
        return None
    sheet = Sheet(
        f"Smoothing of keypoint heatmaps: training {where}",
        "A line is a study, named by noise and experiment, the mean over its seeds; "
        "'other': fine-tuned, or as published. In colour: the first of each "
        "noise, and the identity function on the test clips. A dot: the "
        "learning rate was lowered. An epoch is what a run trains between two "
        "validations; losses of different grids do not compare."
        + (f" No curves: {', '.join(missing)}." if missing else "")
        + notes(studies),
        _TOP_MM + (len(shown) - 1) * _ROW_MM + _SIZE_MM[1] + _FOOT_MM,
        ending="_training",
    )
    rows = rows_over_epochs(sheet, len(shown), (_TOP_MM, _ROW_MM), _LEFTS_MM, _SIZE_MM)
    for number, (name, row) in enumerate(zip(shown, rows, strict=True)):
        middle_mm = _TOP_MM + number * _ROW_MM + _SIZE_MM[1] / 2
        for line, words in enumerate(textwrap.wrap(LABELS[name], _NAME_CHARACTERS)):
            sheet.words(1.5, middle_mm + 3.2 * line - 2, words)
        for (key, quantity), axes in zip(_PANELS.items(), row, strict=True):
            heading(axes, quantity)
            _panel(axes, studies, name, key)
    return sheet


def _has_curves(studies: Studies, name: str) -> bool:
    """Whether any study of a network has any history."""
    return any(
        history
        for _, study in _named(studies, name)
        for history in studies.histories(study)
    )


def _named(studies: Studies, name: str) -> Iterator[tuple[str, str]]:
    """How a line is called, and its study; those of changed settings are not drawn."""
    for run in (run for runs in RUNS.values() for run in runs):
        for change in changes(studies.known, name, [run]):
            study = f"{name}_{run}{change}"
            if not studies.is_changed(study):
                yield f"{run} other" if change else run, study


def _panel(axes: Axes, studies: Studies, name: str, key: str) -> None:
    """One quantity of one model, a line for each study."""
    for label, study in _named(studies, name):
        _curve(axes, studies.histories(study), key, label)
    if not axes.lines:
        in_the_middle(axes, "not recorded")
        return
    if key == "validation_pck":
        _identity(axes, studies)
    else:
        axes.set_yscale("log")
    ticks(axes.xaxis, MaxNLocator(5, integer=True, min_n_ticks=1), digits=6)
    # A logarithmic axis of less than a decade has no ticks of its own.
    ticks(axes.yaxis, MaxNLocator(4), digits=4)
    named = [line for line in axes.lines if not line.get_label().startswith("_")]
    label_ends(axes, {line: line.get_label().replace("_", " ") for line in named})


def _curve(axes: Axes, histories: Sequence[History], key: str, label: str) -> None:
    """One quantity of one study, with dots where the first seed's rate was lowered."""
    seeds = stacked(histories, key) * (100 if key == "validation_pck" else 1)
    if not seeds.size:
        return
    strong = label in COLOURS
    colour = COLOURS.get(label, OTHERS)
    mean_and_band(
        axes,
        seeds if strong else seeds.mean(axis=0, keepdims=True),
        colour=colour,
        alpha=0.15,
        linewidth=STRONG if strong else THIN,
        linestyle=_DASHES_OF.get(label, "-"),
        marker="o" if seeds.shape[1] == 1 else "",
        markersize=2,
        zorder=3 if strong else 2,
        label=label,
    )
    rates = stacked(histories[:1], "learning_rate")[0, : seeds.shape[1]]
    lowered = np.flatnonzero(np.diff(rates) < 0)
    axes.plot(
        lowered + 1,
        seeds.mean(axis=0)[lowered],
        "o",
        markersize=3,
        color=colour,
    )


def _identity(axes: Axes, studies: Studies) -> None:
    """What doing nothing gives, for each noise."""
    made = ThesisNumbers(Numbers(studies, ""), {})
    for study, (colour, dashes) in _IDENTITY.items():
        number = made.measured(study, "own_pck_0.2")
        found = np.array([number.value] if number else [])
        look = {"linewidth": 1, "linestyle": dashes, "label": study}
        reference_line(axes, found, colour, **look)
    axes.set_ylim(0, 100)
