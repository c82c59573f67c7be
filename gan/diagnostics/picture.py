"""The picture of one run's diagnostics: what its alarms watch, with their limits."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture

from evaluation.pictures.files import png
from evaluation.pictures.style import DASHES, INK, stay_behind
from gan.diagnostics.alarms import ALARMS, Entry, Limit
from gan.report.training_figure import (
    ALERT,
    REFERENCE,
    TRAINING,
    VALIDATION,
    finish,
)


class _Panel(NamedTuple):
    """What one of the axes shows.

    Args:
        heading: of the axes.
        keys: of an evaluation, at most three.
        scale: 'share' is from 0 to 1, 'ratio' starts at 0, 'free' has no end.
    """

    heading: str
    keys: tuple[str, ...]
    scale: Literal["share", "ratio", "log", "free"] = "free"


_PANELS = (
    _Panel("Squared error", ("g_mse_train", "g_mse_val", "zero_velocity_mse_val")),
    _Panel("Critic's distance (EMD)", ("emd_train", "emd_val")),
    _Panel("Critic's gap", ("gap_train", "gap_val")),
    _Panel("Critic's outputs, mean", ("c_real_mean", "c_fake_mean")),
    _Panel(
        "Critic's outputs, deviation",
        ("c_real_std", "c_fake_std", "c_batch_std"),
        "ratio",
    ),
    _Panel(
        "Gradient norms", ("g_grad_norm", "c_grad_norm", "g_critic_grad_norm"), "log"
    ),
    _Panel("Gradient, generator over critic", ("gradient_ratio",), "log"),
    _Panel("Norm of the critic's slope", ("lipschitz_mean", "lipschitz_max"), "log"),
    _Panel("Saturated, dead outputs", ("saturation", "dead_share"), "share"),
    _Panel("Weights at the clipping limit", ("clip_fraction",), "share"),
    _Panel(
        "Right and exchanged sides", ("critic_accuracy", "sign_flip_accuracy"), "share"
    ),
    _Panel("Correlation with the seed", ("seed_leak",)),
    _Panel("Speed over the true one", ("speed_ratio",), "ratio"),
    _Panel("Variance over the true one", ("variance_ratio",), "ratio"),
    _Panel("Diversity over the true one", ("diversity",), "ratio"),
    _Panel("First step over the true one", ("first_frame_jump",), "ratio"),
    _Panel("Error over zero velocity's", ("baseline_ratio",), "ratio"),
    _Panel("Range of the output", ("output_min", "output_max")),
    _Panel("Share of good samples", ("quality",), "share"),
)
_COLOURS = (TRAINING, VALIDATION, REFERENCE)
_COLUMNS, _WIDTH_INCHES, _ROW_INCHES, _HEADER_INCHES = 5, 16.0, 2.1, 0.8
_LEAST = 1e-12  # what a logarithmic axis shows a 0 as


def draw_diagnostics(
    history: Sequence[Entry], title: str, with_penalty: bool = False
) -> bytes:
    """PNG of one run's evaluations.

    Args:
        history: what each found, in order; at least one.
        title: what the run is called.
        with_penalty: see `alarms.tripped`.
    """
    return png(diagnostics_picture(history, title, with_penalty))


def diagnostics_picture(
    history: Sequence[Entry], title: str, with_penalty: bool = False
) -> Picture:
    """The same, not yet drawn: axes for each diagnostic that was measured."""
    panels = [panel for panel in _PANELS if _measured(panel, history)]
    count = -(-len(panels) // _COLUMNS)
    height = _HEADER_INCHES + count * _ROW_INCHES + 0.2
    picture = Picture(figsize=(_WIDTH_INCHES, height), dpi=100)
    FigureCanvasAgg(picture)
    grid = list(
        picture.subplots(
            count,
            _COLUMNS,
            squeeze=False,
            gridspec_kw={
                "left": 0.045,
                "right": 0.99,
                "top": 1 - (_HEADER_INCHES + 0.3) / height,
                "bottom": 0.35 / height,
                "hspace": 0.62,
                "wspace": 0.26,
            },
        ).flat
    )
    limits = [
        limit
        for alarm in ALARMS
        if with_penalty or not alarm.only_with_penalty
        for limit in alarm.limits
    ]
    for panel, axes in zip(panels, grid, strict=False):
        own = [limit for limit in limits if limit.key in panel.keys]
        _draw(axes, panel, history, own)
    for axes in grid[len(panels) :]:
        axes.set_axis_off()
    about = "Red dashes: limits of alarms. A red heading: the alarm tripped. By epoch."
    for inches, text, size in ((0.22, title, 14), (0.5, about, 10)):
        x, y = 0.15 / _WIDTH_INCHES, 1 - inches / height
        picture.text(x, y, text, fontsize=size, color=INK, va="center")
    return picture


def _measured(
    panel: _Panel, history: Sequence[Entry]
) -> dict[str, tuple[list[int], list[float]]]:
    """Key -> the epochs that measured it, counted from 1, and what they found."""
    found = {}
    for key in panel.keys:
        epochs = [k for k, entry in enumerate(history, start=1) if key in entry]
        if epochs:
            found[key] = epochs, [history[k - 1][key] for k in epochs]
    return found


def _draw(
    axes: Axes, panel: _Panel, history: Sequence[Entry], limits: Sequence[Limit]
) -> None:
    broken = any(limit.broken(entry) for limit in limits for entry in history)
    # A limit that curves stay far from is not in view, but is said.
    bounds = ", ".join(dict.fromkeys(limit.bounds() for limit in limits))
    axes.set_title(
        f"{panel.heading}\nalarm {bounds}" if limits else panel.heading,
        fontsize=9,
        pad=4,
        loc="left",
        color=ALERT if broken else INK,
    )
    if panel.scale == "log":
        axes.set_yscale("log")
    for key, (epochs, values) in _measured(panel, history).items():
        if panel.scale == "log":
            values = np.maximum(values, _LEAST)
        axes.plot(
            epochs,
            values,
            linewidth=1.3,
            marker=".",
            markersize=3,
            color=_COLOURS[panel.keys.index(key)],
            label=key,
        )
    _view(axes, panel.scale)
    _limits(axes, limits)
    finish(axes)
    stay_behind(axes)
    axes.legend(fontsize=7, frameon=False, labelcolor=INK, handlelength=1.2)


def _view(axes: Axes, scale: str) -> None:
    """What part of the numbers is seen."""
    if scale == "share":
        axes.set_ylim(-0.03, 1.03)
    elif scale == "ratio":
        axes.set_ylim(0, 1.25 * max(axes.get_ylim()[1], 0.0) or 1)


def _limits(axes: Axes, limits: Sequence[Limit]) -> None:
    """Dashes where a limit is in view; far from it they would squeeze the curves."""
    low, high = axes.get_ylim()
    for limit in limits:
        for at in (limit.low, limit.high):
            if at is not None and low <= at <= high:
                axes.axhline(at, color=ALERT, linewidth=1, linestyle=DASHES)
