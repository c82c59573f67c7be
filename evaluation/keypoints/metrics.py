"""Errors of keypoints in a picture: shares of correct ones, distances, unrest, delay.

F frames, K keypoints. Positions are (..., K, 2) and NaN where the truth is missing;
what a measure then has no value for is NaN too. All is computed in float64.
"""

import numpy as np

from motion.keypoints import TARGET, TORSO

_TORSO_ENDS = np.array([[TARGET.index(name) for name in side] for side in TORSO])

# What becomes of a frame that lacks a shoulder or hip, so that its torso is unknown:
# 'skip': nothing of it is scored. 'zero': its torso is measured to (0, 0), as the
# thesis's code does for heatmaps. 'miss': all of it is wrong, as that code has it for
# single keypoints of DeciWatch.
TORSO_FALLBACKS = ("skip", "zero", "miss")

THRESHOLDS = (0.05, 0.1, 0.2)  # of PCK, in torsos
# Mean torso of the thesis's test set in pixels of the grid: its mean thresholds are
# 1.11, 2.23 and 4.46 pixels.
PUBLISHED_TORSO = 22.282

LONGEST_LAG = 15  # frames; half a second at 30 Hz


def torso_lengths(truth: np.ndarray, fallback: str = "skip") -> np.ndarray:
    """Mean distance of shoulder and hip of the two sides: (..., 25, 2) -> (...).

    NaN for a frame that lacks one of them, unless the fallback is 'zero'.

    Raises:
        ValueError: not one of `TORSO_FALLBACKS`.
    """
    if fallback not in TORSO_FALLBACKS:
        raise ValueError(f"expected one of {TORSO_FALLBACKS}, found {fallback!r}")
    truth = np.asarray(truth, np.float64)
    if fallback == "zero":
        truth = np.nan_to_num(truth)
    shoulders, hips = (truth[..., ends, :] for ends in _TORSO_ENDS.T)
    return np.linalg.norm(shoulders - hips, axis=-1).mean(axis=-1)


def scored_keypoints(
    truth: np.ndarray, lengths: np.ndarray, fallback: str
) -> np.ndarray:
    """Which keypoints PCK counts: (..., K) bool, those whose truth is known.

    Args:
        truth: (..., K, 2).
        lengths: (...) from `torso_lengths` with the same fallback.
    """
    scored = np.isfinite(truth).all(axis=-1)
    return scored & np.isfinite(lengths)[..., None] if fallback == "skip" else scored


def correct_keypoints(
    distances: np.ndarray, reach: np.ndarray, strict: bool
) -> np.ndarray:
    """Which keypoints are near enough to the truth: (..., K) bool.

    Args:
        distances: (..., K) from `position_errors`.
        reach: (...) a share of the torso; where it is NaN all are wrong.
        strict: whether a distance equal to the reach is too far. The thesis's code
            allows it, but not where it scores single keypoints.
    """
    reach = np.asarray(reach)[..., None]
    return distances < reach if strict else distances <= reach


def position_errors(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Distances (..., K) of (..., K, D) positions; their mean is MPJPE, unaligned."""
    difference = np.asarray(predicted, np.float64) - np.asarray(truth, np.float64)
    return np.linalg.norm(difference, axis=-1)


def differences(positions: np.ndarray, order: int, step: int = 1) -> np.ndarray:
    """Differences in time, repeated: (F, ...) -> (F - order * step, ...).

    A missing frame voids `order` + 1 of them.

    Args:
        order: 1 velocity, 2 acceleration, 3 jerk, per frame and not per second.
        step: frames between neighbours; each phase is a sequence of its own.
    """
    positions = np.asarray(positions, np.float64)
    for _ in range(order):
        positions = positions[step:] - positions[:-step]
    return positions


def acceleration_errors(
    truth: np.ndarray, predicted: np.ndarray, step: int = 1
) -> np.ndarray:
    """Distances (F - 2 * step, K) of second differences, per frame squared."""
    return position_errors(*(differences(each, 2, step) for each in (truth, predicted)))


def jitter(positions: np.ndarray, step: int = 1) -> np.ndarray:
    """Lengths (F - 3 * step, K) of third differences, per frame cubed."""
    return np.linalg.norm(differences(positions, 3, step), axis=-1)


def lags(
    truth: np.ndarray,
    predicted: np.ndarray,
    step: int = 1,
    longest: int = LONGEST_LAG,
) -> np.ndarray:
    """How many frames later than the truth the prediction moves: (K,).

    The shift at which the centred coordinates, x and y together, correlate most,
    relative to their lengths where both are known. Positive: it comes later. NaN for a
    keypoint that does not move, or is known in less than twice the longest lag.

    Args:
        truth, predicted: (F, K, 2).
        step: frames of the clip that one frame of lag spans.
        longest: most frames to look for.
    """
    known = np.isfinite(truth).all(axis=-1, keepdims=True)
    count = known.sum(axis=0)
    signals = []
    for positions in (truth, predicted):
        kept = np.where(known, np.asarray(positions, np.float64), 0)
        centre = kept.sum(axis=0) / np.maximum(count, 1)
        signals.append(np.where(known, kept - centre, 0))
    # No shift comes first, so it wins a tie.
    shifts = np.array(sorted(range(-longest, longest + 1), key=abs))
    correlations = np.stack([_correlation(*signals, known, step * s) for s in shifts])
    energies = [(signal**2).sum(axis=(0, 2)) for signal in signals]
    moves = (energies[0] > 0) & (energies[1] > 0)
    usable = moves & (count[:, 0] > 2 * longest * step)
    return np.where(usable, shifts[correlations.argmax(axis=0)], np.nan)


def _correlation(
    truth: np.ndarray, predicted: np.ndarray, known: np.ndarray, shift: int
) -> np.ndarray:
    """(K,) of (F, K, 2) centred signals, the prediction looked at `shift` later."""
    frames = len(truth)
    early = slice(max(-shift, 0), max(frames - max(shift, 0), 0))
    late = slice(max(shift, 0), max(frames - max(-shift, 0), 0))
    both = known[early] & known[late]
    a, b = np.where(both, truth[early], 0), np.where(both, predicted[late], 0)
    size = np.sqrt((a**2).sum(axis=(0, 2)) * (b**2).sum(axis=(0, 2)))
    return (a * b).sum(axis=(0, 2)) / np.where(size > 0, size, np.inf)
