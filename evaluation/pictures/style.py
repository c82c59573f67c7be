"""What the pictures of all tables have in common."""

import io
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D

INK, RULE, PALE = "#1f2937", "#e5e7eb", "#9ca3af"
WIDTH_INCHES = 14.0
_HEADER_LINES_INCHES = (0.25, 0.52)  # their middles, from the top
_MARGIN_INCHES = 0.15


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


def mark(label: str, colour: str, **look) -> Line2D:
    """A line or a sign of a legend."""
    return Line2D([], [], color=colour, label=label, **look)


def named(data: str) -> str:
    """How a heading names a data set."""
    return "SYNTHETIC motion" if data == "synthetic" else data.upper()


def pale_grid(axes: Axes) -> None:
    """A grid and a frame that stay behind what is drawn."""
    axes.grid(axis="both", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_color(RULE)
