"""First values of weights, as PyTorch draws them."""

import keras


def uniform(limit: float):
    """A fresh initialiser: used for two weights, one would draw the same twice."""
    return keras.initializers.RandomUniform(-limit, limit)


def glorot(fan_in: int, fan_out: int):
    """For weights that are stacked in one variable, whose own shape misleads Keras."""
    return uniform((6 / (fan_in + fan_out)) ** 0.5)


def by_fan_in(fan_in: int):
    """The default of PyTorch's linear layers, for weights and biases alike."""
    return uniform(fan_in**-0.5)


def biases(kind: str, fan_in: int):
    """'zeros', or 'uniform': PyTorch's default.

    Raises:
        ValueError: another kind.
    """
    if kind not in ("zeros", "uniform"):
        raise ValueError(f"expected biases of zeros or uniform, received {kind!r}")
    return "zeros" if kind == "zeros" else by_fan_in(fan_in)
