"""The picture of the thesis's Figure 1: how the runs of each model trained.

A row of axes is a model; from left to right its training loss, validation loss and
validation PCK@0.2. A line is a run, dotted where it is not the thesis's but changed
or fine-tuned. A dot is the last epoch at a learning rate that was then lowered. Dashed
lines are the PCK@0.2 of the identity function. It is that of the test clips: of the
validation clips nobody keeps it.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullLocator

from evaluation.pictures import INK, PALE, pale_grid, png
from evaluation.published_smoothing import RUNS
from evaluation.results import RunRecord, by_study
from evaluation.smoothing_rows import values
from evaluation.studies import SMOOTHING, changes

Studies = Mapping[str, Sequence[RunRecord]]

# Key of a record's history -> heading.
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
_WIDTH_INCHES, _ROW_INCHES, _HEADER_INCHES, _FOOTER_INCHES = 14.0, 2.6, 0.95, 0.75


def draw_training(data: str, records: Sequence[RunRecord], profile: str) -> bytes:
    """PNG of the training of all runs."""
    picture = training_picture(data, records, profile)
    return png(picture)


def training_picture(data: str, records: Sequence[RunRecord], profile: str) -> Picture:
    """The same, not yet drawn: four rows of three axes."""
    studies = by_study(records)
    height = _HEADER_INCHES + len(SMOOTHING) * _ROW_INCHES + _FOOTER_INCHES
    picture = Picture(figsize=(_WIDTH_INCHES, height), dpi=110)
    FigureCanvasAgg(picture)
    rows = picture.subplots(
        *(len(SMOOTHING), len(_PANELS)),
        squeeze=False,
        gridspec_kw={
            "left": 0.075,
            "right": 0.985,
            "top": 1 - _HEADER_INCHES / height,
            "bottom": _FOOTER_INCHES / height,
            "hspace": 0.34,
            "wspace": 0.16,
        },
    )
    for name, row in zip(SMOOTHING, rows, strict=True):
        for (key, heading), axes in zip(_PANELS.items(), row, strict=True):
            _panel(axes, studies, name, key)
            axes.set_title(heading, fontsize=9, color=INK, pad=4, loc="left")
        row[0].set_ylabel(
            SMOOTHING[name], fontsize=11, weight="bold", color=INK, labelpad=8
        )
    picture.align_ylabels(rows[:, 0])
    for axes in rows[-1]:
        axes.set_xlabel("epoch", fontsize=9, color=INK)
    _header(picture, data, profile, height)
    return picture


def _panel(axes: Axes, studies: Studies, name: str, key: str) -> None:
    """One quantity of one model, a line for each run and seed."""
    shown = [
        (run, change, record)
        for run in COLOURS
        for change in changes(studies, name, [run])
        for record in studies.get(f"{name}_{run}{change}", ())
        if any(key in each for each in record.history)
    ]
    scale = 100 if key == "validation_pck" else 1
    for run, change, record in shown:
        found = [each for each in record.history if key in each]
        curve = scale * np.array([each[key] for each in found])
        epochs = np.arange(1, len(curve) + 1)
        axes.plot(
            *(epochs, curve),
            **{"color": COLOURS[run], "linewidth": 1.4},
            linestyle=_DOTS if change else "-",
            label=f"{run}{change}",
        )
        rates = np.array([each["learning_rate"] for each in found])
        lowered = np.flatnonzero(np.diff(rates) < 0)
        axes.plot(
            *(epochs[lowered], curve[lowered]),
            **{"linestyle": "", "marker": "o", "markersize": 5.5},
            color=COLOURS[run],
            label=f"{run}{change} lowered",
        )
    if not shown:
        axes.text(
            *(0.5, 0.5, "not run"),
            transform=axes.transAxes,
            **{"ha": "center", "va": "center", "fontsize": 9, "color": PALE},
        )
        _style(axes, [])
        return
    if key == "validation_pck":
        _identity(axes, studies)
    else:
        axes.set_yscale("log")
    _style(axes, [axes.xaxis, axes.yaxis])


def _identity(axes: Axes, studies: Studies) -> None:
    """What doing nothing gives, for each noise."""
    for first, *_ in RUNS.values():
        found = values(studies.get(f"identity_{first}", ()), "own_pck_0.2")
        if len(found):
            axes.axhline(
                found.mean(),
                **{"color": COLOURS[first], "linewidth": 1, "linestyle": _DASHES},
                label=f"identity_{first}",
            )
    axes.set_ylim(0, 100)


def _style(axes: Axes, with_ticks: Sequence[Axis]) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    for axis in with_ticks:
        # A logarithmic axis of less than a decade has no ticks of its own.
        axis.set_major_locator(MaxNLocator(6, integer=axis is axes.xaxis))
        axis.set_major_formatter(FuncFormatter(lambda tick, _: f"{tick:g}"))
        axis.set_minor_locator(NullLocator())
    axes.tick_params(labelsize=8, length=0, colors=INK)
    axes.margins(x=0.03)
    pale_grid(axes)


def _header(picture: Picture, data: str, profile: str, height: float) -> None:
    made_up = "SYNTHETIC motion" if data == "synthetic" else data.upper()
    for inches, text, style in (
        (
            0.25,
            f"Smoothing of keypoint heatmaps: training on {made_up}, {profile} profile",
            {"fontsize": 15, "weight": "bold"},
        ),
        (
            0.52,
            "A line is a run, named by noise and experiment. An epoch is what a run "
            "trains between two validations; losses of different grids do not compare.",
            {"fontsize": 10},
        ),
    ):
        picture.text(
            *(0.15 / _WIDTH_INCHES, 1 - inches / height, text),
            **{"color": INK, "va": "center", **style},
        )
    marks = [
        *(Line2D([], [], color=colour, label=run) for run, colour in COLOURS.items()),
        Line2D([], [], color=INK, linestyle=_DOTS, label="changed or fine-tuned"),
        Line2D(
            *([], []),
            **{"color": INK, "marker": "o", "linestyle": ""},
            label="learning rate lowered",
        ),
        Line2D(
            *([], []),
            **{"color": INK, "linestyle": _DASHES},
            label="identity function, test clips",
        ),
    ]
    picture.legend(
        handles=marks, loc="lower center", ncols=9, frameon=False, fontsize=10
    )
