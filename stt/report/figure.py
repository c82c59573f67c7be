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

from evaluation.pictures.curve_panels import ticks
from evaluation.pictures.known import Errors, in_colour, known_errors, notes
from evaluation.pictures.style import (
    DASHES,
    GREY,
    OTHERS,
    PAGE_MM,
    TEXT_POINTS,
    Sheet,
    heading,
    highlighted,
    markers,
    named,
)
from evaluation.poses.horizons import LABEL_MS, UNTIL
from evaluation.studies import ZERO_VELOCITY, Studies
from evaluation.tables.horizon_page import POSE_HORIZONS
from evaluation.tables.numbers import Numbers
from evaluation.tables.rows import RowMaker
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
_ROW_MM, _LABEL_MM, _GAP_MM, _LEFT_MM = 2.8, 60.0, 4.0, 1.5
_HEADING_MM, _TICKS_MM = 9.0, 6.0
_WIDTH_MM = (PAGE_MM - _LABEL_MM) / len(LABEL_MS) - _GAP_MM


def draw_studies(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """All studies that are known: one panel a metric and one axis a horizon."""
    shown = [study for study in (*LABELS, ZERO_VELOCITY) if study in studies.known]
    if not shown:
        return []
    rows = RowMaker(Numbers(studies, ""), POSE_HORIZONS)
    errors = {
        metric: {study: known_errors(rows, study, metric) for study in shown}
        for metric in UNTIL
    }
    best = _best(errors[UNTIL[0]])
    colours = highlighted(nothing=ZERO_VELOCITY, benchmark=BENCHMARK, best=best)
    panel_mm = _HEADING_MM + _ROW_MM * len(shown) + _TICKS_MM
    sheet = Sheet(
        f"Spatio-temporal transformer on {named(data)}, {profile} profile",
        _about(studies, shown, best),
        len(UNTIL) * panel_mm,
    )
    for number, of_metric in enumerate(errors.values()):
        _panel(sheet, of_metric, studies, colours, number, panel_mm)
    return [sheet]


def _best(errors: Mapping[str, Errors | None]) -> str | None:
    """The study of the lowest error of all 400 ms."""
    known = {
        study: each.value[-1]
        for study, each in errors.items()
        if each is not None and study != ZERO_VELOCITY
    }
    return min(known, key=known.get, default=None)


def _about(studies: Studies, shown: list[str], best: str | None) -> str:
    made = [studies.provenance[each] for each in shown if each in studies.provenance]
    seeds = max((len(each.seeds) for each in made), default=0)
    missing = [study for study in LABELS if study not in shown]
    spread = f" and, of several seeds (up to {seeds}), standard deviation"
    roles = (
        (ZERO_VELOCITY, "zero velocity"),
        (BENCHMARK, f"the benchmark ({BENCHMARK})"),
        (best, f"the study of the lowest Euler error up to {LABEL_MS[-1]} ms"),
    )
    return (
        f"Mean over actions{spread if seeds > 1 else ''}."
        + in_colour(roles, shown)
        + " Each horizon has its own axis, not from 0."
        + (f" Not run: {', '.join(missing)}." if missing else "")
        + notes(studies)
    )


def _panel(
    sheet: Sheet,
    errors: Mapping[str, Errors | None],
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
            _ROW_MM * len(errors),
        )
        heading(axes, f"{label_ms} ms", side="center")
        _rows(axes, errors, colours, i, limits)
        if i == 0:
            names = [studies.label(study) for study in errors]
            _names(axes, names, [colours.get(study, OTHERS) for study in errors])


def _names(axes: Axes, names: Sequence[str], colours: Sequence[str]) -> None:
    """Beside the rows, in their colours."""
    axes.set_yticklabels(names)
    for tick, colour in zip(axes.get_yticklabels(), colours, strict=True):
        tick.set_color(GREY if colour == OTHERS else colour)


def _rows(
    axes: Axes,
    errors: Mapping[str, Errors | None],
    colours: Mapping[str, str],
    i: int,
    limits: tuple[float, float],
) -> None:
    """All studies at one horizon."""
    low, high = _shown(errors.get(ZERO_VELOCITY), i, limits)
    for study, dashes in ((ZERO_VELOCITY, DASHES), (BENCHMARK, "-")):
        each = errors.get(study)
        if each is not None and low <= each.value[i] <= high:
            axes.axvline(
                each.value[i], color=colours[study], linewidth=0.7, linestyle=dashes
            )
    for row, (study, each) in enumerate(errors.items()):
        if each is not None:
            _study(
                axes,
                row,
                each.value[i],
                each.spread[i],
                limits=(low, high),
                colour=colours.get(study, OTHERS),
                study=study,
            )
    axes.set_ylim(len(errors) - 0.5, -0.5)
    axes.set_yticks(range(len(errors)), [""] * len(errors))
    axes.margins(x=0.1)
    ticks(axes.xaxis, MaxNLocator(3), digits=4)


def _shown(
    zero_velocity: Errors | None, i: int, limits: tuple[float, float]
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
    spread: float,
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
    if np.isfinite(spread):
        ends = value - spread, value + spread
        axes.plot(ends, [row, row], color=colour, linewidth=1)
    axes.plot([value], [row], color=colour, label=study, **markers(colour, 1))


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
