"""Smooths the keypoints of one person in a video by a trained network.

F frames, W windows, T frames of a window, 25 keypoints of a network
(`motion.keypoints.TARGET`).
"""

import numpy as np

from data_prep.keypoints.grid import PUBLISHED_GRID, boxes
from data_prep.keypoints.noise import SHIFT_PIXELS, NoisyClip
from evaluation.keypoints.gaps import fill_gaps
from evaluation.keypoints.smoothers import gaussian
from evaluation.run_results import RunResult
from experiments.keypoint_tracks import SmoothKeypoints, replaced, seen
from motion.keypoints import LAYOUTS, TARGET, KeypointClip, target_columns
from reenact.errors import DataError
from training.trained_runs import TrainedRun

_BOX_FRAMES = 1.0  # of the Gaussian that smooths boxes


def smoothed_by(run: TrainedRun, clip: KeypointClip) -> SmoothKeypoints:
    """Smooths in windows from every frame on; a position is the mean over them.

    As in training the person's box fits the network's grid in each frame. There boxes
    are those of the truth; here their jitter is smoothed away and gaps are filled
    first, for it is by them that positions come back.

    Args:
        run: that reads keypoints.
        clip: of as many frames as a window spans, or more.

    Raises:
        DataError: a clip that is too short.
    """
    config, track = run.model.config, seen(clip)
    low, high = (gaussian(each, _BOX_FRAMES) for each in boxes(fill_gaps(track)))
    size = np.maximum(high - low, 1)  # (F, 1, 2) pixels
    cell = size / (config.grid - 1)
    columns, left = _columns(run.record, clip)
    known = columns >= 0
    columns = columns[known]
    observed = np.full((len(clip), len(TARGET), 2), np.nan, np.float32)
    cells = np.clip(np.rint((track - low) / cell), 0, config.grid - 1)
    observed[:, known] = cells[:, columns]
    noisy = _windows(run, clip, observed)
    found, answered = _mean_over_windows(noisy, run.inference.predict(run.model, noisy))
    smooth, moved = track, np.zeros_like(clip.visible)
    smooth[:, columns] = (low + found * cell)[:, known]
    moved[:, columns] = answered[:, known] & clip.visible[:, columns]
    noise = SHIFT_PIXELS * config.shift_scale / (PUBLISHED_GRID - 1)
    return SmoothKeypoints(
        clip=replaced(clip, smooth, moved),
        moved=moved,
        left=left,
        trained_noise_px=noise * np.median(size, axis=(0, 1)),
    )


def _windows(run: TrainedRun, clip: KeypointClip, observed: np.ndarray) -> NoisyClip:
    """What the network is given: cells (F, 25, 2), in windows from every frame on."""
    config = run.model.config
    span = 1 + config.frame_step * (config.window - 1)
    if len(clip) < span:
        raise DataError(
            f"{clip.clip_id}: expected at least {span} frames, which {run.path} reads, "
            f"found {len(clip)}"
        )
    return NoisyClip(
        clip_id=clip.clip_id,
        action=clip.action,
        grid=config.grid,
        positions=observed,
        blur_index=np.zeros(len(clip), np.int64),
        sigmas=np.full(len(clip), np.median(config.blurs)),
        starts=np.arange(len(clip) - span + 1),
        frame_step=config.frame_step,
        window=config.window,
    )


def _columns(
    record: RunResult, clip: KeypointClip
) -> tuple[np.ndarray, dict[str, list[str]]]:
    """Where the clip has each of the 25 that the network learnt; -1: it is not used."""
    columns = target_columns(clip.layout)
    names, visible = LAYOUTS[clip.layout], clip.visible.any(axis=0)
    present = [name for name, any_ in zip(names, visible, strict=True) if any_]
    scored = sum(counts.sum(axis=0) for counts in record.errors["scored"].values())
    learnt = scored[[record.columns.index(name) for name in TARGET]] > 0
    unlearnt = {name for name, is_ in zip(TARGET, learnt, strict=True) if not is_}
    left = {
        "which the network does not have": set(present) - set(TARGET),
        "which it was not trained on": unlearnt,
    }
    left = {why: [n for n in present if n in names] for why, names in left.items()}
    return np.where(learnt, columns, -1), {why: n for why, n in left.items() if n}


def _mean_over_windows(
    noisy: NoisyClip, predictions: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(F, 25, 2) cells and (F, 25) bool, whether any window says where.

    Args:
        predictions: (W, T, 25, 2). An empty heatmap has its maximum at (0, 0), where
            it says nothing.
    """
    says = predictions.any(axis=-1, keepdims=True)
    total = np.zeros(noisy.positions.shape)
    count = np.zeros((*noisy.positions.shape[:2], 1))
    np.add.at(total, noisy.frames, predictions * says)
    np.add.at(count, noisy.frames, says)
    return total / np.maximum(count, 1), count[..., 0] > 0
