"""The report's Figure 4 for every study: how its generator and its critic trained.

A row of axes is a study: the squared error of its generator, the distance that its
critic sees between real and generated motion, and the gap between its two outputs. The
report draws the first two for one run. What a run must be judged by besides, its
diagnostics, is drawn by `diagnostics.picture`.
"""

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, MaxNLocator

from evaluation.pictures.curve_panels import (
    in_the_middle,
    mean_and_band,
    reference_line,
    rows_over_epochs,
    ticks,
)
from evaluation.pictures.end_labels import label_ends
from evaluation.pictures.known import known_curves, notes
from evaluation.pictures.style import (
    BLUE,
    DASHES,
    DOTS,
    INK,
    PALE,
    SKY,
    STRONG,
    THIN,
    VERMILLION,
    Sheet,
    heading,
)
from evaluation.studies import ZERO_VELOCITY, History, Studies
from gan.diagnostics.alarms import DEAD_CRITIC, first_epochs
from gan.report.study_groups import CONTROL
from gan.studies import LABELS
from reenact.numerals import MINUS

# Heading -> (key of a history in training, in validation, factor).
PANELS = {
    "Squared error, %": ("g_mse_train", "g_mse_val", 100),
    "Critic's distance (EMD)": ("emd_train", "emd_val", 1),
    f"Real {MINUS} generated (gap)": ("gap_train", "gap_val", 1),
}
ERROR, DISTANCE, GAP = PANELS
TRAINING, VALIDATION, REFERENCE, ALERT = SKY, BLUE, VERMILLION, "#b91c1c"
# What stands beside the end of a line.
_NAMES = {
    **{keys[0]: "training" for keys in PANELS.values()},
    **{keys[1]: "validation" for keys in PANELS.values()},
    CONTROL: "control",
    ZERO_VELOCITY: "zero velocity",
}
# Where the largest number of a panel of errors is so many times the smallest, a run
# that diverged would leave a flat line of all others: logarithms are drawn.
_WIDE = 20
_DIGITS = 4  # of the numbers at axes, at most
_LEFTS_MM, _SIZE_MM = (27.0, 85.0, 138.0), (29.0, 17.0)
_TOP_MM, _ROW_MM, _FOOT_MM = 5.0, 26.0, 8.0
_NAME_CHARACTERS = 15


def training_sheet(studies: Studies, where: str) -> Sheet | None:
    """A row of three axes for each named study that was run; without any, no sheet.

    Args:
        where: ends the title.
    """
    shown = [
        study for study in studies.models_to_draw(LABELS) if study in studies.known
    ]
    if not shown:
        return None
    missing = [LABELS[study] for study in LABELS if study not in shown]
    sheet = Sheet(
        f"Generator and critic: training {where}",
        "Errors are of training and validation data, tables have test data; % is 100 x "
        "the mean squared error of all normalised numbers, those of joints that never "
        "move too. A dot: the lowest validation error. In red, if anywhere: the epoch "
        "at which the critic was first dead. Lines are means over seeds, bands reach "
        "from the lowest to the highest. Each axis has its own scale."
        + (f" Not run: {'; '.join(missing)}." if missing else "")
        + notes(studies),
        _TOP_MM + (len(shown) - 1) * _ROW_MM + _SIZE_MM[1] + _FOOT_MM,
        ending="_training",
    )
    rows = rows_over_epochs(sheet, len(shown), (_TOP_MM, _ROW_MM), _LEFTS_MM, _SIZE_MM)
    for number, (study, row) in enumerate(zip(shown, rows, strict=True)):
        middle_mm = _TOP_MM + number * _ROW_MM + _SIZE_MM[1] / 2
        for line, words in enumerate(_wrapped(studies.label(study))):
            sheet.words(1.5, middle_mm + 3.2 * line - 4, words)
        for quantity, axes in zip(PANELS, row, strict=True):
            _panel(axes, studies, study, quantity)
    return sheet


def _panel(axes: Axes, studies: Studies, study: str, quantity: str) -> None:
    """One of `PANELS` of one study in training and validation."""
    heading(axes, quantity)
    *keys, factor = PANELS[quantity]
    for key, colour in zip(keys, (TRAINING, VALIDATION), strict=True):
        seeds = factor * known_curves(studies, study, key)
        if seeds.size:
            mark = "." if seeds.shape[1] < 3 else ""
            look = {"linewidth": STRONG, "marker": mark, "markersize": 3}
            mean_and_band(axes, seeds, colour=colour, alpha=0.2, label=key, **look)
    if not axes.lines:
        in_the_middle(axes, "no critic" if quantity != ERROR else "not run")
        return
    if quantity == ERROR:
        _references(axes, studies, study)
    elif quantity == DISTANCE:
        _dead(axes, studies.histories(study)[0])
    else:
        axes.axhline(0, color=PALE, linewidth=0.8)
    finish(axes, may_be_logarithmic=quantity == ERROR)
    names = {line: _NAMES.get(line.get_label()) for line in axes.lines}
    label_ends(axes, {line: name for line, name in names.items() if name})


def _references(axes: Axes, studies: Studies, study: str) -> None:
    """Zero velocity, the control, and the best epoch in validation."""
    zero_velocity(axes, studies, study)
    control = 100 * known_curves(studies, CONTROL, "g_mse_val")
    if control.size and study != CONTROL:
        epochs = np.arange(1, control.shape[1] + 1)
        look = {"linewidth": THIN, "linestyle": DOTS, "label": CONTROL}
        axes.plot(epochs, control.mean(axis=0), color=REFERENCE, **look)
    mean = 100 * known_curves(studies, study, "g_mse_val").mean(axis=0)
    best = int(mean.argmin())
    axes.plot(best + 1, mean[best], "o", color=VALIDATION, markersize=3)
    heading(axes, f"Error, %: lowest {mean[best]:.3g}")


def zero_velocity(axes: Axes, studies: Studies, study: str) -> None:
    """Its validation error in %, where a study recorded it."""
    level = 100 * known_curves(studies, study, "zero_velocity_mse_val")
    look = {"linewidth": 1, "linestyle": DASHES, "label": ZERO_VELOCITY}
    reference_line(axes, level, INK, **look)


def _dead(axes: Axes, history: History) -> None:
    """Says from when on the critic of the first seed was dead."""
    epoch = first_epochs(history).get(DEAD_CRITIC.name)
    if epoch:
        heading(axes, f"EMD: dead at epoch {epoch}", ALERT)


def _is_wide(axes: Axes) -> bool:
    found = np.concatenate([line.get_ydata() for line in axes.lines])
    return found.min() > 0 and found.max() > _WIDE * found.min()


def finish(axes: Axes, *, may_be_logarithmic: bool = False) -> None:
    """Ticks that can be read, whatever the numbers; call it when all is drawn."""
    if may_be_logarithmic and _is_wide(axes):
        axes.set_yscale("log")
    ticks(axes.xaxis, MaxNLocator(5, integer=True, min_n_ticks=1), _DIGITS)
    if axes.get_yscale() == "log":
        low, high = axes.get_ylim()
        # A logarithmic axis of less than two decades has too few powers of ten.
        if high < 10 * low:
            places = MaxNLocator(4)
        elif high < 100 * low:
            places = LogLocator(subs=(1, 2, 5))
        else:
            places = LogLocator(numticks=6)
        ticks(axes.yaxis, places, _DIGITS)
    else:
        _not_flat(axes)
        ticks(axes.yaxis, MaxNLocator(4), _DIGITS)


def _not_flat(axes: Axes) -> None:
    """Differences that no tick could show are not magnified."""
    low, high = axes.get_ylim()
    least = 1e-3 * max(abs(low), abs(high))
    if high - low < least:
        middle = (low + high) / 2
        axes.set_ylim(middle - least, middle + least)


def _wrapped(name: str) -> list[str]:
    """In lines that fit beside axes."""
    return textwrap.wrap(name, _NAME_CHARACTERS)
