"""The picture of the report's Figure 3: the transformer with and without the prior.

The report draws training and validation in one set of axes; there the training error is
teacher-forced and the validation error free-running, so the two are not one quantity.
Here each has axes of its own, with one scale, and the teacher-forced validation error
stands between them. A line is the mean over seeds; a band, of highlighted lines,
reaches from the lowest to the highest seed.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from evaluation.pictures.curve_panels import (
    in_the_middle,
    reference_line,
    rows_over_epochs,
    study_curve,
)
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import in_colour, known_curves, notes
from evaluation.pictures.style import (
    DASHES,
    GREY,
    INK,
    STRONG,
    TEXT_POINTS,
    Sheet,
    heading,
    highlighted,
    named,
)
from evaluation.studies import ZERO_VELOCITY, ZERO_VELOCITY_LABEL, Studies
from taxonomy.report.comparisons import (
    FORCED,
    FREE,
    NOISY,
    ORIGINAL,
    TRAINING,
    WITH_PRIOR,
)
from taxonomy.studies import LABELS

_PANELS = {
    TRAINING: "Training, true frames",
    FORCED: "Validation, true frames",
    FREE: "Validation, own frames",
}
_ZERO_VELOCITY_KEY = "zero_velocity_mse"
_NOISE = "#f3f4f6"
_BODY_MM, _TOP_MM, _SIZE_MM = 72.0, 5.0, (36.0, 57.0)
_LEFTS_MM = (12.0, 50.5, 89.0)


def draw_taxonomy(data: str, studies: Studies, profile: str) -> list[Sheet]:
    """The curves of all studies: axes for each kind of error."""
    best = _best(studies)
    colours = highlighted(
        nothing=ZERO_VELOCITY, simple=ORIGINAL, benchmark=WITH_PRIOR, best=best
    )
    drawn = list(_known(studies, FREE))
    several = any(len(studies.histories(study)) > 1 for study in colours)
    lowest = f" ({_name(studies, best)})" if best else ""
    roles = (
        (ORIGINAL, f"the report's transformer ({_seeds(studies, ORIGINAL)})"),
        (WITH_PRIOR, f"the same with the prior ({_seeds(studies, WITH_PRIOR)})"),
        (best, f"the study of the lowest validation error with own frames{lowest}"),
        (ZERO_VELOCITY, "zero velocity"),
    )
    sheet = Sheet(
        f"Motion taxonomy prior: curves on {named(data)}, {profile} profile",
        "Squared error of networks fed with true frames, and with their own, on "
        "training and validation data; tables have test data, where another study may "
        "be the best."
        + in_colour(roles, [*drawn, *([ZERO_VELOCITY] if drawn else [])])
        + (" Bands: from the lowest seed to the highest." if several else "")
        + (" The axis is logarithmic." if drawn else "")
        + notes(studies),
        _BODY_MM,
    )
    ((*panels,),) = rows_over_epochs(sheet, 1, (_TOP_MM, 0.0), _LEFTS_MM, _SIZE_MM)
    shown = [
        _lines(axes, studies, key, colours)
        for axes, key in zip(panels, _PANELS, strict=True)
    ]
    limits = _limits([line for lines in shown for line in lines])
    for axes, lines, words in zip(panels, shown, _PANELS.values(), strict=True):
        heading(axes, words)
        if lines:
            _style(axes, limits, with_numbers=axes is panels[0])
    panels[0].set_ylabel(
        "squared error of normalised numbers", fontsize=TEXT_POINTS, color=INK
    )
    names = {line: _name(studies, line.get_label()) for line in shown[-1]}
    if names:
        label_ends(panels[-1], names)
    return [sheet]


def _seeds(studies: Studies, study: str) -> str:
    """'mean of 3 seeds', or 'one seed'."""
    seeds = len(studies.histories(study))
    return f"mean of {seeds} seeds" if seeds > 1 else "one seed"


def _best(studies: Studies) -> str | None:
    """The study that comes lowest when it is fed with its own frames."""
    found = _known(studies, FREE)
    lowest = {study: values.mean(axis=0).min() for study, values in found.items()}
    return min(lowest, key=lowest.get, default=None)


def _known(studies: Studies, key: str) -> dict[str, np.ndarray]:
    """Study -> (seeds, epochs) of one kind of error, where it is known."""
    found = {
        study: known_curves(studies, study, key)
        for study in studies.models_to_draw(LABELS)
    }
    return {study: values for study, values in found.items() if values.size}


def _lines(
    axes: Axes, studies: Studies, key: str, colours: dict[str, str]
) -> list[Line2D]:
    """One kind of error of all studies and, free-running, that of zero velocity."""
    found = _known(studies, key)
    for study, values in found.items():
        study_curve(axes, values, study, colours)
    if not found:
        in_the_middle(axes, "not run")
    elif key == FREE:
        every = np.concatenate(
            [known_curves(studies, each, _ZERO_VELOCITY_KEY).ravel() for each in found]
        )
        look = {"linewidth": STRONG, "linestyle": DASHES, "label": ZERO_VELOCITY}
        reference_line(axes, every, INK, **look)
    return list(axes.lines)


def _limits(lines: list[Line2D]) -> tuple[int, float, float]:
    """Last epoch, lowest and highest error."""
    if not lines:
        return 1, 1.0, 1.0
    values = np.concatenate([np.asarray(line.get_ydata(), float) for line in lines])
    return max(len(line.get_ydata()) for line in lines), values.min(), values.max()


def _style(axes: Axes, limits: tuple[int, float, float], *, with_numbers: bool) -> None:
    epochs, low, high = limits
    first, last = NOISY
    if epochs >= first:
        axes.axvspan(first, min(last, epochs), color=_NOISE, zorder=0)
        axes.text(
            first + 0.5,
            0.985,
            "noise in\nthe report",
            transform=axes.get_xaxis_transform(),
            ha="left",
            va="top",
            fontsize=TEXT_POINTS,
            color=GREY,
        )
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda tick, _: f"{tick:g}" if with_numbers else "")
    )
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True, steps=[1, 2, 5, 10]))
    axes.set_xlim(0.5, epochs + 0.5)
    axes.set_ylim(0.85 * low, 1.3 * high)
    axes.tick_params(length=0, which="both")


def _name(studies: Studies, study: str) -> str:
    """In few words: a picture has less room than a table."""
    if study == ZERO_VELOCITY:
        return ZERO_VELOCITY_LABEL
    return studies.label(study).replace(", motion taxonomy", ", prior")
