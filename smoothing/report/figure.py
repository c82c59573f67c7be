"""The picture of the thesis's Figure 1: how the runs of each model trained.

A row of axes is a model; from left to right its training loss, validation loss and
validation PCK@0.2. A line is a run, dotted where it is not the thesis's but changed
or fine-tuned. A dot is the last epoch at a learning rate that was then lowered. Dashed
lines are the PCK@0.2 of the identity function. It is that of the test clips: of the
validation clips nobody keeps it.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from evaluation.pictures.curve_panels import (
    heading,
    in_the_middle,
    reference_line,
    rows_over_epochs,
    ticks,
)
from evaluation.pictures.style import (
    INK,
    header,
    legend_below,
    mark,
    named,
    pale_grid,
    png,
)
from evaluation.run_results import RunResult
from evaluation.studies import Studies
from smoothing.report.printed import RUNS
from smoothing.report.rows import values
from smoothing.study_names import LABELS, changes

# Key of the history of a run -> heading.
_PANELS = {
    "loss": "Training loss",
    "validation_loss": "Validation loss",
    "validation_pck": "Validation PCK@0.2, %",
}
# One hue for each noise; its experiments from dark to light.
COLOURS = {
    **dict(zip(RUNS[1], ("#1e40af", "#3b82f6", "#93c5fd"), strict=True)),
    **dict(zip(RUNS[2], ("#9a3412", "#ea580c", "#fdba74"), strict=True)),
}
_DASHES, _DOTS = (0, (4, 2)), (0, (1, 1))
_ROW_INCHES = 2.6


def draw_training(data: str, studies: Studies, profile: str) -> bytes:
    """PNG of the training of all runs."""
    picture = training_picture(data, studies, profile)
    return png(picture)


def training_picture(data: str, studies: Studies, profile: str) -> Picture:
    """The same, not yet drawn: four rows of three axes."""
    picture, rows = rows_over_epochs(
        len(LABELS), len(_PANELS), _ROW_INCHES, left=0.075, gaps=(0.34, 0.16)
    )
    for name, row in zip(LABELS, rows, strict=True):
        for (key, quantity), axes in zip(_PANELS.items(), row, strict=True):
            _panel(axes, studies, name, key)
            heading(axes, quantity)
        row[0].set_ylabel(
            LABELS[name], fontsize=11, weight="bold", color=INK, labelpad=8
        )
    picture.align_ylabels(rows[:, 0])
    header(
        picture,
        f"Smoothing of keypoint heatmaps: training on {named(data)}, {profile} profile",
        "A line is a run, named by noise and experiment. An epoch is what a run "
        "trains between two validations; losses of different grids do not compare.",
    )
    legend_below(picture, _marks(), columns=9)
    return picture


def _panel(axes: Axes, studies: Studies, name: str, key: str) -> None:
    """One quantity of one model, a line for each run and seed."""
    shown = [
        (run, change, trained)
        for run in COLOURS
        for change in changes(studies, name, [run])
        for trained in studies.runs(f"{name}_{run}{change}")
        if any(key in each for each in trained.history)
    ]
    for run, change, trained in shown:
        _curve(axes, trained, key, run, change)
    if not shown:
        in_the_middle(axes, "not run")
        _style(axes, [])
        return
    if key == "validation_pck":
        _identity(axes, studies)
    else:
        axes.set_yscale("log")
    _style(axes, [axes.xaxis, axes.yaxis])


def _curve(axes: Axes, trained: RunResult, key: str, run: str, change: str) -> None:
    """One quantity of one run, with dots where its learning rate was lowered."""
    found = [each for each in trained.history if key in each]
    scale = 100 if key == "validation_pck" else 1
    curve = scale * np.array([each[key] for each in found])
    epochs = np.arange(1, len(curve) + 1)
    axes.plot(
        epochs,
        curve,
        color=COLOURS[run],
        linewidth=1.4,
        linestyle=_DOTS if change else "-",
        label=f"{run}{change}",
    )
    rates = np.array([each["learning_rate"] for each in found])
    lowered = np.flatnonzero(np.diff(rates) < 0)
    axes.plot(
        epochs[lowered],
        curve[lowered],
        linestyle="",
        marker="o",
        markersize=5.5,
        color=COLOURS[run],
        label=f"{run}{change} lowered",
    )


def _identity(axes: Axes, studies: Studies) -> None:
    """What doing nothing gives, for each noise."""
    for first, *_ in RUNS.values():
        found = values(studies.runs(f"identity_{first}"), "own_pck_0.2")
        look = {"linewidth": 1, "linestyle": _DASHES, "label": f"identity_{first}"}
        reference_line(axes, found, COLOURS[first], **look)
    axes.set_ylim(0, 100)


def _style(axes: Axes, with_ticks: Sequence[Axis]) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for axis in with_ticks:
        # A logarithmic axis of less than a decade has no ticks of its own.
        ticks(axis, MaxNLocator(6, integer=axis is axes.xaxis), digits=6)
    axes.tick_params(labelsize=8, length=0, colors=INK)
    axes.margins(x=0.03)
    pale_grid(axes)


def _marks() -> list[Line2D]:
    """Of the legend."""
    return [
        *(mark(run, colour) for run, colour in COLOURS.items()),
        mark("changed or fine-tuned", INK, linestyle=_DOTS),
        mark("learning rate lowered", INK, marker="o", linestyle=""),
        mark("identity function, test clips", INK, linestyle=_DASHES),
    ]
