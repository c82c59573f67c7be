"""What the pictures of all analyses have in common."""

import io

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

INK, RULE = "#1f2937", "#e5e7eb"
BLUE, ORANGE, GREEN = "#2f6fce", "#d9591c", "#2f8f56"


def new_chart(width: float, height: float, title: str) -> Figure:
    """An empty white figure, in inches, that needs no display."""
    figure = Figure(figsize=(width, height), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(title, fontsize=12, weight="bold", color=INK)
    return figure


def tidy(axes: Axes, title: str = "", across: str = "", up: str = "") -> Axes:
    """Small type, a pale grid, names of the axes."""
    axes.set_title(title, fontsize=9.5, color=INK)
    axes.set_xlabel(across, fontsize=9, color=INK)
    axes.set_ylabel(up, fontsize=9, color=INK)
    axes.tick_params(which="both", labelsize=8, colors=INK)
    axes.grid(color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_color(RULE)
    return axes


def from_zero(axes: Axes) -> None:
    """Makes the upward axis start at 0, with room above what is drawn."""
    axes.set_ylim(0, 1.08 * axes.dataLim.ymax or 1)


def to_png(figure: Figure) -> bytes:
    """The figure as a PNG file, the same bytes each time."""
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()
