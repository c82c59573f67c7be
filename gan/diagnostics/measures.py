"""What tells whether a generator and a critic learn, as numbers.

`alarms` judges these. N windows, K samples of noise, S past and T future
frames, D features that vary, J outputs of a critic. A measure whose divisor is 0, such
as the speed relative to a true motion that stands still, is left out.
"""

import numpy as np

SATURATED, DEAD = 0.01, 0.01  # distance from 0 or 1, and from 0.5
AT_THE_LIMIT = 0.999
GOOD = 0.5  # HP-GAN: a score from which a sample counts as real


def motion_measures(
    past: np.ndarray, future: np.ndarray, fake: np.ndarray
) -> dict[str, float]:
    """How generated motion moves.

    - speed_ratio: mean size of a change from a generated frame to the next one, over
      the same of true frames. 0: it stands still.
    - variance_ratio: variance over windows at a frame, summed over features, over the
      same of true frames; mean over frames. 0: the same whatever was observed.
    - first_frame_jump: mean distance of the first generated frame from the last
      observed one, over the same of the first true frame.
    - output_min, output_max: of the generated numbers.

    Args:
        past: (N, S, D), normalised.
        future, fake: (N, T, D), true and generated.
    """
    speed, true_speed = (np.abs(np.diff(x, axis=1)).mean() for x in (fake, future))
    spread, true_spread = (x.var(axis=0).sum(axis=-1) for x in (fake, future))
    moves = true_spread > 0
    jump, true_jump = (
        np.linalg.norm(x[:, 0] - past[:, -1], axis=-1).mean() for x in (fake, future)
    )
    return {
        **_ratio("speed_ratio", speed, true_speed),
        **_ratio("variance_ratio", *_sums(spread, true_spread, moves)),
        **_ratio("first_frame_jump", jump, true_jump),
        "output_min": float(fake.min()),
        "output_max": float(fake.max()),
    }


def _sums(spread, true_spread, moves):
    return (spread[moves] / true_spread[moves]).sum(), moves.sum()


def critic_measures(
    real: np.ndarray, fake: np.ndarray, sigmoid: bool
) -> dict[str, float]:
    """What a critic says of true and of generated futures of the same windows.

    - c_real_mean, c_real_std, c_fake_mean, c_fake_std: over all outputs.
    - emd_val, gap_val: the two distances of the figure, whatever the critic learns.
    - c_batch_std: deviation of an output over the windows, true and generated ones
      together; mean over outputs. 0: it says the same of everything.
    - critic_accuracy: share of outputs that are higher for the true future than for the
      generated one of the same window, those that are equal count one half: a critic
      that sees no difference has 0.5, and so has one without a scale of 0 to 1.
    - sign_flip_accuracy: the rest, the accuracy with true and generated exchanged.
    - saturation, dead_share: share of outputs of a sigmoid within 0.01 of 0 or 1, and
      within 0.01 of 0.5.

    Args:
        real, fake: (N, J).
        sigmoid: whether outputs are between 0 and 1.
    """
    both = np.concatenate([real, fake])
    right = float((real > fake).mean() + (real == fake).mean() / 2)
    found = {
        "c_real_mean": real.mean(),
        "c_real_std": real.std(),
        "c_fake_mean": fake.mean(),
        "c_fake_std": fake.std(),
        "emd_val": np.square(np.cumsum(real - fake, axis=-1)).mean(),
        "gap_val": real.mean() - fake.mean(),
        "c_batch_std": both.std(axis=0).mean(),
        "critic_accuracy": right,
        "sign_flip_accuracy": 1 - right,
    }
    if sigmoid:
        found["saturation"] = (np.abs(both - 0.5) > 0.5 - SATURATED).mean()
        found["dead_share"] = (np.abs(both - 0.5) < DEAD).mean()
    return {name: float(value) for name, value in found.items()}


def seed_leak(real_seeded_0: np.ndarray, fake_seeded_1: np.ndarray) -> float:
    """Correlation of a critic's outputs with its seeds where these are exchanged.

    In training true motion has the seed 1 and generated motion 0. Exchanged, a critic
    that copies its seed gives 1, one that judges motion less than 0, and one that says
    the same of everything 0.

    Args:
        real_seeded_0: outputs (N, J) for true motion.
        fake_seeded_1: for generated motion.
    """
    outputs = np.concatenate([real_seeded_0, fake_seeded_1], dtype=np.float64)
    if outputs.std() < 1e-12:
        return 0.0
    seeds = np.repeat([0.0, 1.0], real_seeded_0.size)
    return float(np.corrcoef(outputs.ravel(), seeds)[0, 1])


def slope_measures(norms: np.ndarray) -> dict[str, float]:
    """lipschitz_mean, lipschitz_max: of norms (any shape) of the critic's slope.

    A slope is the gradient of the sum of its outputs with respect to all numbers of one
    candidate.
    """
    return {"lipschitz_mean": float(norms.mean()), "lipschitz_max": float(norms.max())}


def clip_fraction(weights, bound: float) -> float:
    """Share of clipped weights at the limits, at 0.999 of the bound or above."""
    sizes = np.concatenate([np.abs(np.ravel(weight)) for weight in weights])
    return float((sizes >= AT_THE_LIMIT * bound).mean())


def neighbour_distance(past: np.ndarray, future: np.ndarray) -> float:
    """How far apart true futures are after pasts that are nearly the same.

    Mean over windows of the distance between the future of a window and that of the
    window whose past is nearest to its own; 0 of a single window.

    Args:
        past: (N, S, D).
        future: (N, T, D).
    """
    rows = past.reshape(len(past), -1).astype(np.float64)
    squares = np.square(rows).sum(axis=1)
    apart = squares[:, None] + squares - 2 * rows @ rows.T
    np.fill_diagonal(apart, np.inf)
    nearest = future[apart.argmin(axis=1)]
    return float(np.sqrt(np.square(future - nearest).sum(axis=(1, 2))).mean())


def diversity(samples: np.ndarray, neighbours: float) -> dict[str, float]:
    """diversity: mean distance between two samples of a window, over the true one.

    Args:
        samples: (N, K, T, D), of different noise.
        neighbours: of `neighbour_distance`.
    """
    first, second = np.triu_indices(samples.shape[1], 1)
    apart = np.square(samples[:, first] - samples[:, second]).sum(axis=(2, 3))
    return _ratio("diversity", np.sqrt(apart).mean(), neighbours)


def quality(scores: np.ndarray) -> float:
    """HP-GAN: share of a window's samples with a score of 0.5 or above; the mean.

    Args:
        scores: (N, K) of the network that says whether a motion is real.
    """
    return float((scores >= GOOD).mean())


def _ratio(name: str, over: float, under: float) -> dict[str, float]:
    return {name: float(over / under)} if under else {}
