"""What the pictures of all tables look like: sizes, colours, sheets to draw on.

A sheet has the size at which it is printed, one or two columns of a journal. Colours
are those of Okabe and Ito, which people with colour-blindness tell apart too. At most
four series of a set of axes are highlighted, each in a colour of its own; all others
are thin and grey. Colours that are equally dark have different markers or dashes, for
prints in black and white.
"""

import textwrap

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from data_prep.datasets import shown_name

INK, RULE, PALE, GREY, OTHERS = "#1f2937", "#e5e7eb", "#9ca3af", "#6b7280", "#b9bec7"
BLUE, VERMILLION, GREEN = "#0072b2", "#d55e00", "#009e73"
SKY, ORANGE, PURPLE = "#56b4e9", "#e69f00", "#cc79a7"
COLOURS_OF_OTHERS = (RULE, PALE, GREY, OTHERS)  # all else is highlighted
DASHES, DOTS, DASH_DOTS = (0, (4, 2)), (0, (1, 1.2)), (0, (4, 1.5, 1, 1.5))
_MARKERS = {BLUE: "o", VERMILLION: "s", GREEN: "^", SKY: "D", PURPLE: "v"}
_MANY = 12  # points of a curve, beyond which only some have markers
STRONG, THIN = 1.4, 0.7  # widths of highlighted and of other lines, in points

COLUMN_MM, PAGE_MM = 89.0, 183.0
TEXT_POINTS, TITLE_POINTS = 7, 8
_DPI = 200  # of PNG: twice that of a screen
_MM_PER_INCH = 25.4
_MARGIN_MM, _TITLE_MM, _LINE_MM = 1.5, 5.0, 3.4
_CHARACTERS_PER_MM = 0.78


class Sheet:
    """A figure with a header.

    Args:
        title: what is shown.
        about: how to read it; broken into lines.
        body_mm: height below the header.
        width_mm: of the whole.
        ending: of its file names, where a page has several.
    """

    def __init__(
        self,
        title: str,
        about: str,
        body_mm: float,
        width_mm: float = PAGE_MM,
        ending: str = "",
    ):
        self.body_mm, self.width_mm, self.ending = body_mm, width_mm, ending
        self.text = f"{title}. {about}"  # for those who do not see it
        lines = textwrap.wrap(about, int(_CHARACTERS_PER_MM * width_mm))
        self.height_mm = _TITLE_MM + len(lines) * _LINE_MM + _MARGIN_MM + body_mm
        size = width_mm / _MM_PER_INCH, self.height_mm / _MM_PER_INCH
        self.figure = Figure(figsize=size, dpi=_DPI)
        FigureCanvasAgg(self.figure)
        self._line(title, 0.6 * _TITLE_MM, TITLE_POINTS, weight="bold")
        for number, line in enumerate(lines):
            self._line(line, _TITLE_MM + (number + 0.5) * _LINE_MM, TEXT_POINTS)

    def axes(
        self, left_mm: float, top_mm: float, width_mm: float, height_mm: float
    ) -> Axes:
        """Axes in the body, placed from its upper left corner."""
        bottom_mm = self.body_mm - top_mm - height_mm
        place = (
            left_mm / self.width_mm,
            bottom_mm / self.height_mm,
            width_mm / self.width_mm,
            height_mm / self.height_mm,
        )
        axes = self.figure.add_axes(place)
        stay_behind(axes)
        return axes

    def words(self, left_mm: float, top_mm: float, text: str, **look) -> None:
        """A line of text in the body, its middle so far below the upper edge."""
        from_top_mm = self.height_mm - self.body_mm + top_mm
        self._line(text, from_top_mm, TEXT_POINTS, left_mm=left_mm, **look)

    def _line(
        self,
        text: str,
        from_top_mm: float,
        points: float,
        left_mm: float = _MARGIN_MM,
        **look,
    ) -> None:
        place = left_mm / self.width_mm, 1 - from_top_mm / self.height_mm
        self.figure.text(*place, text, color=INK, va="center", fontsize=points, **look)


def highlighted(
    *,
    nothing: str | None = None,
    simple: str | None = None,
    benchmark: str | None = None,
    best: str | None = None,
) -> dict[str, str]:
    """Study -> colour, of the studies that a picture highlights.

    Args:
        nothing: does nothing, such as zero velocity.
        simple: the best of those that learn little or nothing.
        benchmark: of the paper. If it is the best too, it keeps its own colour.
        best: of all that learn.
    """
    roles = ((best, BLUE), (simple, GREEN), (benchmark, VERMILLION), (nothing, INK))
    return {study: colour for study, colour in roles if study is not None}


def markers(colour: str, points: int) -> dict:
    """How the points of a highlighted line are marked, for prints in black and white.

    Args:
        colour: of the line; one that needs no marker has none.
        points: of the line. Of many every tenth is marked, others for each colour; a
            single one always is.
    """
    every, first = 1, 0
    if points > _MANY and colour in _MARKERS:
        every, first = 10, 2 * list(_MARKERS).index(colour) + 1
    return {
        "marker": _MARKERS.get(colour, "o" if points == 1 else ""),
        "markersize": 3,
        "markevery": (first, every),
    }


def stay_behind(axes: Axes) -> None:
    """A grid, a frame and numbers that stay behind what is drawn."""
    axes.tick_params(labelsize=TEXT_POINTS, length=0, pad=2, colors=INK)
    axes.grid(axis="both", color=RULE, linewidth=0.5)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_color(RULE)


def heading(axes: Axes, text: str, colour: str = INK, side: str = "left") -> None:
    """A line above axes."""
    axes.set_title(text, fontsize=TEXT_POINTS, color=colour, pad=3, loc=side)


def named(data: str) -> str:
    """How a heading names a data set."""
    return "SYNTHETIC motion" if data == "synthetic" else shown_name(data)
