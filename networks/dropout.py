"""Dropout from half as many random numbers."""

import keras
from keras import ops

_BITS = 15
_LEVELS = 2**_BITS  # a rate is rounded to a multiple of 1 / _LEVELS


class Dropout(keras.layers.Layer):
    """Zeroes inputs at random while training and scales up the others.

    What keras.layers.Dropout does, but every random integer decides on two inputs, 15
    bits each: on a CPU drawing them is most of its time. The last axis must be even.

    Args:
        rate: share of zeros; 0.1 becomes 0.100006.
    """

    def __init__(self, rate: float, **kwargs):
        super().__init__(**kwargs)
        self.dropped = round(rate * _LEVELS)
        self.seed = keras.random.SeedGenerator()

    def call(self, x, training=False):
        if not training or not self.dropped:
            return x
        half = (*ops.shape(x)[:-1], x.shape[-1] // 2)
        bits = keras.random.randint(half, 0, _LEVELS**2, "int32", seed=self.seed)
        low = ops.bitwise_and(bits, _LEVELS - 1)
        high = ops.bitwise_right_shift(bits, _BITS)
        both = ops.concatenate([low, high], axis=-1)
        factor = _LEVELS / (_LEVELS - self.dropped)
        kept = ops.where(both >= self.dropped, factor, 0.0)
        return x * ops.cast(kept, x.dtype)
