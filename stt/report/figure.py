"""The picture of the 14 studies: the four panels of the report's Figure 6.

The report draws groups of bars. 14 bars whose differences are a few percent cannot be
told apart, so every horizon has an axis of its own here, a study is a row, and lines
show the benchmark (study 02) and zero velocity.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from evaluation.pictures.style import (
    DASHES,
    GREY,
    OTHERS,
    PAGE_MM,
    TEXT_POINTS,
    Sheet,
    heading,
    highlighted,
    named,
)
from evaluation.poses.horizons import LABEL_MS, UNTIL
from evaluation.studies import ZERO_VELOCITY, Studies
from evaluation.tables.numbers import Summary, summarise
from stt.studies import BENCHMARK, LABELS

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
_ROW_MM, _LABEL_MM, _GAP_MM, _LEFT_MM = 2.8, 58.0, 3.0, 1.5
_HEADING_MM, _TICKS_MM = 9.0, 6.0
_WIDTH_MM = (PAGE_MM - _LABEL_MM) / len(LABEL_MS) - _GAP_MM


def draw_studies(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """All studies that were run: one panel a metric and one axis a horizon."""
    rows = [study for study in (*LABELS, ZERO_VELOCITY) if study in studies]
    body_mm = _ROW_MM * len(rows)
    panel_mm = _HEADING_MM + body_mm + _TICKS_MM
    sheet = Sheet(
        f"Spatio-temporal transformer on {named(data)}, {profile} profile",
        _about(studies, rows),
        len(UNTIL) * panel_mm,
    )
    for number, metric in enumerate(UNTIL):
        summaries = _summaries(studies, rows, metric)
        if number == 0:
            colours = _colours(summaries)
        _panel(sheet, summaries, studies, colours, number, panel_mm)
    return [sheet]


def _summaries(
    studies: Studies, rows: list[str], metric: str
) -> dict[str, Summary | None]:
    actions = studies.actions()
    return {study: summarise(studies.runs(study), metric, actions) for study in rows}


def _colours(errors: Mapping[str, Summary | None]) -> dict[str, str]:
    """Of the highlighted studies; the best has the lowest error of all 400 ms."""
    known = {
        study: each.value[-1]
        for study, each in errors.items()
        if each is not None and study != ZERO_VELOCITY
    }
    return highlighted(
        nothing=ZERO_VELOCITY,
        benchmark=BENCHMARK,
        best=min(known, key=known.get, default=None),
    )


def _about(studies: Studies, rows: list[str]) -> str:
    windows = sum(map(len, studies.results[0].windows.values()))
    seeds = max(run.seed for run in studies.results) + 1
    missing = [study for study in LABELS if study not in rows]
    return (
        f"{windows} test windows of {len(studies.actions())} actions; mean and, of "
        f"several seeds (up to {seeds}), standard deviation. In colour: zero velocity, "
        f"the benchmark ({BENCHMARK}) and the study of the lowest Euler error up to "
        f"{LABEL_MS[-1]} ms. Each horizon has an axis of its own, which does not start "
        "at 0." + (f" Not run: {', '.join(missing)}." if missing else "")
    )


def _panel(
    sheet: Sheet,
    summaries: Mapping[str, Summary | None],
    studies: Studies,
    colours: Mapping[str, str],
    number: int,
    panel_mm: float,
) -> None:
    """One metric: an axis for each horizon."""
    name, meaning, limits = _PANELS[number]
    top_mm = number * panel_mm
    sheet.words(_LEFT_MM, top_mm + 2, name, weight="bold")
    sheet.words(_LABEL_MM, top_mm + 2, meaning)
    for i, label_ms in enumerate(LABEL_MS):
        axes = sheet.axes(
            _LABEL_MM + i * (_WIDTH_MM + _GAP_MM),
            top_mm + _HEADING_MM,
            _WIDTH_MM,
            _ROW_MM * len(summaries),
        )
        heading(axes, f"{label_ms} ms", side="center")
        _rows(axes, summaries, colours, i, limits)
        if i == 0:
            names = [studies.label(study) for study in summaries]
            _names(axes, names, [colours.get(study, OTHERS) for study in summaries])


def _names(axes: Axes, names: Sequence[str], colours: Sequence[str]) -> None:
    """Beside the rows, in their colours."""
    axes.set_yticklabels(names)
    for tick, colour in zip(axes.get_yticklabels(), colours, strict=True):
        tick.set_color(GREY if colour == OTHERS else colour)


def _rows(
    axes: Axes,
    summaries: Mapping[str, Summary | None],
    colours: Mapping[str, str],
    i: int,
    limits: tuple[float, float],
) -> None:
    """All studies at one horizon."""
    low, high = _shown(summaries.get(ZERO_VELOCITY), i, limits)
    for study, dashes in ((ZERO_VELOCITY, DASHES), (BENCHMARK, "-")):
        summary = summaries.get(study)
        if summary is not None and low <= summary.value[i] <= high:
            axes.axvline(
                summary.value[i], color=colours[study], linewidth=0.7, linestyle=dashes
            )
    for row, (study, summary) in enumerate(summaries.items()):
        if summary is not None:
            _study(
                axes,
                row,
                summary.value[i],
                None if summary.spread is None else summary.spread[i],
                limits=(low, high),
                colour=colours.get(study, OTHERS),
                study=study,
            )
    axes.set_ylim(len(summaries) - 0.5, -0.5)
    axes.set_yticks(range(len(summaries)), [""] * len(summaries))
    axes.margins(x=0.1)
    axes.xaxis.set_major_locator(MaxNLocator(3))


def _shown(
    zero_velocity: Summary | None, i: int, limits: tuple[float, float]
) -> tuple[float, float]:
    """From where to where numbers are drawn where they are."""
    if zero_velocity is None:
        return -np.inf, np.inf
    low, high = (limit * zero_velocity.value[i] for limit in limits)
    return low, high


def _study(
    axes: Axes,
    row: int,
    value: float,
    spread: float | None,
    *,
    limits: tuple[float, float],
    colour: str,
    study: str,
) -> None:
    """Mean and spread, or an arrow with the number where the mean lies outside."""
    edge = float(np.clip(value, *limits))
    if edge != value:
        _arrow(axes, row, edge, value, colour)
        return
    if spread is not None:
        ends = value - spread, value + spread
        axes.plot(ends, [row, row], color=colour, linewidth=1)
    axes.plot([value], [row], "o", markersize=3, color=colour, label=study)


def _arrow(axes: Axes, row: int, edge: float, value: float, colour: str) -> None:
    """Points from the edge of what is shown to a number that lies beyond it."""
    marker, aside, inwards = (">", -4, "right") if edge < value else ("<", 4, "left")
    axes.plot(edge, row, marker=marker, markersize=3.5, color=colour)
    axes.annotate(
        f"{value:.3g}",
        (edge, row),
        (aside, 0),
        textcoords="offset points",
        ha=inwards,
        va="center",
        fontsize=TEXT_POINTS,
        color=GREY if colour == OTHERS else colour,
    )
