"""What the scores of a smoother of keypoints are made of: counts and sums.

F frames of a clip, W windows, T frames of a window, K = 25 keypoints; 26 columns, the
last for all keypoints.
"""

from collections.abc import Sequence

import numpy as np

from data_prep.keypoints.grid import PUBLISHED_GRID
from data_prep.keypoints.noise import NoisyClip
from data_prep.keypoints.windows import ScoredClip
from evaluation.keypoints.metrics import (
    THRESHOLDS,
    acceleration_errors,
    correct_keypoints,
    jitter,
    lags,
    position_errors,
    scored_keypoints,
    torso_lengths,
)

BATCH_WINDOWS = 16  # that the thesis's code averages over before it averages batches

Counts = dict[str, np.ndarray]


def pixels(noisy: NoisyClip) -> float:
    """Pixels of the published grid in one cell of a clip's own."""
    return (PUBLISHED_GRID - 1) / (noisy.grid - 1)


def window_counts(
    clip: ScoredClip,
    predicted: np.ndarray,
    stretch: float,
    fallbacks: tuple[str, str],
) -> Counts:
    """Scored and correct keypoints of each window: key -> (W, 26)."""
    frames = clip.noisy.frames
    truth = clip.truth[frames]
    distances = position_errors(truth, predicted)
    counted = []
    for fallback, strict in zip(fallbacks, (True, False), strict=True):
        lengths = torso_lengths(clip.truth, fallback)[frames]
        scored = scored_keypoints(truth, lengths, fallback)
        counts = {"scored": scored}
        for threshold in THRESHOLDS:
            for name, scale in (("correct", 1.0), ("matched", stretch)):
                reach = threshold * scale * lengths
                correct = correct_keypoints(distances, reach, strict)
                counts[f"{name}_{threshold}"] = correct & scored
        counted.append({key: each.sum(axis=1) for key, each in counts.items()})
    keypoints, pooled = counted
    return {
        key: np.column_stack([keypoints[key], pooled[key].sum(axis=1)])
        for key in keypoints
    }


def batch_sums(windows: Sequence[Counts]) -> list[Counts]:
    """For each clip the sum over its batches of the share that is correct: (26,).

    Batches run through all windows in order. One that spans clips is the first's, and
    one without any scored keypoint of a column does not count for that column.
    """
    ends = np.cumsum([len(counts["scored"]) for counts in windows])
    first = np.arange(0, ends[-1], BATCH_WINDOWS)
    owner = np.searchsorted(ends, first, side="right")

    def totals(key: str) -> np.ndarray:
        joined = np.concatenate([counts[key] for counts in windows])
        return np.add.reduceat(joined, first, axis=0)

    def per_clip(values: np.ndarray) -> np.ndarray:
        sums = np.zeros((len(windows), values.shape[1]))
        np.add.at(sums, owner, values)
        return sums

    scored = totals("scored")
    sums = {"batches": per_clip(scored > 0)}
    for threshold in THRESHOLDS:
        share = totals(f"correct_{threshold}") / np.maximum(scored, 1)
        sums[f"batch_pck_{threshold}"] = per_clip(share)
    return [{key: each[i] for key, each in sums.items()} for i in range(len(windows))]


def track_sums(clip: ScoredClip, smoothed: np.ndarray) -> Counts:
    """Sums over the frames of a reassembled clip: key -> (26,)."""
    step, scale = clip.noisy.frame_step, pixels(clip.noisy)
    truth, smoothed = clip.truth * scale, smoothed * scale
    tables = {
        "positions": {"position_error": position_errors(truth, smoothed)},
        "accelerations": {
            "acceleration_error": acceleration_errors(truth, smoothed, step)
        },
        "jerks": {
            "jitter": jitter(smoothed, step),
            "true_jitter": jitter(truth, step),
        },
        "lags": {"lag": lags(truth, smoothed, step)[None]},
    }
    sums = {}
    for count, values in tables.items():
        counted = np.isfinite(sum(values.values()))
        each = {count: counted} | {
            key: np.where(counted, value, 0) for key, value in values.items()
        }
        for key, value in each.items():
            column = value.sum(axis=0, dtype=np.float64)
            sums[key] = np.append(column, column.sum())
    return sums
