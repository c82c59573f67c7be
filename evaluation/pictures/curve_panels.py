"""Axes of curves over epochs, and what the pictures of several families draw there."""

from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure as Picture
from matplotlib.ticker import FuncFormatter, Locator, NullLocator

from evaluation.pictures.style import INK, PALE, blank

_HEADER_INCHES, _FOOTER_INCHES = 0.95, 0.75


def rows_over_epochs(
    rows: int, columns: int, row_inches: float, left: float, gaps: tuple[float, float]
) -> tuple[Picture, np.ndarray]:
    """A picture with rows of axes over epochs, and room for header and legend.

    Args:
        rows, columns: how many axes.
        row_inches: height of a row with its heading.
        left: share of the width before the axes.
        gaps: between rows and between columns, as shares of axes.

    Returns:
        The picture and its axes (rows, columns).
    """
    height = _HEADER_INCHES + rows * row_inches + _FOOTER_INCHES
    picture = blank(height)
    axes = picture.subplots(
        rows,
        columns,
        squeeze=False,
        gridspec_kw={
            "left": left,
            "right": 0.985,
            "top": 1 - _HEADER_INCHES / height,
            "bottom": _FOOTER_INCHES / height,
            "hspace": gaps[0],
            "wspace": gaps[1],
        },
    )
    for each in axes[-1]:
        each.set_xlabel("epoch", fontsize=9, color=INK)
    return picture, axes


def heading(
    axes: Axes, text: str, colour: str = INK, side: Literal["left", "right"] = "left"
) -> None:
    """A line above axes in a row."""
    axes.set_title(text, fontsize=9, color=colour, pad=4, loc=side)


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


def reference_line(axes: Axes, values: np.ndarray, colour: str, **look) -> None:
    """A level across the axes, the mean of values of any shape; none without them."""
    if values.size:
        axes.axhline(values.mean(), color=colour, **look)


def in_the_middle(axes: Axes, text: str, size: float = 9, colour: str = PALE) -> None:
    """What stands in axes without a curve."""
    axes.text(
        0.5,
        0.5,
        text,
        transform=axes.transAxes,
        ha="center",
        va="center",
        fontsize=size,
        color=colour,
    )
    axes.set_xticks([])
    axes.set_yticks([])


def ticks(axis: Axis, locator: Locator, digits: int) -> None:
    """Numbers of so many digits at these places and no marks in between."""
    axis.set_major_locator(locator)
    axis.set_major_formatter(FuncFormatter(lambda tick, _: f"{tick:.{digits}g}"))
    axis.set_minor_locator(NullLocator())
