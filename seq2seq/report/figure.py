"""The picture of the sequence-to-sequence family: error over time, read in two ways.

Left as a forecast, right one step ahead: a curve that does not grow with time is not
that of a forecast. A line is the mean over seeds; bands, of highlighted lines, reach
one standard deviation to either side. Each set of axes has its own scale.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from evaluation.angles.baselines import ONE_STEP
from evaluation.angles.horizons import LABEL_MS
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import Errors, in_colour, known_errors, notes
from evaluation.pictures.style import (
    BLUE,
    DASHES,
    GREEN,
    INK,
    OTHERS,
    PURPLE,
    STRONG,
    TEXT_POINTS,
    THIN,
    VERMILLION,
    Sheet,
    heading,
    markers,
    named,
)
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL, Studies
from evaluation.tables.numbers import Numbers
from evaluation.tables.rows import RowMaker
from seq2seq.report.page import RATE_HZ, row_maker
from seq2seq.studies import LABELS

# Variant -> heading, and the study of zero velocity there.
_PANELS = {
    "corrected": ("Forecast, from own frames", ZERO_VELOCITY),
    "as_published": ("One step ahead, from true frames", ONE_STEP),
}
BENCHMARK = "martinez_residual_sup"  # the model that its paper recommends
_AVERAGES = ("running_average_2", "running_average_4")
_HEADLINES = (LABEL_MS.index(400), LABEL_MS.index(1000))  # horizons
_MOST_COLOURS = 4
_MOST_NAMED = 3  # of those that lie outside
_BODY_MM, _TOP_MM, _SIZE_MM = 68.0, 5.0, (43.0, 54.0)
_LEFTS_MM = (10.0, 99.0)


def draw_forecasts(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """The average errors of all models over time: axes for each variant."""
    rows = row_maker(Numbers(studies, ""), RATE_HZ, {}, {})
    shown = {variant: _errors(rows, variant) for variant in _PANELS}
    best = _best_forecasts(shown["corrected"], studies.models_to_draw(LABELS))
    colours = _colours(list(best), _average(shown["corrected"]))
    drawn = [pair for errors in shown.values() for pair in errors.items()]
    known = {study for study, _ in drawn}
    bands = any(
        study in colours and np.isfinite(each.spread).all() for study, each in drawn
    )
    tops = {variant: _top(shown[variant], shown["corrected"]) for variant in _PANELS}
    sheet = Sheet(
        f"Error over time on {named(data)}, {profile} profile",
        "Average over actions."
        + in_colour(_roles(studies, best, colours), known)
        + (" Bands: standard deviation over seeds." if bands else "")
        + " Each axis has its own scale."
        + _outside(studies, shown, tops)
        + notes(studies),
        _BODY_MM,
    )
    panels = [sheet.axes(left, _TOP_MM, *_SIZE_MM) for left in _LEFTS_MM]
    for axes, (variant, (words, baseline)) in zip(panels, _PANELS.items(), strict=True):
        heading(axes, words)
        axes.set_xlabel(
            "ms after the last observed frame", fontsize=TEXT_POINTS, color=INK
        )
        lines = [
            _line(axes, study, errors, colours | {baseline: INK})
            for study, errors in shown[variant].items()
        ]
        axes.set_ylim(0, tops[variant])
        label_ends(axes, {line: _name(studies, line.get_label()) for line in lines})
    panels[0].set_ylabel("error, radians", fontsize=TEXT_POINTS, color=INK)
    return [sheet]


def _errors(rows: RowMaker, variant: str) -> dict[str, Errors]:
    """Study -> its errors, where they are known of all actions."""
    _, zero_velocity = _PANELS[variant]
    wanted = [*rows.studies.models_to_draw(LABELS), *_AVERAGES, zero_velocity]
    found = {study: known_errors(rows, study, variant) for study in wanted}
    return {study: each for study, each in found.items() if each is not None}


def _best(
    errors: Mapping[str, Errors], studies: Sequence[str], horizon: int
) -> str | None:
    """The study of the lowest error at a horizon."""
    known = [study for study in studies if study in errors]
    return min(known, key=lambda study: errors[study].value[horizon], default=None)


def _best_forecasts(
    errors: Mapping[str, Errors], models: Sequence[str]
) -> dict[str, list[str]]:
    """The best model at each horizon of a headline -> those times, in ms."""
    found = {}
    for horizon in _HEADLINES:
        best = _best(errors, models, horizon)
        if best is not None:
            ms = f"{errors[best].real_ms[horizon]:g}"
            found.setdefault(best, []).append(ms)
    return found


def _average(errors: Mapping[str, Errors]) -> str | None:
    return _best(errors, _AVERAGES, _HEADLINES[0])


def _colours(best: Sequence[str], average: str | None) -> dict[str, str]:
    """Study -> colour; the running average has one where that makes at most four."""
    colours = dict(zip(best, (BLUE, PURPLE), strict=False))
    colours |= {BENCHMARK: VERMILLION, ZERO_VELOCITY: INK}
    if average is not None and len(colours) < _MOST_COLOURS:
        colours[average] = GREEN
    return colours


def _roles(
    studies: Studies, best: Mapping[str, Sequence[str]], colours: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Each study in colour, and the words for it."""
    for study, times in best.items():
        words = f"the best forecast at {' and '.join(times)} ms"
        yield study, f"{studies.label(study)}, {words}"
    if BENCHMARK not in best:
        yield BENCHMARK, studies.label(BENCHMARK)
    for study, colour in colours.items():
        if colour == GREEN:
            yield study, "the best running average"
    for study in (ZERO_VELOCITY, ONE_STEP):
        yield study, "zero velocity (dashed)"


def _outside(
    studies: Studies,
    shown: Mapping[str, Mapping[str, Errors]],
    tops: Mapping[str, float],
) -> str:
    """Says which studies have errors that no axis reaches."""
    found = {
        studies.label(study): None
        for variant, errors in shown.items()
        for study, each in errors.items()
        if each.value.max() > tops[variant]
    }
    if not found:
        return ""
    count = f"{len(found)} studies"
    who = ", ".join(found) if len(found) <= _MOST_NAMED else count
    return f" Above the axes, beyond twice the error of zero velocity: {who}."


def _line(axes: Axes, study: str, errors: Errors, colours: Mapping[str, str]) -> Line2D:
    """Mean of one study and, of a highlighted one, its spread."""
    colour = colours.get(study, OTHERS)
    if study in colours and np.isfinite(errors.spread).all():
        low, high = errors.value - errors.spread, errors.value + errors.spread
        axes.fill_between(
            errors.real_ms, low, high, color=colour, alpha=0.15, linewidth=0
        )
    (line,) = axes.plot(
        errors.real_ms,
        errors.value,
        color=colour,
        linewidth=STRONG if study in colours else THIN,
        linestyle=DASHES if study in (ZERO_VELOCITY, ONE_STEP) else "-",
        **markers(colour, len(errors.value)),
        zorder=3 if study in colours else 2,
        label=study,
    )
    return line


def _name(studies: Studies, study: str) -> str:
    return ZERO_VELOCITY_LABEL if study == ONE_STEP else studies.label(study)


def _top(errors: Mapping[str, Errors], forecasts: Mapping[str, Errors]) -> float:
    """Where an axis ends: one study that failed must not squeeze all others together.

    Args:
        errors: what the axis shows.
        forecasts: the same of forecasts; twice those of zero velocity are the most.
    """
    most = max((each.value.max() for each in errors.values()), default=1.0)
    zero_velocity = forecasts.get(ZERO_VELOCITY)
    limit = np.inf if zero_velocity is None else 2 * zero_velocity.value.max()
    return min(1.05 * most, limit)
