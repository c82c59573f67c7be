"""Distances between what a critic says of real and of generated motion, and HP-GAN's.

NumPy, 64 bit: the reference for the losses. A critic gives J numbers for a sequence,
p of the real one and q of the generated one, each (m, J); P and Q are their cumulative
sums over J.

Equation 1 of the report cannot be read as it is printed: a bracket does not close, one
index is bound twice, and the square stands at the second term alone. Its text asks for
the mean squared error between cumulative distributions, which is `cdf_mse`. None of the
squared forms is the earth mover distance, whose one-dimensional form is the absolute
difference of the cumulative distributions (`w1`). Outputs of a sigmoid do not sum to 1,
so P and Q need not end at the same value: without normalising, the last differences are
of the totals. All but `literal`, `total_sq` and `gap` depend on the order of the
joints, which means nothing. `literal` and `gap` have a sign; the others are the same
with p and q exchanged, so that maximising them does not tell a critic to call the real
sequence real, and the squared ones have no gradient where p = q.

HP-GAN's terms (Barsoum et al. 2017, equation 2 of the report) are given as the paper
prints them, `*_paper`, and as its program computes them, `*_code`.
"""

from collections.abc import Callable, Sequence

import numpy as np
import scipy.stats

# What the program of HP-GAN adds to the length of a bone that it divides by, and the
# least pose gradient that it returns.
_BONE_EPSILON, _LEAST_POSE_GRADIENT = 1e-5, 1e-4


def literal(real: np.ndarray, generated: np.ndarray) -> float:
    """1/m Σ_n (Σ_k p - Σ_k q²): equation 1 with its square where it stands."""
    real, generated = _checked(real, generated)
    return float((real.sum(axis=1) - (generated**2).sum(axis=1)).mean())


def total_sq(real: np.ndarray, generated: np.ndarray) -> float:
    """1/m Σ_n (Σ_k p - Σ_k q)²: the bracket closed before the square."""
    real, generated = _checked(real, generated)
    return float(((real - generated).sum(axis=1) ** 2).mean())


def cdf_mse(real: np.ndarray, generated: np.ndarray) -> float:
    """1/m Σ_n 1/J Σ_k (P_k - Q_k)²: what the report's text says."""
    return float((_cdf_difference(*_checked(real, generated)) ** 2).mean())


def cdf_sqsum(real: np.ndarray, generated: np.ndarray) -> float:
    """1/m Σ_n Σ_k (P_k - Q_k)²: J times `cdf_mse`."""
    return cdf_mse(real, generated) * np.shape(real)[1]


def normalised_cdf_mse(real: np.ndarray, generated: np.ndarray) -> float:
    """`cdf_mse` of outputs that were divided by their sums, and so are shares."""
    return cdf_mse(*map(_shares, _checked(real, generated)))


def w1(real: np.ndarray, generated: np.ndarray) -> float:
    """1/m Σ_n Σ_k |P_k - Q_k| of shares: the earth mover distance on 0 .. J - 1."""
    shares = map(_shares, _checked(real, generated))
    return float(np.abs(_cdf_difference(*shares)).sum(axis=1).mean())


def gap(real: np.ndarray, generated: np.ndarray) -> float:
    """mean p - mean q: what the critic of a Wasserstein GAN maximises."""
    real, generated = _checked(real, generated)
    return float(real.mean() - generated.mean())


EMDS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    each.__name__: each
    for each in (literal, total_sq, cdf_mse, cdf_sqsum, normalised_cdf_mse, w1, gap)
}


def sample_w1(ones: np.ndarray, others: np.ndarray) -> float:
    """Earth mover distance between two samples (n,) and (k,) of one number.

    The mean distance of the sorted samples where they are of the same size. This is the
    distance between distributions that a Wasserstein GAN is named after; the others
    compare two outputs for one pair of sequences.
    """
    return float(scipy.stats.wasserstein_distance(ones, others))


def pose_gradient_paper(
    predicted: np.ndarray, last_past: np.ndarray, power: float = 2
) -> np.ndarray:
    """[Σ_t |y_t - y_(t-1)|^p]^(1/p) of each sequence, (m,).

    Args:
        predicted: (m, T, J, 3) joint positions, in any one unit of length.
        last_past: (m, 1, J, 3), the frame before.
        power: p.
    """
    steps = _steps(predicted, last_past)
    return (np.abs(steps) ** power).sum(axis=(1, 2, 3)) ** (1 / power)


def pose_gradient_code(predicted: np.ndarray, last_past: np.ndarray) -> float:
    """The norm over the whole batch, divided by m T, at least 1e-4."""
    steps = _steps(predicted, last_past)
    batch, frames = steps.shape[:2]
    norm = np.sqrt((steps**2).sum())
    return float(max(norm / (batch * frames), _LEAST_POSE_GRADIENT))


def bone_change_paper(
    predicted: np.ndarray, truth: np.ndarray, parents: Sequence[int]
) -> np.ndarray:
    """Σ_t [Σ_i |b_ti - b*_ti|²]^(1/2) of each sequence, (m,).

    Rotations move a skeleton whose bones do not change: of them this is 0.

    Args:
        predicted, truth: (m, T, J, 3) joint positions.
        parents: of the J joints, -1 of a root.
    """
    change = bone_lengths(predicted, parents) - bone_lengths(truth, parents)
    return np.sqrt((change**2).sum(axis=2)).sum(axis=1)


def bone_change_code(
    predicted: np.ndarray, last_past: np.ndarray, parents: Sequence[int]
) -> float:
    """Σ |b - b*| / (b* + 1e-5) / (m T), b* the lengths in the last observed frame.

    Args:
        predicted: (m, T, J, 3) joint positions.
        last_past: (m, 1, J, 3).
        parents: of the J joints, -1 of a root.
    """
    lengths, reference = (bone_lengths(x, parents) for x in (predicted, last_past))
    change = np.abs(lengths - reference) / (reference + _BONE_EPSILON)
    return float(change.sum() / (lengths.shape[0] * lengths.shape[1]))


def bone_lengths(positions: np.ndarray, parents: Sequence[int]) -> np.ndarray:
    """(m, T, bones) of positions (m, T, J, 3): a bone for each joint with a parent."""
    positions = np.asarray(positions, np.float64)
    children = [joint for joint, parent in enumerate(parents) if parent >= 0]
    ends = [parents[joint] for joint in children]
    return np.linalg.norm(positions[:, :, children] - positions[:, :, ends], axis=-1)


def clipped_logit_bound(width: int, clip: float) -> float:
    """How large a logit can be where every parameter was clipped to ± `clip`.

    The output is a linear map of `width` numbers h after a layer normalisation. The
    normalised numbers have a mean square of 1, so their sizes add up to `width` at
    most (Cauchy-Schwarz); with gains and biases of the normalisation clipped, those of
    h add up to 2 width clip. With weights and bias of the map clipped too, the logit
    is at most 2 width clip² + clip: 0.1124 at a width of 512 and a clip of 0.01.
    """
    return 2 * width * clip**2 + clip


def clipped_probabilities(width: int, clip: float) -> tuple[float, float]:
    """The range that the sigmoid of such a logit cannot leave: 0.472 to 0.528 there."""
    bound = clipped_logit_bound(width, clip)
    low = 1 / (1 + np.exp(bound))
    return float(low), float(1 - low)


def _checked(real: np.ndarray, generated: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    real, generated = (np.asarray(each, np.float64) for each in (real, generated))
    if real.ndim != 2 or real.shape != generated.shape:
        raise ValueError(
            "expected two arrays (m, J) of the same shape, "
            f"found {real.shape} and {generated.shape}"
        )
    return real, generated


def _shares(outputs: np.ndarray) -> np.ndarray:
    return outputs / outputs.sum(axis=1, keepdims=True)


def _cdf_difference(real: np.ndarray, generated: np.ndarray) -> np.ndarray:
    return np.cumsum(real - generated, axis=1)


def _steps(predicted: np.ndarray, last_past: np.ndarray) -> np.ndarray:
    both = np.concatenate([last_past, predicted], axis=1, dtype=np.float64)
    return np.diff(both, axis=1)
