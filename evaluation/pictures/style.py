"""What the pictures of all tables have in common."""

import io
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D

INK, RULE, PALE = "#1f2937", "#e5e7eb", "#9ca3af"
WIDTH_INCHES = 14.0
_HEADER_LINES_INCHES = (0.25, 0.52)  # their middles, from the top
_MARGIN_INCHES = 0.15
_HEADER_INCHES, _FOOTER_INCHES = 0.95, 0.75


def png(picture: Picture) -> bytes:
    """The picture as a file, the same bytes each time."""
    buffer = io.BytesIO()
    picture.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def blank(height_inches: float) -> Picture:
    """A picture without axes."""
    picture = Picture(figsize=(WIDTH_INCHES, height_inches), dpi=110)
    FigureCanvasAgg(picture)
    return picture


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


def header(picture: Picture, title: str, about: str) -> None:
    """Two lines at the top: what is shown, and how to read it."""
    width, height = picture.get_size_inches()
    looks = {"fontsize": 15, "weight": "bold"}, {"fontsize": 10}
    lines = zip((title, about), _HEADER_LINES_INCHES, looks, strict=True)
    for text, from_top, look in lines:
        place = _MARGIN_INCHES / width, 1 - from_top / height
        picture.text(*place, text, color=INK, va="center", **look)


def legend_below(picture: Picture, marks: Sequence[Line2D], columns: int) -> None:
    """The legend of the whole picture, at its foot."""
    picture.legend(
        handles=marks, loc="lower center", ncols=columns, frameon=False, fontsize=10
    )


def named(data: str) -> str:
    """How a heading names a data set."""
    return "SYNTHETIC motion" if data == "synthetic" else data.upper()


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


def pale_grid(axes: Axes) -> None:
    """A grid and a frame that stay behind what is drawn."""
    axes.grid(axis="both", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_color(RULE)
