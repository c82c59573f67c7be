"""The picture of the report's Figure 3: the transformer with and without the prior.

Left, as in the report, training and validation error over epochs; there the training
error is teacher-forced and the validation error free-running, so the two are not one
quantity. Right the two kinds of validation error. A line is the mean over seeds, a band
reaches from the lowest to the highest seed.
"""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from evaluation.pictures.curve_panels import (
    in_the_middle,
    mean_and_band,
    reference_line,
)
from evaluation.pictures.curves import curves
from evaluation.pictures.style import (
    INK,
    blank,
    header,
    legend_below,
    mark,
    named,
    pale_grid,
    png,
)
from evaluation.studies import Studies
from taxonomy.report.comparisons import (
    FORCED,
    FREE,
    NOISY,
    ORIGINAL,
    TRAINING,
    WITH_PRIOR,
)
from taxonomy.studies import label

_COLOURS = {ORIGINAL: "#2f6fce", WITH_PRIOR: "#c2410c"}
_DASHES, _DOTS, _LONG_DASHES = (0, (5, 2)), (0, (1, 1)), (0, (8, 4))
# Key of the history -> dashes, width and words.
_LINES = {
    FREE: ("-", 2.0, "validation, free-running"),
    TRAINING: (_DOTS, 1.8, "training, teacher-forced"),
    FORCED: (_DASHES, 1.5, "validation, teacher-forced"),
}
_PANELS = {
    "Training and validation, as in the report": (FREE, TRAINING),
    "Validation fed with its own frames, and with true ones": (FREE, FORCED),
}
_ZERO_VELOCITY_KEY = "zero_velocity_mse"
_GREY, _NOISE = "#6b7280", "#f3f4f6"
_HEIGHT_INCHES = 6.4


def draw_taxonomy(data: str, studies: Studies, profile: str) -> bytes:
    """PNG of the curves of both."""
    picture = taxonomy_picture(data, studies, profile)
    return png(picture)


def taxonomy_picture(data: str, studies: Studies, profile: str) -> Picture:
    """The same, not yet drawn: two axes."""
    picture = blank(_HEIGHT_INCHES)
    room = {"left": 0.06, "right": 0.985, "top": 0.84, "bottom": 0.17, "wspace": 0.06}
    both = picture.subplots(1, 2, sharey=True, gridspec_kw=room)
    for (heading, keys), axes in zip(_PANELS.items(), both, strict=True):
        axes.set_title(heading, fontsize=11, color=INK, pad=6, loc="left")
        _panel(axes, studies, keys)
    both[0].set_ylabel(
        "squared error of normalised numbers", fontsize=10, color=INK, labelpad=8
    )
    seeds = " and ".join(str(len(studies.runs(study))) for study in _COLOURS)
    header(
        picture,
        f"Motion taxonomy prior: curves on {named(data)}, {profile} profile",
        f"Mean of {seeds} seeds; a band reaches from the lowest to the highest. "
        "The axis of errors is logarithmic.",
    )
    legend_below(picture, _marks(), columns=6)
    return picture


def _panel(axes: Axes, studies: Studies, keys: Sequence[str]) -> None:
    """Some curves of both studies."""
    epochs = 0
    for study, colour in _COLOURS.items():
        for key in keys:
            values = curves(studies.runs(study), key)
            if values.size:
                _curve(axes, values, colour, key, f"{study} {key}")
            epochs = max(epochs, values.shape[1])
    if not epochs:
        in_the_middle(axes, "not run", size=11, colour=_GREY)
        return
    runs = [run for study in _COLOURS for run in studies.runs(study)]
    zero_velocity = curves(runs, _ZERO_VELOCITY_KEY)
    look = {"linewidth": 1.2, "linestyle": _LONG_DASHES, "label": _ZERO_VELOCITY_KEY}
    reference_line(axes, zero_velocity, _GREY, **look)
    _style(axes, epochs)


def _curve(axes: Axes, values: np.ndarray, colour: str, key: str, name: str) -> None:
    """Mean and range of (seeds, epochs)."""
    dashes, width, _ = _LINES[key]
    mean_and_band(
        axes,
        values,
        colour=colour,
        alpha=0.15,
        linestyle=dashes,
        linewidth=width,
        marker="o" if values.shape[1] == 1 else "",
        label=name,
    )


def _style(axes: Axes, epochs: int) -> None:
    first, last = NOISY
    if epochs >= first:
        axes.axvspan(first, min(last, epochs), color=_NOISE, zorder=0)
        axes.text(
            first + 0.5,
            0.985,
            "noise in the report",
            transform=axes.get_xaxis_transform(),
            ha="left",
            va="top",
            fontsize=8,
            color=_GREY,
        )
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 1.5, 2, 3, 4, 5, 7)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda tick, _: f"{tick:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_locator(MaxNLocator(11, integer=True, steps=[1, 2, 5, 10]))
    axes.set_xlim(0.5, epochs + 0.5)
    axes.set_xlabel("epoch", fontsize=10, color=INK)
    axes.tick_params(labelsize=9, length=0, colors=INK, which="both")
    pale_grid(axes)


def _marks() -> list[Line2D]:
    """Of the legend."""
    return [
        *(
            mark(label(study), colour, linewidth=3)
            for study, colour in _COLOURS.items()
        ),
        *(
            mark(words, INK, linestyle=dashes, linewidth=width)
            for dashes, width, words in _LINES.values()
        ),
        mark("zero velocity, validation", _GREY, linestyle=_LONG_DASHES),
    ]
