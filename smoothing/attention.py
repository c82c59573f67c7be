"""Attention of few poses to each other, as DeciWatch has it.

B batch, T and S frames, D width.
"""

import keras
import numpy as np
from keras import ops

from smoothing.initialisers import biases, glorot
from smoothing.studies import Config

ACTIVATIONS = {
    "relu": ops.relu,
    "leaky_relu": lambda x: ops.leaky_relu(x, negative_slope=0.01),
}
FORBIDDEN = -1e9  # added to the logits of what a frame may not see


def dense(width: int, inputs: int, config: Config):
    """A linear map of each frame."""
    bias = biases(config.initial_biases, inputs)
    return keras.layers.Dense(width, bias_initializer=bias)


def layer_norm():
    """PyTorch's layer normalisation, whose epsilon is not Keras'."""
    return keras.layers.LayerNormalization(epsilon=1e-5)


class Attention(keras.layers.Layer):
    """Attention of several heads (Vaswani et al. 2017, section 3.2).

    Call: (B, T, D), memory (B, S, D) -> (B, T, D).

    Args:
        config: gives the width, heads and dropout of weights.
        hidden: (T, S) or (1, S) bool, what may not be seen; None: nothing.
        code: added to queries and keys; (T, D), where T = S, or 0.
    """

    def __init__(self, config: Config, hidden=None, code=0.0, **kwargs):
        super().__init__(**kwargs)
        self.heads, self.code = config.heads, code
        self.bias = 0.0 if hidden is None else np.where(hidden, FORBIDDEN, 0.0)
        self.query, self.key, self.value = (
            # PyTorch stacks the three in one matrix, and draws for that.
            keras.layers.Dense(
                config.width,
                kernel_initializer=glorot(config.width, 3 * config.width),
                name=name,
            )
            for name in ("query", "key", "value")
        )
        self.output_map = keras.layers.Dense(config.width)
        self.dropout = keras.layers.Dropout(config.dropout)

    def call(self, x, memory, training=False):
        code = ops.cast(self.code, x.dtype)
        queries = self._split(self.query(x + code))
        keys = self._split(self.key(memory + code))
        logits = ops.matmul(queries, ops.swapaxes(keys, -1, -2))
        logits = logits * queries.shape[-1] ** -0.5 + ops.cast(self.bias, x.dtype)
        weights = self.dropout(ops.softmax(logits), training=training)
        y = ops.matmul(weights, self._split(self.value(memory)))
        y = ops.transpose(y, (0, 2, 1, 3))
        return self.output_map(ops.reshape(y, (-1, *x.shape[1:])))

    def _split(self, x):
        """(B, T, D) -> (B, heads, T, D / heads)."""
        _, frames, width = x.shape
        x = ops.reshape(x, (-1, frames, self.heads, width // self.heads))
        return ops.transpose(x, (0, 2, 1, 3))


class AttentionLayer(keras.layers.Layer):
    """Attention to itself and, in a decoder, to a memory, then maps of each frame.

    Around each of these a residual, and a norm of the sum or, with
    `Config.pre_norm`, of the input.
    Call: (B, T, D), memory (B, S, D) or None -> (B, T, D).
    """

    def __init__(
        self, config, to_itself, to_memory=None, activation="leaky_relu", **kwargs
    ):
        super().__init__(**kwargs)
        self.to_itself, self.to_memory = to_itself, to_memory
        self.activation, self.pre_norm = activation, config.pre_norm
        self.widened = dense(config.feed_forward, config.width, config)
        self.narrowed = dense(config.width, config.feed_forward, config)
        self.norms = [layer_norm() for _ in range(2 if to_memory is None else 3)]
        self.dropout = keras.layers.Dropout(config.dropout)

    def call(self, x, memory=None, training=False):
        def around(norm, x, part):
            y = part(norm(x) if self.pre_norm else x)
            y = x + self.dropout(y, training=training)
            return y if self.pre_norm else norm(y)

        def attend(y):
            return self.to_itself(y, y, training=training)

        def attend_memory(y):
            return self.to_memory(y, memory, training=training)

        def forward(y):
            y = ACTIVATIONS[self.activation](self.widened(y))
            return self.narrowed(self.dropout(y, training=training))

        x = around(self.norms[0], x, attend)
        if self.to_memory is not None:
            x = around(self.norms[1], x, attend_memory)
        return around(self.norms[-1], x, forward)
