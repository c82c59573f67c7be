"""Axes of curves over epochs, and what the pictures of several families draw there."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, Locator, NullLocator

from evaluation.pictures.style import (
    GREY,
    INK,
    OTHERS,
    STRONG,
    TEXT_POINTS,
    THIN,
    Sheet,
    markers,
)


def rows_over_epochs(
    sheet: Sheet,
    rows: int,
    tops_mm: tuple[float, float],
    lefts_mm: tuple[float, ...],
    size_mm: tuple[float, float],
) -> list[list[Axes]]:
    """Rows of axes over epochs.

    Args:
        rows: how many.
        tops_mm: of the first row in the body of the sheet, and from one to the next.
        lefts_mm: of the axes of a row.
        size_mm: width and height of each.
    """
    first, step = tops_mm
    made = [
        [sheet.axes(left, first + row * step, *size_mm) for left in lefts_mm]
        for row in range(rows)
    ]
    for axes in made[-1]:
        axes.set_xlabel("epoch", fontsize=TEXT_POINTS, color=INK, labelpad=2)
    return made


def mean_and_band(
    axes: Axes, seeds: np.ndarray, *, colour: str, alpha: float, **look
) -> None:
    """The mean over seeds and, of several, a band from the lowest to the highest.

    Args:
        seeds: (seeds, epochs), at least one of each.
        colour, alpha: of both, and of the band.
        look: of the line.
    """
    epochs = np.arange(1, seeds.shape[1] + 1)
    if len(seeds) > 1:
        low, high = seeds.min(axis=0), seeds.max(axis=0)
        axes.fill_between(epochs, low, high, color=colour, alpha=alpha, linewidth=0)
    axes.plot(epochs, seeds.mean(axis=0), color=colour, **look)


def study_curve(
    axes: Axes, seeds: np.ndarray, study: str, colours: Mapping[str, str]
) -> None:
    """The mean of a study over seeds and, of a highlighted one, their range.

    Args:
        seeds: (seeds, epochs), at least one of each.
        study: becomes the label of the line.
        colours: of the highlighted studies; others are thin and grey.
    """
    strong, colour = study in colours, colours.get(study, OTHERS)
    mean_and_band(
        axes,
        seeds if strong else seeds.mean(axis=0, keepdims=True),
        colour=colour,
        alpha=0.15,
        linewidth=STRONG if strong else THIN,
        zorder=3 if strong else 2,
        label=study,
        **markers(colour, seeds.shape[1]),
    )


def reference_line(axes: Axes, values: np.ndarray, colour: str, **look) -> None:
    """A level across the axes, the mean of values of any shape; none without them."""
    if values.size:
        axes.axhline(values.mean(), color=colour, **look)


def in_the_middle(axes: Axes, text: str) -> None:
    """What stands in axes without a curve."""
    axes.text(
        0.5,
        0.5,
        text,
        transform=axes.transAxes,
        ha="center",
        va="center",
        fontsize=TEXT_POINTS,
        color=GREY,
    )
    axes.set_xticks([])
    axes.set_yticks([])


def ticks(axis: Axis, locator: Locator, digits: int) -> None:
    """Numbers of so many digits at these places and no marks in between."""
    axis.set_major_locator(locator)
    axis.set_major_formatter(FuncFormatter(lambda tick, _: f"{tick:.{digits}g}"))
    axis.set_minor_locator(NullLocator())
