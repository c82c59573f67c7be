"""Names of lines, written beside their right ends so that none lies over another."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from scipy.optimize import isotonic_regression

from evaluation.pictures.style import COLOURS_OF_OTHERS, GREY, TEXT_POINTS

_LINE_POINTS = 1.25 * TEXT_POINTS  # from one name to the next
_POINTS_PER_INCH = 72
_ASIDE_POINTS = 8  # from the axes to the names
# How near a leader comes to its name, and from where on it is level, so that a steep
# one does not seem to belong to the name above or below.
_NEAR_POINTS, _LEVEL_POINTS = 1.5, 4
_BELOW_POINTS = 2  # from their upper edge, above which a heading may stand


def spread(
    wanted: Sequence[float], gap: float, low: float = 0.0, high: float = 1.0
) -> np.ndarray:
    """The nearest places to the wanted ones that are `gap` apart, least squares.

    Args:
        wanted: in any order; the places keep it.
        low, high: no place lies beyond.

    Raises:
        ValueError: there is no room for all of them.
    """
    wanted = np.asarray(wanted, np.float64)
    steps = gap * np.arange(len(wanted))
    if len(wanted) and low + steps[-1] > high + 1e-9:
        raise ValueError(
            f"expected room for {len(wanted)} places {gap:g} apart, "
            f"found it from {low:g} to {high:g}"
        )
    order = np.argsort(wanted, kind="stable")
    places = np.empty_like(wanted)
    if len(wanted):
        # Without the steps the places only have to rise; what they must not exceed
        # cuts a rising sequence at its ends.
        risen = isotonic_regression(wanted[order] - steps).x
        places[order] = np.clip(risen, low, high - steps[-1]) + steps
    return places


def label_ends(axes: Axes, names: Mapping[Line2D, str]) -> None:
    """Writes the name of each line beside its end, in its colour, with a leader to it.

    Where there is no room for all, only highlighted lines are named. Call it when all
    is drawn: it fixes the limits.
    """
    axes.set_xlim(axes.get_xlim())
    axes.set_ylim(axes.get_ylim())
    points = _POINTS_PER_INCH / axes.figure.dpi * np.array(axes.bbox.size)
    gap = _LINE_POINTS / points[1]
    highest = 1 - _BELOW_POINTS / points[1]
    if (len(names) - 1) * gap > highest:
        names = {line: name for line, name in names.items() if not is_other(line)}
    ends = np.array([_end(axes, line) for line in names]).reshape(-1, 2)
    names_at, end_at, level_at = (
        1 + (_ASIDE_POINTS - before) / points[0]
        for before in (0, _NEAR_POINTS, _LEVEL_POINTS)
    )
    places = spread(ends[:, 1], gap, high=highest)
    for line, (x, y), place in zip(names, ends, places, strict=True):
        colour = line.get_color()
        axes.text(
            names_at,
            place,
            names[line],
            transform=axes.transAxes,
            va="center",
            fontsize=TEXT_POINTS,
            color=GREY if is_other(line) else colour,
        )
        # Of the figure, so that the lines of the axes are those of its series.
        leader = Line2D(
            [x, level_at, end_at],
            [y, place, place],
            transform=axes.transAxes,
            color=colour,
            linewidth=0.5,
        )
        axes.figure.add_artist(leader)


def is_other(line: Line2D) -> bool:
    """Whether a line is one of those that are not highlighted."""
    return line.get_color() in COLOURS_OF_OTHERS


def _end(axes: Axes, line: Line2D) -> np.ndarray:
    """Where the last finite point of a line lies, as shares of the axes."""
    points = line.get_transform().transform(line.get_xydata())
    last = points[np.isfinite(points).all(axis=1)][-1]
    return np.clip(axes.transAxes.inverted().transform(last), 0, 1)
