"""Layer normalisation over a whole sample, with its own gradient.

J joints, B batch, T frames, D features: sequences are (J, B, T, D) here.
"""

import keras
from keras import ops

EPSILON = 1e-12


class SampleNormalisation(keras.layers.Layer):
    """Mean and variance over joints, frames and features; scale and shift of size D.

    What TensorFlow 1's contrib layer norm does to a tensor of rank 4 by default. Keras'
    LayerNormalization has either statistics of each vector or a scale for each entry.
    Call: (J, B, T, D) -> (J, B, T, D).
    """

    def build(self, shape):
        width = (shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=width, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=width, initializer="zeros")

    def call(self, x):
        # A custom gradient wants tensors and not variables.
        return normalise(x, ops.copy(self.gamma), ops.copy(self.beta))


@ops.custom_gradient
def normalise(x, gamma, beta):
    """Normalises each sample of (J, B, T, D), in float32 whatever the input.

    Differentiated automatically, every term of the gradient is a pass over a tensor of
    full size. Sums over joints and frames, (B, D), hold all that it needs.
    """
    joints, _, frames, width = x.shape
    count = joints * frames * width
    wide = ops.cast(x, "float32")
    gamma, beta = ops.cast(gamma, "float32"), ops.cast(beta, "float32")
    mean = ops.sum(_over_time_and_joints(wide), axis=-1, keepdims=True) / count
    squares = ops.sum(_over_time_and_joints(ops.square(wide)), -1, keepdims=True)
    variance = ops.maximum(squares / count - ops.square(mean), 0.0)
    inverse = ops.rsqrt(variance + EPSILON)  # (B, 1)
    scale = inverse * gamma  # (B, D)
    shift = beta - mean * scale
    y = wide * scale[None, :, None] + shift[None, :, None]

    def gradient(*args, upstream=None):
        dy = ops.cast(args[0] if upstream is None else upstream, "float32")
        dbeta = _over_time_and_joints(dy)  # (B, D)
        dgamma = inverse * (_over_time_and_joints(dy * wide) - mean * dbeta)
        # dx = inverse (g - mean(g) - n mean(g n)), g = gamma dy, n normalised x
        along_one = ops.sum(gamma * dbeta, axis=-1, keepdims=True) / count
        along_x = ops.sum(gamma * dgamma, axis=-1, keepdims=True) / count
        slope = ops.square(inverse) * along_x
        offset = mean * slope - inverse * along_one
        dx = dy * scale[None, :, None]
        dx = dx - (wide * slope[None, :, None] - offset[None, :, None])
        return ops.cast(dx, x.dtype), ops.sum(dgamma, axis=0), ops.sum(dbeta, axis=0)

    return ops.cast(y, x.dtype), gradient


def _over_time_and_joints(x):
    """(J, B, T, D) -> (B, D); two sums, for each is fast over one axis."""
    return ops.sum(ops.sum(x, axis=2), axis=0)
