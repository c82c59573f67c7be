"""The picture of the sequence-to-sequence family: error over time, read in two ways.

Left as a forecast, right one step ahead: a curve that does not grow with time is not
that of a forecast. A line is the mean over seeds, a band reaches one standard deviation
to either side.
"""

from collections.abc import Mapping, Sequence

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D

from evaluation.angles.baselines import ONE_STEP
from evaluation.angles.horizons import real_ms
from evaluation.pictures.style import INK, blank, header, named, pale_grid, png
from evaluation.run_results import RunResult
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL, Studies
from evaluation.tables.numbers import summarise
from seq2seq.studies import LABELS

# Variant -> heading, and the study of zero velocity there.
_PANELS = {
    "corrected": ("As a forecast, fed with its own frames", ZERO_VELOCITY),
    "as_published": ("One step ahead, fed with true frames", ONE_STEP),
}
_ZERO_VELOCITY_LOOK = {"color": "#6b7280", "linestyle": (0, (6, 3)), "linewidth": 2.0}
_MARKERS = "osD^"
_HEIGHT_INCHES = 5.6


def draw_forecasts(studies: Studies, profile: str) -> bytes:
    """PNG of the average errors of all models."""
    return png(forecasts_picture(studies, profile))


def forecasts_picture(studies: Studies, profile: str) -> Picture:
    """The same, not yet drawn: axes for each variant."""
    picture = blank(_HEIGHT_INCHES)
    room = {"left": 0.05, "right": 0.8, "top": 0.83, "bottom": 0.11, "wspace": 0.05}
    both = picture.subplots(1, 2, sharey=True, gridspec_kw=room)
    lines = {}
    for axes, (variant, (heading, baseline)) in zip(both, _PANELS.items(), strict=True):
        axes.set_title(heading, fontsize=11, color=INK, pad=6, loc="left")
        axes.set_xlabel("ms after the last observed frame", fontsize=10, color=INK)
        axes.tick_params(labelsize=9, length=0, colors=INK)
        pale_grid(axes)
        lines |= _draw_all(axes, studies, variant, baseline)
    both[0].set_ylabel("error, radians", fontsize=10, color=INK)
    both[0].set_ylim(0, _top(both))
    data = studies.results[0].data["name"]
    header(
        picture,
        f"Error over time on {named(data)}, {profile} profile",
        "Average over actions; bands: standard deviation over seeds. Errors above "
        "twice those of zero velocity lie outside.",
    )
    picture.legend(
        lines.values(),
        lines,
        loc="center left",
        bbox_to_anchor=(0.805, 0.47),
        frameon=False,
        fontsize=9.5,
    )
    return picture


def _draw_all(
    axes: Axes, studies: Studies, variant: str, zero_velocity: str
) -> dict[str, Line2D]:
    """Draws the errors of one variant; gives the lines by their names in the legend."""
    colours = matplotlib.colormaps["tab10"].colors
    actions = studies.actions()
    lines = {}
    if zero_velocity in studies:
        lines[ZERO_VELOCITY_LABEL] = _draw(
            axes, studies[zero_velocity], variant, actions, _ZERO_VELOCITY_LOOK
        )
    for number, study in enumerate(studies.models_to_show(LABELS)):
        look = {
            "color": colours[number % len(colours)],
            "marker": _MARKERS[number // len(colours) % len(_MARKERS)],
        }
        lines[studies.label(study)] = _draw(
            axes, studies.runs(study), variant, actions, look
        )
    return {name: line for name, line in lines.items() if line is not None}


def _draw(
    axes: Axes,
    runs: Sequence[RunResult],
    variant: str,
    actions: Sequence[str],
    look: Mapping[str, object],
) -> Line2D | None:
    """Mean and spread of one study, if it was scored on all actions."""
    summary = summarise(runs, variant, actions)
    if summary is None:
        return None
    times = [real_ms(frame, runs[0].rate_hz) for frame in runs[0].horizon_frames]
    if summary.spread is not None:
        low, high = summary.value - summary.spread, summary.value + summary.spread
        axes.fill_between(times, low, high, color=look["color"], alpha=0.15, lw=0)
    (line,) = axes.plot(times, summary.value, markersize=4, label=runs[0].study, **look)
    return line


def _top(both: Sequence[Axes]) -> float:
    """The highest error, but one that failed must not squeeze all others together."""
    lines = [line for axes in both for line in axes.lines]
    most = 1.05 * max((max(line.get_ydata()) for line in lines), default=1.0)
    baseline = [line for line in lines if line.get_label() == ZERO_VELOCITY]
    return min(most, *(2 * max(line.get_ydata()) for line in baseline), most)
