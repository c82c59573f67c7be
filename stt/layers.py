"""Affine maps and attention over joints and frames.

J joints, B batch, T frames, D features, H heads. Sequences are (J, B, T, D): then all
joints' maps are one batched product.
"""

import keras
from keras import ops

from networks.scaled_attention import attend

# Which maps are every joint's own: queries, keys and values, output; and whether all
# joints have one attention map in common.
TEMPORAL_FORMS = {
    "per_joint": ("own", "own", "own", False),  # the paper
    "shared_map": ("own", "own", "shared", True),  # report's study 08, our reading
    "vectorised": ("own", "own", "shared", False),  # another: the paper's, one output
    "shared_keys_values": ("own", "shared", "shared", False),  # another: Equation 3
}
SPATIAL_FORMS = {
    "shared_keys_values": ("own", "shared", "shared", False),  # the paper, Equation 3
    "per_joint": ("own", "own", "shared", False),  # report's study 07, Equation 4
}


class JointMaps(keras.layers.Layer):
    """x W + b with weights of each joint's own, or of all joints in common.

    Several maps of the same size (`maps`) are one product. Weights are Glorot-uniform
    with the fans of ONE map of ONE joint. Call: (J, B, T, I) -> (J, B, T, maps O).
    """

    def __init__(self, units: int, shared: bool = False, maps: int = 1, **kwargs):
        super().__init__(**kwargs)
        self.units, self.shared, self.maps = units, shared, maps

    def build(self, shape):
        joints, inputs = shape[0], shape[-1]
        limit = (6 / (inputs + self.units)) ** 0.5
        own = () if self.shared else (joints,)
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*own, inputs, self.maps * self.units),
            initializer=keras.initializers.RandomUniform(-limit, limit),
        )
        self.bias = self.add_weight(
            name="bias", shape=(*own, self.maps * self.units), initializer="zeros"
        )

    def call(self, x):
        kernel, bias = self.kernel, ops.convert_to_tensor(self.bias)
        rows = (-1,) if self.shared else (x.shape[0], -1)
        bias = bias if self.shared else bias[:, None]
        y = ops.matmul(ops.reshape(x, (*rows, x.shape[-1])), kernel) + bias
        return ops.reshape(y, (*ops.shape(x)[:-1], self.maps * self.units))


class Attention(keras.layers.Layer):
    """What temporal and spatial attention share; a subclass arranges the tokens.

    Call: (J, B, T, D), bias of the logits or None -> (J, B, T, D).
    """

    FORMS: dict[str, tuple[str, str, str, bool]]

    def __init__(self, width: int, heads: int, form: str, **kwargs):
        super().__init__(**kwargs)
        queries, keys_values, output, self.one_map = self.FORMS[form]
        self.width, self.heads, self.size = width, heads, width // heads
        if queries == keys_values:
            self.projections = [JointMaps(width, maps=3, name="queries_keys_values")]
        else:
            self.projections = [
                JointMaps(width, name="queries"),
                JointMaps(width, shared=True, maps=2, name="keys_values"),
            ]
        self.output_map = JointMaps(width, shared=output == "shared", name="output")

    def call(self, x, bias=None):
        joints, _, frames, _ = x.shape
        heads = []
        for projection in self.projections:
            shape = (joints, -1, frames, projection.maps, self.heads, self.size)
            tokens = self.to_tokens(ops.reshape(projection(x), shape))
            heads += ops.unstack(tokens, projection.maps)
        attended = self.from_tokens(self.attend(*heads, bias), joints)
        return self.output_map(ops.reshape(attended, (joints, -1, frames, self.width)))

    def attend(self, queries, keys, values, bias):
        raise NotImplementedError

    def to_tokens(self, x):
        """(J, B, T, maps, H, D/H) -> (maps, ..., tokens, features of a head)."""
        raise NotImplementedError

    def from_tokens(self, x, joints: int):
        """(..., tokens, features of a head) -> (J, B, T, H, D/H)."""
        raise NotImplementedError


class TemporalAttention(Attention):
    """Each joint attends to its own frames up to now (paper, section 3.2).

    The report's studies 08 and 09 have other forms, see `TEMPORAL_FORMS`.
    """

    FORMS = TEMPORAL_FORMS

    def attend(self, queries, keys, values, bias):
        return attend(queries, keys, values, causal=True)

    def to_tokens(self, x):
        if not self.one_map:
            return ops.transpose(x, (3, 0, 1, 4, 2, 5))  # (maps, J, B, H, T, D/H)
        joints, _, frames, maps, _, _ = x.shape
        x = ops.transpose(x, (3, 1, 4, 2, 0, 5))
        return ops.reshape(x, (maps, -1, self.heads, frames, joints * self.size))

    def from_tokens(self, x, joints):
        if not self.one_map:
            return ops.transpose(x, (0, 1, 3, 2, 4))
        x = ops.reshape(x, (-1, self.heads, x.shape[2], joints, self.size))
        return ops.transpose(x, (3, 0, 2, 1, 4))


class SpatialAttention(Attention):
    """Within a frame each joint attends to all joints (paper, section 3.2).

    The report's study 07 has another form, see `SPATIAL_FORMS`.
    """

    FORMS = SPATIAL_FORMS

    def attend(self, queries, keys, values, bias):
        return attend(queries, keys, values, bias=bias)

    def to_tokens(self, x):
        return ops.transpose(x, (3, 1, 2, 4, 0, 5))  # (maps, B, T, H, J, D/H)

    def from_tokens(self, x, joints):
        return ops.transpose(x, (3, 0, 1, 2, 4))
