"""The picture of the 14 studies: the four panels of the report's Figure 6.

The report draws groups of bars. 14 bars whose differences are a few percent cannot be
told apart, so every horizon has an axis of its own here, a study is a row, and lines
show the benchmark (study 02) and zero velocity.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from evaluation.pictures.style import (
    INK,
    PALE,
    WIDTH_INCHES,
    blank,
    header,
    legend_below,
    mark,
    named,
    pale_grid,
    png,
)
from evaluation.poses.horizons import LABEL_MS, UNTIL
from evaluation.studies import ZERO_VELOCITY, Studies
from evaluation.tables.numbers import Summary, summarise
from stt.studies import BENCHMARK, LABELS, label

# Beyond these limits, in errors of zero velocity, an arrow with the number stands for
# a study: one that failed must not squeeze all others together.
_LOWER_IS_BETTER, _HIGHER_IS_BETTER = (-np.inf, 1.2), (0.8, np.inf)


class _Panel(NamedTuple):
    name: str
    meaning: str
    limits: tuple[float, float] = _LOWER_IS_BETTER


_SUMMED = "summed up to the horizon, lower is better"
_PANELS = (
    _Panel("Euler", f"{_SUMMED} (radians, 45 angles together)"),
    _Panel("Joint angle", f"{_SUMMED} (radians)"),
    _Panel("Positional", f"{_SUMMED} (lengths of the left thigh)"),
    _Panel(
        "AUC of correct joints",
        "averaged up to the horizon, HIGHER is better",
        _HIGHER_IS_BETTER,
    ),
)
_OURS, _BENCHMARK, _ZERO_VELOCITY_COLOUR = "#2f6fce", "#c2410c", "#6b7280"
_DASHES = (0, (4, 2))
_ROW_INCHES, _LABEL_INCHES = 0.19, 3.1
_PANEL_EXTRA_INCHES, _HEADER_INCHES, _FOOTER_INCHES = 0.95, 0.75, 0.55


def draw_studies(data: str, studies: Studies, profile: str) -> bytes:
    """PNG of all studies, one panel a metric and one axis a horizon."""
    actions = studies.actions()
    panel_inches = _ROW_INCHES * (len(LABELS) + 1) + _PANEL_EXTRA_INCHES
    height = _HEADER_INCHES + len(UNTIL) * panel_inches + _FOOTER_INCHES
    picture = blank(height)
    for number, metric in enumerate(UNTIL):
        summaries = {
            study: summarise(studies.runs(study), metric, actions)
            for study in (*LABELS, ZERO_VELOCITY)
        }
        top = height - _HEADER_INCHES - number * panel_inches
        _panel(picture, summaries, _PANELS[number], top, panel_inches, height)
    _header(picture, data, studies, profile)
    return png(picture)


def _panel(
    picture: Picture,
    summaries: Mapping[str, Summary | None],
    panel: _Panel,
    top: float,
    panel_inches: float,
    height: float,
) -> None:
    """One metric: an axis for each horizon, `top` inches above the bottom."""
    x = 0.15 / WIDTH_INCHES
    y = (top - 0.2) / height
    heading = {"fontsize": 12, "color": INK, "va": "center"}
    picture.text(x, y, panel.name, weight="bold", **heading)
    picture.text(_LABEL_INCHES / WIDTH_INCHES, y, panel.meaning, **heading)
    width = (WIDTH_INCHES - _LABEL_INCHES) / len(LABEL_MS)
    body = panel_inches - _PANEL_EXTRA_INCHES
    for i, label_ms in enumerate(LABEL_MS):
        axes = picture.add_axes(
            (
                (_LABEL_INCHES + i * width) / WIDTH_INCHES,
                (top - 0.55 - body) / height,
                (width - 0.2) / WIDTH_INCHES,
                body / height,
            )
        )
        axes.set_title(f"{label_ms} ms", fontsize=9, color=INK, pad=3)
        _rows(axes, summaries, i, panel.limits)


def _rows(
    axes: Axes,
    summaries: Mapping[str, Summary | None],
    i: int,
    limits: tuple[float, float],
) -> None:
    """A row for each study at one horizon; `limits` in errors of zero velocity."""
    zero_velocity, benchmark = summaries[ZERO_VELOCITY], summaries[BENCHMARK]
    low, high = -np.inf, np.inf
    if zero_velocity is not None:
        low, high = (beyond * zero_velocity.value[i] for beyond in limits)
        axes.axvline(
            zero_velocity.value[i],
            color=_ZERO_VELOCITY_COLOUR,
            linewidth=1,
            linestyle=_DASHES,
        )
    if benchmark is not None and low <= benchmark.value[i] <= high:
        axes.axvline(benchmark.value[i], color=_BENCHMARK, linewidth=1)
    for row, study in enumerate(LABELS):
        _study(axes, row, study, summaries[study], i, (low, high))
    axes.set_ylim(len(LABELS) - 0.4, -0.6)
    axes.set_yticks(range(len(LABELS)))
    axes.set_yticklabels([label(study) for study in LABELS] if i == 0 else [])
    axes.tick_params(labelsize=8.5, length=0, colors=INK)
    axes.margins(x=0.08)
    pale_grid(axes)
    if not any(summaries.values()):
        axes.set_xticks([])


def _study(
    axes: Axes,
    row: int,
    study: str,
    summary: Summary | None,
    i: int,
    limits: tuple[float, float],
) -> None:
    """Mean and spread, or an arrow with the number where the mean lies outside."""
    if summary is None:
        axes.text(
            0.5,
            row,
            "not run",
            transform=axes.get_yaxis_transform(),
            ha="center",
            va="center",
            fontsize=7,
            color=PALE,
        )
        return
    colour = _BENCHMARK if study == BENCHMARK else _OURS
    value = summary.value[i]
    edge = float(np.clip(value, *limits))
    if edge != value:
        _arrow(axes, row, edge, value, colour)
        return
    axes.errorbar(
        [value],
        [row],
        xerr=None if summary.spread is None else [summary.spread[i]],
        fmt="o",
        markersize=5,
        capsize=3,
        elinewidth=1.2,
        color=colour,
    )


def _arrow(axes: Axes, row: int, edge: float, value: float, colour: str) -> None:
    """Points from the edge of what is shown to a number that lies beyond it."""
    marker, aside, inwards = (">", -7, "right") if edge < value else ("<", 7, "left")
    axes.plot(edge, row, marker=marker, markersize=6, color=colour)
    axes.annotate(
        f"{value:.3g}",
        (edge, row),
        (aside, 0),
        textcoords="offset points",
        ha=inwards,
        va="center",
        fontsize=8,
        color=colour,
    )


def _header(picture: Picture, data: str, studies: Studies, profile: str) -> None:
    seeds = max((run.seed for run in studies.results), default=-1) + 1
    windows, actions = 0, studies.actions()
    if studies:
        windows = sum(map(len, studies.results[0].windows.values()))
    header(
        picture,
        f"Spatio-temporal transformer: 14 studies on {named(data)}, {profile} profile",
        f"{windows} test windows of {len(actions)} actions; up to {seeds} seeds. "
        "Each horizon has an axis of its own, which does not start at 0.",
    )
    marks = [
        mark("mean over seeds", _OURS, marker="o", linestyle=""),
        mark("± standard deviation over seeds", _OURS),
        mark(label(BENCHMARK), _BENCHMARK, marker="o"),
        mark("zero velocity", _ZERO_VELOCITY_COLOUR, linestyle=_DASHES),
    ]
    legend_below(picture, marks, columns=4)
