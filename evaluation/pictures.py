"""What the pictures of all tables have in common."""

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

INK, RULE, PALE = "#1f2937", "#e5e7eb", "#9ca3af"


def png(picture: Picture) -> bytes:
    """The picture as a file, the same bytes each time."""
    buffer = io.BytesIO()
    picture.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def pale_grid(axes: Axes) -> None:
    """A grid and a frame that stay behind what is drawn."""
    axes.grid(axis="both", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_color(RULE)
