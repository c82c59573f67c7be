"""Layers of transformers as PyTorch builds them: sequences, one vector a frame.

B batch, T and S frames, D width, C features of a head.
"""

import keras
import numpy as np
from keras import ops

from networks.initialisers import glorot

FORBIDDEN = -1e9  # added to the logits of what a frame may not see


def layer_norm(**kwargs):
    """PyTorch's layer normalisation, whose epsilon is not Keras'."""
    return keras.layers.LayerNormalization(epsilon=1e-5, **kwargs)


class MultiHeadAttention(keras.layers.Layer):
    """Attention of several heads (Vaswani et al. 2017, section 3.2).

    Keras' own has no way to keep keys and values from step to step, and draws queries,
    keys and values each for itself, where PyTorch draws them as one matrix.
    Call: (B, T, D), memory (B, S, D) -> (B, T, D).

    Args:
        width: D.
        heads: must divide D.
        dropout: of the weights.
        hidden: (T, S) or (1, S) bool, what may not be seen; None: nothing.
        code: added to queries and keys; (T, D), where T = S, or 0.
        causal: a frame sees itself and earlier ones only.
    """

    def __init__(
        self, width, heads, dropout, hidden=None, code=0.0, causal=False, **kwargs
    ):
        super().__init__(**kwargs)
        if width % heads:
            raise ValueError(
                f"expected a width that {heads} heads divide, received {width}"
            )
        self.width, self.heads, self.code, self.causal = width, heads, code, causal
        self.bias = 0.0 if hidden is None else np.where(hidden, FORBIDDEN, 0.0)
        self.query, self.key, self.value = (
            keras.layers.Dense(
                width, kernel_initializer=glorot(width, 3 * width), name=name
            )
            for name in ("query", "key", "value")
        )
        self.output_map = keras.layers.Dense(width, name="output_map")
        self.dropout = keras.layers.Dropout(dropout)

    def build(self, x_shape, memory_shape=None):
        for each in (self.query, self.key, self.value, self.output_map):
            if not each.built:  # keys and values may have been asked for before
                each.build((*x_shape[:-1], self.width))

    def call(self, x, memory, training=False):
        bias = self.bias
        if self.causal:
            bias = np.triu(np.full((x.shape[1],) * 2, FORBIDDEN), k=1)
        return self.attend(x, *self.keys_values(memory), bias, training=training)

    def keys_values(self, memory):
        """(B, S, D) -> two of (B, heads, S, C)."""
        code = ops.cast(self.code, memory.dtype)
        return self._split(self.key(memory + code)), self._split(self.value(memory))

    def attend(self, x, keys, values, bias=0.0, training=False):
        """(B, T, D) to keys and values that are known: (B, T, D)."""
        queries = self._split(self.query(x + ops.cast(self.code, x.dtype)))
        logits = ops.matmul(queries, ops.swapaxes(keys, -1, -2))
        logits = logits * queries.shape[-1] ** -0.5 + ops.cast(bias, logits.dtype)
        # A single key has all the weight; Keras warns of such a softmax.
        weights = ops.softmax(logits) if keys.shape[2] > 1 else ops.ones_like(logits)
        weights = self.dropout(weights, training=training)
        y = ops.transpose(ops.matmul(weights, values), (0, 2, 1, 3))
        return self.output_map(ops.reshape(y, (-1, *x.shape[1:])))

    def _split(self, x):
        """(B, T, D) -> (B, heads, T, C)."""
        _, frames, width = x.shape
        x = ops.reshape(x, (-1, frames, self.heads, width // self.heads))
        return ops.transpose(x, (0, 2, 1, 3))


class TransformerLayer(keras.layers.Layer):
    """Attention to itself and, in a decoder, to a memory, then maps of each frame.

    Around each of these a residual, and a norm of the sum or, with `pre_norm`, of the
    input. Call: (B, T, D), memory -> (B, T, D); the memory is keys and values, from
    `to_memory.keys_values`, or None in an encoder.

    Args:
        to_itself, to_memory: attention; None: no memory.
        widened, narrowed: the two maps of a frame.
        dropout: of what each part adds, and between the maps.
        activation: between the maps.
    """

    def __init__(
        self,
        to_itself,
        widened,
        narrowed,
        dropout,
        to_memory=None,
        *,
        activation=ops.relu,
        pre_norm=False,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.to_itself, self.to_memory = to_itself, to_memory
        self.widened, self.narrowed = widened, narrowed
        self.activation, self.pre_norm = activation, pre_norm
        self.norms = [layer_norm() for _ in range(2 if to_memory is None else 3)]
        self.dropout = keras.layers.Dropout(dropout)

    def build(self, x_shape, memory_shape=None):
        inner = (*x_shape[:-1], self.widened.units)
        parts = [(self.to_itself, x_shape), (self.widened, x_shape)]
        parts += [(norm, x_shape) for norm in self.norms] + [(self.narrowed, inner)]
        if self.to_memory is not None:
            parts.append((self.to_memory, x_shape))
        for part, shape in parts:
            if not part.built:  # `step` may have been used before
                part.build(shape)

    def call(self, x, memory=None, training=False):
        def attend(y):
            return self.to_itself(y, y, training=training)

        return self._transform(x, attend, memory, training)

    def step(self, x, number, past, memory, training=False):
        """One more frame of a causal layer.

        Args:
            x: (B, 1, D).
            number: of the frame, from 0; an integer tensor.
            past: keys and values (B, heads, T, C) of all frames, not yet filled in from
                this one on.
            memory: as for `call`.

        Returns:
            (B, 1, D), and keys and values with this frame filled in.
        """
        frames = ops.arange(past[0].shape[2])
        place = ops.cast(frames == number, x.dtype)[:, None]
        filled = []

        def attend(y):
            newest = self.to_itself.keys_values(y)
            # A sum, for filling in has no gradient on every backend.
            filled.extend(p + place * n for p, n in zip(past, newest, strict=True))
            bias = ops.where(frames > number, FORBIDDEN, 0.0)
            return self.to_itself.attend(y, *filled, bias, training=training)

        return self._transform(x, attend, memory, training), filled

    def _transform(self, x, attend, memory, training):
        def around(norm, x, part):
            y = part(norm(x) if self.pre_norm else x)
            y = x + self.dropout(y, training=training)
            return y if self.pre_norm else norm(y)

        def attend_memory(y):
            return self.to_memory.attend(
                y, *memory, self.to_memory.bias, training=training
            )

        def forward(y):
            y = self.activation(self.widened(y))
            return self.narrowed(self.dropout(y, training=training))

        x = around(self.norms[0], x, attend)
        if self.to_memory is not None:
            x = around(self.norms[1], x, attend_memory)
        return around(self.norms[-1], x, forward)
