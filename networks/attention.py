"""Attention of one decoder state over the encoder's outputs.

B batch, S memory steps, M memory width, Q query width, U units.
"""

import keras
from keras import ops

SCORES = ("general", "dot", "additive", "linear")


@keras.saving.register_keras_serializable("reenact")
class MemoryAttention(keras.layers.Layer):
    """Weights the memory by its score against a query.

    general: q . (W a_j + b), Luong et al. 2015, eq. 8, with a bias.
    dot: q . a_j, the same equation.
    additive: v . tanh(W_q q + W a_j + b), Bahdanau et al. 2015, appendix A.1.2.
    linear: w . [q; a_j] + b, the literal reading of the attention thesis (4.2.3). The
    part of q is the same for every j and cancels in the softmax, so these weights
    never change over time; kept for comparison.

    The context is the weighted sum of the memory itself, not of its projection. With
    the gain of a normalised or scaled variant multiplied into W or v, the first three
    give the numbers of the former TensorFlow Addons mechanisms.

    Args:
        score: one of `SCORES`.
        units: U; the query width for `general` and `dot`.
    """

    def __init__(self, score: str, units: int, **kwargs):
        super().__init__(**kwargs)
        if score not in SCORES:
            raise ValueError(f"score must be one of {SCORES}, received {score!r}")
        self.score, self.units = score, units
        self.key_projection = (
            keras.layers.Dense(
                1 if score == "linear" else units,
                kernel_initializer=_uniform_by_fan_in,
                bias_initializer=_uniform_by_fan_in,
                name="keys",
            )
            if score != "dot"
            else None
        )
        self.query_projection = (
            keras.layers.Dense(
                1 if score == "linear" else units,
                use_bias=False,
                kernel_initializer=_uniform_by_fan_in,
                name="query",
            )
            if score in ("additive", "linear")
            else None
        )
        self.attend = (
            keras.layers.AdditiveAttention(use_scale=True, name="scale")
            if score == "additive"
            else keras.layers.Attention(use_scale=False, name="product")
        )

    def build(self, query_shape, memory_shape):
        if self.key_projection is not None:
            self.key_projection.build(memory_shape)
        if self.query_projection is not None:
            self.query_projection.build(query_shape)
        if self.score == "additive":
            self.attend.build([(None, 1, self.units), (None, None, self.units)])
        self.built = True

    def keys(self, memory):
        """Projects the memory once for all steps: (B, S, M) -> (B, S, U)."""
        return memory if self.key_projection is None else self.key_projection(memory)

    def call(self, query, memory, keys, valid=None):
        """(B, Q), (B, S, M), keys(memory) -> context (B, M), weights (B, S).

        `valid` (B, S) is false where a memory step is padding.
        """
        if self.score == "linear":
            weights = ops.softmax(self.query_projection(query) + keys[:, :, 0], axis=-1)
            return ops.einsum("bs,bsm->bm", weights, memory), weights
        if self.score == "additive":
            query = self.query_projection(query)
        context, weights = self.attend(
            [query[:, None], memory, keys],
            mask=[None, valid],
            return_attention_scores=True,
        )
        return context[:, 0], weights[:, 0]

    def get_config(self):
        return {**super().get_config(), "score": self.score, "units": self.units}


def _uniform_by_fan_in(shape, dtype=None):
    """PyTorch's default for a linear layer: uniform within 1 / sqrt(fan in)."""
    limit = shape[0] ** -0.5
    return keras.random.uniform(shape, -limit, limit, dtype=dtype)
