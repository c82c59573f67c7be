"""The picture of the sequence-to-sequence family: error over time, read in two ways.

Left as a forecast, right one step ahead: a curve that does not grow with time is not
that of a forecast. A line is the mean over seeds; bands, of highlighted lines, reach
one standard deviation to either side.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from evaluation.angles.baselines import ONE_STEP
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import Errors, known_errors, mark_note
from evaluation.pictures.style import (
    DASHES,
    INK,
    OTHERS,
    STRONG,
    TEXT_POINTS,
    THIN,
    Sheet,
    heading,
    highlighted,
    named,
)
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL, Studies
from evaluation.tables.numbers import Numbers
from evaluation.tables.rows import RowMaker
from seq2seq.report.page import RATE_HZ, row_maker
from seq2seq.studies import LABELS

# Variant -> heading, and the study of zero velocity there.
_PANELS = {
    "corrected": ("As a forecast, fed with its own frames", ZERO_VELOCITY),
    "as_published": ("One step ahead, fed with true frames", ONE_STEP),
}
BENCHMARK = "martinez_residual_sup"  # the model that its paper recommends
_AVERAGES = ("running_average_2", "running_average_4")
_BODY_MM, _TOP_MM, _SIZE_MM = 68.0, 5.0, (43.0, 54.0)
_LEFTS_MM = (10.0, 99.0)


def draw_forecasts(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """The average errors of all models over time: axes for each variant."""
    rows = row_maker(Numbers(studies, ""), RATE_HZ, {}, {})
    shown = {variant: _errors(rows, variant) for variant in _PANELS}
    best = _best(shown["corrected"], studies.models_to_show(LABELS))
    average = _best(shown["corrected"], _AVERAGES)
    colours = highlighted(
        nothing=ZERO_VELOCITY, simple=average, benchmark=BENCHMARK, best=best
    )
    models = [f"{studies.label(best)}, the best forecast"] if best else []
    if best != BENCHMARK:
        models.append(studies.label(BENCHMARK))
    sheet = Sheet(
        f"Error over time on {named(data)}, {profile} profile",
        f"Average over actions. In colour: {'; '.join(models)}; the best running "
        "average; zero velocity (dashed). Bands: standard deviation over seeds. Errors "
        "above twice those of zero velocity lie outside." + mark_note(studies),
        _BODY_MM,
    )
    panels = [sheet.axes(left, _TOP_MM, *_SIZE_MM) for left in _LEFTS_MM]
    drawn = []
    for axes, (variant, (words, baseline)) in zip(panels, _PANELS.items(), strict=True):
        heading(axes, words)
        axes.set_xlabel(
            "ms after the last observed frame", fontsize=TEXT_POINTS, color=INK
        )
        lines = [
            _line(axes, study, errors, colours | {baseline: INK})
            for study, errors in shown[variant].items()
        ]
        drawn.append(lines)
    panels[0].set_ylabel("error, radians", fontsize=TEXT_POINTS, color=INK)
    top = _top([line for lines in drawn for line in lines])
    for axes, lines in zip(panels, drawn, strict=True):
        axes.set_ylim(0, top)
        label_ends(axes, {line: _name(studies, line.get_label()) for line in lines})
    return [sheet]


def _errors(rows: RowMaker, variant: str) -> dict[str, Errors]:
    """Study -> its errors, where they are known of all actions."""
    _, zero_velocity = _PANELS[variant]
    wanted = [*rows.studies.models_to_show(LABELS), *_AVERAGES, zero_velocity]
    found = {study: known_errors(rows, study, variant) for study in wanted}
    return {study: each for study, each in found.items() if each is not None}


def _best(errors: Mapping[str, Errors], studies: Sequence[str]) -> str | None:
    """The study of the lowest mean over the horizons."""
    known = [study for study in studies if study in errors]
    return min(known, key=lambda study: errors[study].value.mean(), default=None)


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
        zorder=3 if study in colours else 2,
        label=study,
    )
    return line


def _name(studies: Studies, study: str) -> str:
    return ZERO_VELOCITY_LABEL if study == ONE_STEP else studies.label(study)


def _top(lines: Sequence[Line2D]) -> float:
    """The highest error, but one that failed must not squeeze all others together."""
    most = max((np.max(line.get_ydata()) for line in lines), default=1.0)
    zero_velocity = [line for line in lines if line.get_label() == ZERO_VELOCITY]
    limits = [2 * np.max(line.get_ydata()) for line in zero_velocity]
    return min(1.05 * most, *limits, np.inf)
