"""Pictures of a run: the heatmaps of a window, and coordinates over time.

T frames, G cells of the grid, K = 25 keypoints of `motion.keypoints.TARGET`, F frames
of a clip. Left limbs are dark, right limbs light, as in `motion.pictures.viewer`.
"""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from data_prep.keypoints.heatmaps import argmax_positions, render
from data_prep.keypoints.windows import ScoredClip
from motion.keypoints import TARGET, drawn_bones
from reenact.files import whole_file
from smoothing.model import decode, encode
from smoothing.studies import TARGET_BLUR

_INK, _RULE = "#374151", "#d1d5db"
_NOISY, _TRUE, _SMOOTHED = "#9aa1ab", "#2f6fce", "#d9591c"
_COLOURS = {
    "head": "#7a3fbf",
    "left arm": "#0b3d91",
    "right arm": "#4f9bea",
    "left leg": "#9c2a00",
    "right leg": "#f08a3c",
}
_LEG = ("hip", "knee", "ankle", "heel", "foot_index")
_SHOWN = ("nose", "left_wrist", "right_ankle")
_MOST_FRAMES = 150  # of a trajectory: five seconds


def heatmap_strip(
    inputs: np.ndarray,
    targets: np.ndarray,
    outputs: np.ndarray,
    path: str | os.PathLike | None = None,
) -> bytes:
    """Draws the frames of a window side by side: rows input, target and output.

    Each pixel shows the strongest of all keypoints, each limb in its colour; a row has
    one scale, of which the square root is shown. Over target and output is drawn
    the body whose joints are the targets' highest pixels.

    Args:
        inputs, targets, outputs: heatmaps (T, G, G, K); keypoints whose target is empty
            are left out everywhere, for nothing is known of them.
        path: PNG file to write, if any.

    Returns:
        The PNG file's bytes.

    Raises:
        ValueError: heatmaps that differ in shape, or are not of 25 keypoints.
    """
    if not inputs.shape == targets.shape == outputs.shape:
        shapes = f"{inputs.shape}, {targets.shape} and {outputs.shape}"
        raise ValueError(f"expected heatmaps of one shape, found {shapes}")
    if inputs.ndim != 4 or inputs.shape[-1] != len(TARGET):
        raise ValueError(
            f"expected heatmaps (T, G, G, {len(TARGET)}), found {inputs.shape}"
        )
    shown = targets.any(axis=(1, 2))  # (T, K)
    rows = {"noisy input": inputs, "target": targets, "output": outputs}
    frames = len(inputs)
    figure = _new_figure(1.75 * frames + 0.5, 1.75 * len(rows) + 0.75)
    panels = figure.subplots(len(rows), frames, squeeze=False)
    for axes_row, (label, heatmaps) in zip(panels, rows.items(), strict=True):
        axes_row[0].set_ylabel(label, fontsize=10, color=_INK)
        pictures = _coloured(heatmaps * shown[:, None, None])
        for frame, axes in enumerate(axes_row):
            axes.imshow(pictures[frame], interpolation="nearest")
            if label != "noisy input":
                _draw_body(axes, targets[frame], shown[frame])
            axes.set(xticks=[], yticks=[])
            _pale(axes)
    for frame, axes in enumerate(panels[0]):
        axes.set_title(f"frame {frame + 1}", fontsize=9, color=_INK)
    handles = [
        Line2D([], [], color=colour, lw=0, marker="o", label=name)
        for name, colour in _COLOURS.items()
    ]
    handles.append(Line2D([], [], color=_NOISY, lw=0.9, label="true body"))
    _add_legend(figure, handles)
    return _save(figure, path)


def trajectory(
    noisy: np.ndarray,
    truth: np.ndarray,
    smoothed: np.ndarray,
    path: str | os.PathLike | None = None,
) -> bytes:
    """Draws coordinates of three keypoints over time, x on the left, y on the right.

    No more than the first 150 frames.

    Args:
        noisy, truth, smoothed: (F, K, 2) (x, y) on the grid, NaN where unknown.
        path: PNG file to write, if any.

    Returns:
        The PNG file's bytes.

    Raises:
        ValueError: coordinates that differ in shape.
    """
    if not noisy.shape == truth.shape == smoothed.shape:
        shapes = f"{noisy.shape}, {truth.shape} and {smoothed.shape}"
        raise ValueError(f"expected coordinates of one shape, found {shapes}")
    figure = _new_figure(10, 1.7 * len(_SHOWN) + 0.9)
    panels = figure.subplots(len(_SHOWN), 2, sharex=True)
    for axes_row, name in zip(panels, _SHOWN, strict=True):
        column = TARGET.index(name)
        for axis, axes in enumerate(axes_row):
            values = [
                each[:_MOST_FRAMES, column, axis] for each in (noisy, truth, smoothed)
            ]
            axes.plot(values[0], "o-", color=_NOISY, ms=1.8, lw=0.4, label="noisy")
            axes.plot(values[1], color=_TRUE, lw=1.8, label="true")
            axes.plot(values[2], color=_SMOOTHED, lw=1.2, label="smoothed")
            axes.set_ylabel(
                f"{name.replace('_', ' ')}, {'xy'[axis]}", fontsize=9, color=_INK
            )
            axes.tick_params(labelsize=8, colors=_INK)
            axes.grid(color=_RULE, lw=0.5)
            _pale(axes)
        axes_row[1].invert_yaxis()  # up in the picture is up here
    figure.supylabel("cells of the grid", fontsize=9, color=_INK)
    for axes in panels[-1]:
        axes.set_xlabel("frame", fontsize=9, color=_INK)
    _add_legend(figure, panels[0, 0].lines)
    return _save(figure, path)


def draw_clip(
    model: keras.Model, clip: ScoredClip, path: str | os.PathLike | None = None
) -> bytes:
    """Draws what a model makes of the middle window of a clip; see `heatmap_strip`."""
    noisy, config = clip.noisy, model.config
    window = noisy.frames[len(noisy.starts) // 2]
    inputs = encode(config, noisy, window[None])
    outputs = keras.ops.convert_to_numpy(model(inputs))
    sigmas = np.full(len(window), TARGET_BLUR)
    if config.architecture == "deciwatch":
        positions = decode(config, outputs)[0]
        positions = np.clip(np.rint(positions), 0, noisy.grid - 1)
        outputs = _rendered(positions, sigmas, noisy.grid)
        inputs = _rendered(noisy.positions[window], noisy.sigmas[window], noisy.grid)
    else:
        inputs, outputs = inputs[0], outputs[0]
    targets = _rendered(clip.truth[window], sigmas, noisy.grid)
    return heatmap_strip(inputs, targets, outputs, path)


def _rendered(positions: np.ndarray, sigmas: np.ndarray, grid: int) -> np.ndarray:
    """Heatmaps (T, G, G, K) of positions (T, K, 2)."""
    heatmaps = [
        render(each, sigma, grid) for each, sigma in zip(positions, sigmas, strict=True)
    ]
    return np.moveaxis(np.stack(heatmaps), 1, -1)


def _coloured(heatmaps: np.ndarray) -> np.ndarray:
    """Heatmaps (T, G, G, K) as white pictures (T, G, G, 3) with coloured spots.

    Each pixel shows the strongest keypoint: a sum would show the faint background of
    25 heatmaps more than their peaks.
    """
    strength = np.sqrt(np.maximum(heatmaps, 0) / max(heatmaps.max(), 1e-9))
    missing_light = np.stack([1 - np.array(to_rgb(_colour(name))) for name in TARGET])
    strongest = strength.argmax(axis=-1)
    return 1 - strength.max(axis=-1)[..., None] * missing_light[strongest]


def _colour(keypoint: str) -> str:
    side, _, place = keypoint.partition("_")
    if place in ("", "ear"):
        return _COLOURS["head"]
    return _COLOURS[f"{side} {'leg' if place in _LEG else 'arm'}"]


def _draw_body(axes: Axes, targets: np.ndarray, shown: np.ndarray) -> None:
    """Lines between the highest pixels of heatmaps (G, G, K)."""
    positions = argmax_positions(targets)
    bones, _ = drawn_bones()
    lines = [positions[bone] for bone in bones if shown[bone].all()]
    axes.add_collection(LineCollection(lines, colors=_NOISY, linewidths=0.9))


def _pale(axes: Axes) -> None:
    for side in axes.spines.values():
        side.set_color(_RULE)


def _new_figure(width: float, height: float) -> Figure:
    figure = Figure(figsize=(width, height), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _add_legend(figure: Figure, handles: Sequence[Line2D]) -> None:
    figure.legend(
        handles=handles,
        loc="outside lower center",
        ncols=len(handles),
        frameon=False,
        fontsize=9,
        labelcolor=_INK,
    )


def _save(figure: Figure, path: str | os.PathLike | None) -> bytes:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    if path is not None:
        with whole_file(Path(path)) as temporary:
            temporary.write_bytes(stream.getvalue())
    return stream.getvalue()
