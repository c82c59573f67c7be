"""Long predictions as curves, as a strip of poses and as an animation."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from data_prep.poses.pose_set import POSE_RATE_HZ
from evaluation.poses.metrics import nearest_rotations
from motion.pictures.viewer import animate, skeleton_strip
from motion.skeleton import SMPL
from stt.analysis.charts import BLUE, INK, ORANGE, from_zero, new_chart, tidy, to_png
from stt.analysis.long_rollouts import FRAMES, Seed
from stt.analysis.results import BLOCK_FRAMES, BLOCKS
from training.poses.pictures import body_positions

_SHOWN_EVERY = 10  # frames: 6 pictures a second of 16.7 seconds
_PANELS = {
    "step_angle_deg": "Step from frame to frame, degrees",
    "non_orthogonality": "Deviation from rotations, |RᵀR - I|",
    "joint_angle": "Joint angle error, radians",
}
_ROW_INCHES = 1.7


def curves(rollouts: Mapping[str, dict], name: str) -> bytes:
    """PNG: a row for each action, a column for each curve of `long_rollouts`."""
    height = 1.2 + _ROW_INCHES * len(rollouts)
    figure = new_chart(13, height, f"Predictions of {FRAMES:,} frames, {name}")
    rows = figure.subplots(len(rollouts), len(_PANELS), sharex=True, squeeze=False)
    seconds = (np.arange(BLOCKS) + 0.5) * BLOCK_FRAMES / POSE_RATE_HZ
    for number, (action, found) in enumerate(rollouts.items()):
        row = rows[number]
        for axes, (key, title) in zip(row, _PANELS.items(), strict=True):
            tidy(axes, "" if number else title)
            axes.plot(seconds, found[key], "o-", color=ORANGE, markersize=3)
        true_steps = found["true_step_angle_deg"]
        row[0].plot(seconds, true_steps, "s--", color=BLUE, markersize=3)
        from_zero(row[0])
        row[0].set_ylabel(f"{action}\n{found['clip_id']}", fontsize=8, color=INK)
        row[1].set_yscale("log")
        from_zero(row[2])
    for axes in rows[-1]:
        axes.set_xlabel("seconds predicted", fontsize=9, color=INK)
    lines = rows[0][0].get_lines()
    figure.legend(
        lines,
        ["prediction", "true motion, as long as the recording goes on"],
        loc="outside lower center",
        ncols=2,
        frameon=False,
        fontsize=9,
    )
    return to_png(figure)


def strip(seed: Seed, predicted: np.ndarray) -> bytes:
    """PNG: poses of the whole prediction, 2 s apart, below the true ones."""
    return skeleton_strip(*_motions(seed, predicted, 1), SMPL, POSE_RATE_HZ)


def animation(seed: Seed, predicted: np.ndarray, path: Path) -> bytes:
    """GIF in real time, the prediction beside the true motion until that ends."""
    rate_hz = POSE_RATE_HZ / _SHOWN_EVERY
    motions = _motions(seed, predicted, _SHOWN_EVERY)
    return animate(*motions, SMPL, rate_hz, path)


def _motions(seed: Seed, predicted: np.ndarray, every: int):
    """Joint positions at every so many frames: past, truth, predictions.

    Where the true motion ended, its positions are NaN, which are not drawn.
    """
    past = body_positions(seed.past[::-1][::every][::-1])
    future = slice(every - 1, None, every)
    prediction = body_positions(nearest_rotations(predicted[future]))
    truth = np.full_like(prediction, np.nan)
    known = body_positions(seed.truth[future])
    truth[: len(known)] = known
    return past, truth, {"prediction": prediction}
