"""The surface on which `viewer` draws stick figures: one figure, in metres."""

import io

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.legend_handler import HandlerTuple
from matplotlib.lines import Line2D
from matplotlib.text import Text

from motion.skeleton import Skeleton

# Colours of left, middle and right bones.
_PAST = ("#5f6673", "#8d95a1", "#bfc4cc")
_TRUTH = ("#0b3d91", "#2f6fce", "#6fb1f5")
_SHADOW = ("#d3e0f3",) * 3
_PREDICTIONS = (
    ("#9c2a00", "#d9591c", "#f9a25a"),
    ("#4a148c", "#8442c4", "#c49be8"),
    ("#0b5d2e", "#2f8f56", "#85cc9c"),
)
_INK, _RULE = "#374151", "#d1d5db"
_ANGLES = np.linspace(0, 2 * np.pi, 25)
_HEAD = 0.1 * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=1)  # metres
_HEADER_INCHES, _FOOTER_INCHES = 0.35, 0.6


def row_colours(row: int) -> tuple[str, str, str]:
    """Colours of the truth (row 0) and of each prediction after it."""
    return _TRUTH if row == 0 else _PREDICTIONS[(row - 1) % len(_PREDICTIONS)]


class StickFigureCanvas:
    """A white figure with a header line, a plane in metres, and a legend below.

    Args:
        skeleton: whose bones are drawn.
        size_m: width and height of the plane, whose lower left corner is (0, 0).
        inches_per_m: the one scale of both directions.
    """

    def __init__(
        self, skeleton: Skeleton, size_m: tuple[float, float], inches_per_m: float
    ):
        width, height = (float(extent) * inches_per_m for extent in size_m)
        total = height + _HEADER_INCHES + _FOOTER_INCHES
        self._figure = Figure(figsize=(width, total), dpi=100)
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes(
            (0, _FOOTER_INCHES / total, 1, height / total)
        )
        self._axes.set(xlim=(0, size_m[0]), ylim=(0, size_m[1]))
        self._axes.set_axis_off()
        self._parents = np.array(skeleton.parents)
        names = [name.lower() for name in skeleton.joint_names]
        self._head = names.index("head") if "head" in names else None  # gets a ring
        bones = skeleton.drawn_bones
        sides = skeleton.sides[bones[:, 1]]
        # The view is from the right: left bones are far and come first. The spine comes
        # last, for the collar bones of Human3.6M lie on it.
        order = np.argsort(np.array([0, 2, 1])[sides], kind="stable")
        self._bones, self._sides = bones[order], sides[order]

    def frame(
        self, row: int, pose: np.ndarray, truth: np.ndarray | None, is_future: bool
    ) -> list[LineCollection]:
        """Draws a row's pose (joints, 2), a prediction over the faint truth if any."""
        if not is_future:
            return [self._pose(pose, _PAST)]
        shadow = [self._pose(truth, _SHADOW)] if row and truth is not None else []
        return [*shadow, self._pose(pose, row_colours(row))]

    def _pose(
        self, points: np.ndarray, colours: tuple[str, str, str]
    ) -> LineCollection:
        lines = list(points[self._bones])
        shades = [colours[side] for side in self._sides]
        if self._head is not None:
            head, neck = points[self._head], points[self._parents[self._head]]
            lines.append(head + 0.8 * (head - neck) + _HEAD)
            shades.append(colours[1])
        collection = LineCollection(
            lines, colors=shades, linewidths=1.9, capstyle="round"
        )
        return self._axes.add_collection(collection, autolim=False)

    def ground(self, left: float, right: float, y: float) -> None:
        self._axes.plot([left, right], [y, y], "-", color=_RULE, lw=1, zorder=1)

    def divider(self, x: float) -> None:
        """A dashed line between the last observed frame and the future."""
        self._axes.axvline(x, ls="--", color=_RULE, lw=1, zorder=1)

    def label(self, right: float, middle: float, text: str, row: int) -> None:
        """Names a row, on its left."""
        self.text(right, middle, text, row_colours(row)[0], ha="right", va="center")

    def text(self, x: float, y: float, text: str, colour: str = _INK, **kwargs) -> Text:
        """Writes in the plane, or in the header where y is its upper edge."""
        kwargs = {"ha": "center", "va": "bottom", "size": 9} | kwargs
        return self._axes.text(x, y, text, color=colour, **kwargs)

    def legend(self, labels: list[str], first_row: int = 0) -> None:
        """Explains the colours; `labels` name the truth (row 0) and each prediction."""
        named = {"past": _PAST}
        named |= {
            label: row_colours(row) for row, label in enumerate(labels, first_row)
        }
        handles = [
            tuple(Line2D([], [], color=colour, lw=2.5) for colour in (left, right))
            for left, _, right in named.values()
        ]
        names = list(named)
        if first_row == 0 and len(labels) > 1:
            handles.append((Line2D([], [], color=_SHADOW[0], lw=2.5),))
            names.append("truth behind a prediction")
        legend = self._figure.legend(
            handles,
            names,
            loc="lower center",
            ncols=len(names),
            frameon=False,
            fontsize=8,
            labelcolor=_INK,
            title="dark: left limbs, light: right limbs",
            title_fontproperties={"size": 8},
            handler_map={tuple: HandlerTuple(ndivide=None, pad=0)},
        )
        legend.get_title().set_color(_INK)

    def png(self) -> bytes:
        """The figure as a PNG file."""
        stream = io.BytesIO()
        self._canvas.print_png(stream)
        return stream.getvalue()

    def pixels(self) -> np.ndarray:
        """The figure as (height, width, 3) uint8."""
        self._canvas.draw()
        return np.asarray(self._canvas.buffer_rgba())[..., :3].copy()
