"""What critic and generator learn from.

m rows of a batch, J values of the critic for a row, T generated frames, D features.
NumPy forms of the same, against which these are tested, are in
`tests/gan/critic_measures.py`.
"""

from keras import ops


def _gap(real, fake):
    """mean p - mean q: what the critic of a WGAN maximises (Arjovsky et al. 2017)."""
    return ops.mean(real) - ops.mean(fake)


def _cdf_squares(real, fake):
    return ops.square(ops.cumsum(real - fake, axis=-1))


def _literal(real, fake):
    """Equation 1 as it is typeset: only the second value is squared."""
    return ops.mean(ops.sum(real, axis=-1) - ops.sum(ops.square(fake), axis=-1))


# Readings of Equation 1 of the report, the distance of two rows of J values p and q.
DISTANCES = {
    # The sentence beside it: mean squared difference of cumulative sums.
    "cdf_mse": lambda real, fake: ops.mean(_cdf_squares(real, fake)),
    "cdf_sqsum": lambda real, fake: ops.mean(
        ops.sum(_cdf_squares(real, fake), axis=-1)
    ),
    "literal": _literal,
    # Its bracket closed before the square.
    "total_sq": lambda real, fake: ops.mean(ops.square(ops.sum(real - fake, axis=-1))),
    # The earth mover's distance of two distributions over joints 0 to J - 1.
    "w1": lambda real, fake: ops.mean(
        ops.sum(ops.abs(ops.cumsum(real - fake, axis=-1)), axis=-1)
    ),
    "gap": _gap,
}


def distance(name: str, real, fake, normalise: bool = False):
    """How far a critic holds real and generated motion apart, a scalar.

    Args:
        name: key of `DISTANCES`. The squared forms and 'w1' are symmetric: they do not
            say which of the two is to be high.
        real, fake: (m, J).
        normalise: divides by the sums over J first; 'w1' always does.
    """
    if normalise or name == "w1":
        real = real / ops.sum(real, axis=-1, keepdims=True)
        fake = fake / ops.sum(fake, axis=-1, keepdims=True)
    return DISTANCES[name](real, fake)


def window_mse(past, truth, fake):
    """Line 9: squared error of whole windows, (T - V)^2.

    The past is the same in both, so this is T / (S + T) of the error of the future.
    """
    frames = past.shape[1] + truth.shape[1]
    return ops.mean(ops.square(truth - fake)) * (truth.shape[1] / frames)


def pose_gradient(last, frames, form: str = "paper", power: float = 2.0):
    """HP-GAN: how much generated poses change from frame to frame, a scalar.

    paper: the mean over rows of [sum |y_t - y_(t-1)|^p]^(1/p) (report, Equation 2).
    code: the norm over the whole batch, divided by its rows and frames, at least 1e-4.

    Args:
        last: (m, D), the last frame of the past.
        frames: (m, T, D).
    """
    before = ops.concatenate([last[:, None], frames[:, :-1]], axis=1)
    change = frames - before
    if form == "code":
        count = change.shape[0] * change.shape[1]
        norm = ops.sqrt(ops.sum(ops.square(change)) + 1e-20)
        return ops.maximum(norm / count, 1e-4)
    powers = ops.sum(ops.abs(change) ** power, axis=(1, 2))
    return ops.mean((powers + 1e-12) ** (1 / power))


def bone_change(lengths, truth, form: str = "paper"):
    """HP-GAN: how much generated bones differ in length from true ones, a scalar.

    paper: mean over rows of the sum over frames of the norm over bones (report,
    Equation 2). code: the sum of |difference| relative to the true length, divided by
    rows and frames.

    Args:
        lengths: (m, T, bones).
        truth: (m, 1 or T, bones).
    """
    difference = truth - lengths
    if form == "code":
        relative = ops.sum(ops.abs(difference) / (truth + 1e-5))
        return relative / (lengths.shape[0] * lengths.shape[1])
    norms = ops.sqrt(ops.sum(ops.square(difference), axis=-1) + 1e-12)
    return ops.mean(ops.sum(norms, axis=-1))
