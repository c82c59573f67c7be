"""Scores a smoother of keypoints clip by clip, as sums that any average is made of.

F frames of a clip, W windows, T frames of a window, K = 25 keypoints, G cells of the
grid. Lengths are in pixels of the published grid of 56, whatever the run's own.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from data_prep.keypoints.noise import NoisyClip
from data_prep.keypoints.windows import ScoredClip
from evaluation.keypoints.counts import (
    batch_sums,
    pixels,
    track_sums,
    window_counts,
)
from evaluation.keypoints.metrics import (
    PUBLISHED_TORSO,
    THRESHOLDS,
    torso_lengths,
)
from evaluation.metric import Metric
from motion.keypoints import TARGET
from reenact.errors import DataError

ALL = "all"
COLUMNS = (*TARGET, ALL)

# Name of a measure -> keys of its total and of what the total is divided by. PCK is
# compared at torsos stretched to the published mean length, 'own' at those of the data
# and 'published' at these too, but averaged as the thesis's code does.
MEASURES: dict[str, tuple[str, str]] = {
    **{f"pck_{each}": (f"matched_{each}", "scored") for each in THRESHOLDS},
    **{f"own_pck_{each}": (f"correct_{each}", "scored") for each in THRESHOLDS},
    **{
        f"published_pck_{each}": (f"batch_pck_{each}", "batches") for each in THRESHOLDS
    },
    "position_error": ("position_error", "positions"),  # pixels
    "acceleration_error": ("acceleration_error", "accelerations"),  # a frame squared
    "jitter": ("jitter", "jerks"),  # pixels a frame cubed
    "true_jitter": ("true_jitter", "jerks"),  # of the truth
    "lag": ("lag", "lags"),  # frames
}
# Name of a measure -> what it is called in results.csv. Jitter and lag are properties
# of a curve and no errors: neither more nor less of them is better.
METRICS: dict[str, Metric] = {
    **{
        f"{name}_{each}": Metric(name, each, higher_is_better=True)
        for name in ("pck", "own_pck", "published_pck")
        for each in THRESHOLDS
    },
    **{name: Metric(name) for name in ("position_error", "acceleration_error")},
    **{
        name: Metric(name, higher_is_better=None)
        for name in ("jitter", "true_jitter", "lag")
    },
}
SCORE_KEYS = tuple(dict.fromkeys(key for pair in MEASURES.values() for key in pair))

Predict = Callable[[NoisyClip], np.ndarray]


def score_clips(
    clips: Sequence[ScoredClip],
    predict: Predict,
    pooled_fallback: str = "skip",
    keypoint_fallback: str = "skip",
) -> dict[str, dict[str, np.ndarray]]:
    """Key of `SCORE_KEYS` -> action -> (clips, 26), in the order of `clip_rows`.

    Column by column of `COLUMNS`: single keypoints as the thesis's code scores them (a
    distance equal to the threshold is too far), and all together.

    Args:
        clips: what is smoothed, and the truth.
        predict: smoothed (x, y) of each window, (W, T, K, 2).
        pooled_fallback, keypoint_fallback: of `metrics.TORSO_FALLBACKS`, for
            the column of all keypoints and for the others.

    Raises:
        ValueError: a prediction of another shape. DataError: one that is not finite.
    """
    fallbacks = (keypoint_fallback, pooled_fallback)
    mean, _ = _torso_moments(clips, pooled_fallback)
    stretch = PUBLISHED_TORSO / mean
    windows, rows = [], []
    for clip in clips:
        predicted = _checked(predict(clip.noisy), clip.noisy)
        windows.append(window_counts(clip, predicted, stretch, fallbacks))
        rows.append(track_sums(clip, assemble(predicted, clip.noisy)))
    for row, counts, shares in zip(rows, windows, batch_sums(windows), strict=True):
        row |= {key: each.sum(axis=0) for key, each in counts.items()} | shares
    scores: dict[str, dict[str, np.ndarray]] = {key: {} for key in SCORE_KEYS}
    for action in clip_rows(clips):
        chosen = [
            row
            for row, clip in zip(rows, clips, strict=True)
            if clip.noisy.action == action
        ]
        for key, actions in scores.items():
            actions[action] = np.stack([row[key] for row in chosen])
    return scores


def clip_rows(clips: Sequence[ScoredClip]) -> dict[str, list[tuple[str, int]]]:
    """What the rows of scores are, as `metrics.json` keeps it: action -> (clip, 0)."""
    rows: dict[str, list[tuple[str, int]]] = {}
    for clip in clips:
        rows.setdefault(clip.noisy.action, []).append((clip.noisy.clip_id, 0))
    return rows


def measure(
    scores: Mapping[str, Mapping[str, np.ndarray]], name: str, column: str = ALL
) -> float:
    """One of `MEASURES` over all clips; NaN where nothing was counted."""
    total, count = (
        sum(each[:, COLUMNS.index(column)].sum() for each in scores[key].values())
        for key in MEASURES[name]
    )
    return float(total / count) if count else float("nan")


def torso_spread(clips: Sequence[ScoredClip]) -> dict[str, float]:
    """Mean and standard deviation of the torsos that PCK is relative to, in pixels."""
    mean, spread = _torso_moments(clips, "skip")
    return {"torso_mean": round(mean, 3), "torso_sd": round(spread, 3)}


def assemble(predictions: np.ndarray, noisy: NoisyClip) -> np.ndarray:
    """Windows (W, T, K, 2) -> the clip (F, K, 2).

    Each frame is taken from the window in which it stands nearest to the middle; NaN
    where no window has it.
    """
    shape = (len(noisy.positions), *predictions.shape[2:])
    clip = np.full(shape, np.nan)
    places = range(noisy.window)
    middle = (noisy.window - 1) / 2
    for place in sorted(places, key=lambda place: abs(place - middle), reverse=True):
        clip[noisy.frames[:, place]] = predictions[:, place]
    return clip


def _checked(predicted: np.ndarray, noisy: NoisyClip) -> np.ndarray:
    expected = (*noisy.frames.shape, *noisy.positions.shape[1:])
    if predicted.shape != expected:
        raise ValueError(
            f"expected a prediction of shape {expected}, found {predicted.shape}"
        )
    finite = np.isfinite(predicted).all(axis=(1, 2, 3))
    if not finite.all():
        raise DataError(
            f"{noisy.clip_id}: window from frame {noisy.starts[finite.argmin()]}: "
            "expected finite positions, found others: the model has diverged"
        )
    return predicted.astype(np.float64)


def _torso_moments(clips: Sequence[ScoredClip], fallback: str) -> tuple[float, float]:
    """Mean and standard deviation over the frames of all windows with some truth."""
    found = []
    for clip in clips:
        lengths = torso_lengths(clip.truth, fallback) * pixels(clip.noisy)
        some = np.isfinite(clip.truth).any(axis=(1, 2))
        lengths = np.where(some, lengths, np.nan)[clip.noisy.frames]
        found.append(lengths[np.isfinite(lengths)])
    lengths = np.concatenate(found)
    if not lengths.any():
        raise DataError(
            f"{len(clips)} clips: expected frames with both shoulders and hips, "
            "found none"
        )
    return float(lengths.mean()), float(lengths.std())
