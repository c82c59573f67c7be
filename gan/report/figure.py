"""The picture of the report's Figure 4, how the two networks trained, for every study.

A row of axes is a study: the squared error of its generator, the distance that its
critic sees between real and generated motion, and the gap between its two outputs. The
report draws the first two for one run. What a run must be judged by besides, its
diagnostics, is drawn by `diagnostics_picture`.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import LogLocator, MaxNLocator

from evaluation.pictures.curve_panels import (
    heading,
    in_the_middle,
    mean_and_band,
    reference_line,
    rows_over_epochs,
    ticks,
)
from evaluation.pictures.curves import curves
from evaluation.pictures.style import (
    INK,
    PALE,
    header,
    legend_below,
    mark,
    named,
    pale_grid,
    png,
)
from evaluation.run_results import RunResult
from evaluation.studies import Studies
from gan.diagnostics.alarms import DEAD_CRITIC, first_epochs
from gan.report.study_groups import CONTROL
from gan.studies import LABELS

# Heading -> (key of a history in training, in validation, factor).
PANELS = {
    "Generator: squared error, %": ("g_mse_train", "g_mse_val", 100),
    "Critic: distance (EMD)": ("emd_train", "emd_val", 1),
    "Critic: real less generated (gap)": ("gap_train", "gap_val", 1),
}
ERROR, DISTANCE, GAP = PANELS
TRAINING, VALIDATION, REFERENCE, ALERT = "#93c5fd", "#1d4ed8", "#c2410c", "#b91c1c"
DASHES = (0, (4, 2))
# Where the largest number of a panel of errors is so many times the smallest, a run
# that diverged would leave a flat line of all others: logarithms are drawn.
_WIDE = 20
_DIGITS = 5  # of the numbers at axes, at most
_ROW_INCHES = 2.5


def draw_gan(data: str, studies: Studies, profile: str) -> bytes:
    """PNG of the training of all studies."""
    return png(gan_picture(data, studies, profile))


def gan_picture(data: str, studies: Studies, profile: str) -> Picture:
    """The same, not yet drawn: a row of three axes for each study."""
    shown = studies.models_to_show(LABELS)
    picture, rows = rows_over_epochs(
        len(shown), len(PANELS), _ROW_INCHES, left=0.085, gaps=(0.42, 0.2)
    )
    for study, row in zip(shown, rows, strict=True):
        for quantity, axes in zip(PANELS, row, strict=True):
            _panel(axes, studies, study, quantity)
        row[0].set_ylabel(
            _wrapped(studies.label(study)), fontsize=10, color=INK, labelpad=8
        )
    picture.align_ylabels(rows[:, 0])
    header(
        picture,
        f"Generator and critic: training on {named(data)}, {profile} profile",
        "% is 100 x the mean squared error of all normalised numbers, those of "
        "joints that never move too. Each axis has its own scale.",
    )
    legend_below(picture, _marks(), columns=6)
    return picture


def _panel(axes: Axes, studies: Studies, study: str, quantity: str) -> None:
    """One of `PANELS` of one study in training and validation."""
    heading(axes, quantity)
    *keys, factor = PANELS[quantity]
    runs = studies.runs(study)
    drawn = [
        _line(axes, factor * curves(runs, key), colour, key)
        for key, colour in zip(keys, (TRAINING, VALIDATION), strict=True)
    ]
    if not any(drawn):
        nothing(axes, "no critic" if runs and quantity != ERROR else "not run")
        return
    if quantity == ERROR:
        _references(axes, studies, study)
        if _is_wide(axes):
            axes.set_yscale("log")
    elif quantity == DISTANCE:
        _dead(axes, runs[0])
    else:
        axes.axhline(0, color=PALE, linewidth=0.8)
    style(axes)


def _line(axes: Axes, seeds: np.ndarray, colour: str, name: str) -> bool:
    """Draws (seeds, epochs) and says whether there were any."""
    if not seeds.size:
        return False
    look = {"linewidth": 1.4, "marker": "." if seeds.shape[1] < 3 else ""}
    mean_and_band(axes, seeds, colour=colour, alpha=0.2, label=name, **look)
    return True


def _references(axes: Axes, studies: Studies, study: str) -> None:
    """Zero velocity, the control, and the best epoch in validation."""
    runs = studies.runs(study)
    zero_velocity = 100 * curves(runs, "zero_velocity_mse_val")
    look = {"linewidth": 1, "linestyle": DASHES, "label": "zero velocity"}
    reference_line(axes, zero_velocity, PALE, **look)
    control = 100 * curves(studies.runs(CONTROL), "g_mse_val")
    if control.size and study != CONTROL:
        epochs = np.arange(1, control.shape[1] + 1)
        axes.plot(
            epochs, control.mean(axis=0), color=REFERENCE, linewidth=1, label="control"
        )
    mean = 100 * curves(runs, "g_mse_val").mean(axis=0)
    best = int(mean.argmin())
    axes.plot(best + 1, mean[best], "o", color=VALIDATION, markersize=5, label="best")
    best_of_all = f"best {mean[best]:.3g} % in epoch {best + 1}"
    heading(axes, best_of_all, VALIDATION, side="right")


def _dead(axes: Axes, run: RunResult) -> None:
    """Says from when on the critic of the first seed was dead."""
    epoch = first_epochs(run.history).get(DEAD_CRITIC.name)
    if epoch:
        alarm = f"alarm: dead critic from epoch {epoch}"
        heading(axes, alarm, ALERT, side="right")


def _is_wide(axes: Axes) -> bool:
    found = np.concatenate([line.get_ydata() for line in axes.lines])
    return found.min() > 0 and found.max() > _WIDE * found.min()


def nothing(axes: Axes, why: str) -> None:
    """Axes without a curve."""
    in_the_middle(axes, why)
    pale_grid(axes)


def style(axes: Axes) -> None:
    """Ticks that can be read, whatever the numbers; call it when all is drawn."""
    ticks(axes.xaxis, MaxNLocator(6, integer=True, min_n_ticks=1), _DIGITS)
    if axes.get_yscale() == "log":
        low, high = axes.get_ylim()
        # A logarithmic axis of less than two decades has too few powers of ten.
        narrow = high < 100 * low
        places = MaxNLocator(5) if narrow else LogLocator(numticks=6)
        ticks(axes.yaxis, places, _DIGITS)
    else:
        _not_flat(axes)
        ticks(axes.yaxis, MaxNLocator(5), _DIGITS)
    axes.tick_params(labelsize=8, length=0, colors=INK)
    pale_grid(axes)


def _not_flat(axes: Axes) -> None:
    """Differences that no tick could show are not magnified."""
    low, high = axes.get_ylim()
    least = 1e-3 * max(abs(low), abs(high))
    if high - low < least:
        middle = (low + high) / 2
        axes.set_ylim(middle - least, middle + least)


def _wrapped(name: str) -> str:
    """In two lines, at its comma or parenthesis."""
    return name.replace(", ", ",\n").replace(" (", "\n(")


def _marks() -> list[Line2D | Patch]:
    """Of the legend."""
    return [
        mark("training", TRAINING),
        mark("validation, mean over seeds", VALIDATION),
        Patch(color=VALIDATION, alpha=0.2, label="range of seeds"),
        mark("best epoch", VALIDATION, marker="o", linestyle=""),
        mark("generator alone (control), validation", REFERENCE),
        mark("zero velocity", PALE, linestyle=DASHES),
    ]
