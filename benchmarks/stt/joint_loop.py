"""The paper's network written as a loop over joints, to compare with.

B batch, T frames, J joints, D features, H heads. Sequences are (B, T, J, D), and every
joint's map is a layer of its own: 1,836 variables at the published size, as in the
released program of Aksan et al. 2021. Nothing here is tuned, and gradients are those of
automatic differentiation.
"""

import keras
import numpy as np
from keras import ops

from data_prep.poses.features import PoseFeatures
from motion.body_joints import BODY_JOINTS
from networks.layer_norm import EPSILON
from networks.positions import sinusoids
from networks.scaled_attention import FORBIDDEN
from stt.forecaster import Forecaster
from stt.studies import Config


class JointLoop(Forecaster):
    """Study 02, weights of the same values give the same outputs."""

    def __init__(self, config: Config, features: PoseFeatures, **kwargs):
        super().__init__(config, features, **kwargs)
        self.embeddings = _dense_per_joint(config.width)
        self.positions = sinusoids(config.window, config.width)[:, None]
        self.dropout = keras.layers.Dropout(config.dropout)
        self.loop_layers = [LoopLayer(config) for _ in range(config.layers)]
        self.outputs_per_joint = _dense_per_joint(features.per_joint)

    def change(self, x, training):
        frames, per_joint = x.shape[1], self.features.per_joint
        x = ops.reshape(x, (-1, frames, len(BODY_JOINTS), per_joint))
        x = _each_joint(self.embeddings, x) + self.positions[:frames]
        x = self.dropout(x, training=training)
        for layer in self.loop_layers:
            x = layer(x, training=training)
        y = _each_joint(self.outputs_per_joint, x)
        return ops.reshape(y, (-1, frames, len(BODY_JOINTS) * per_joint))


class LoopLayer(keras.layers.Layer):
    """One layer: `stt.model.AttentionLayer`. Call: (B, T, J, D) -> (B, T, J, D)."""

    def __init__(self, config: Config, **kwargs):
        super().__init__(**kwargs)
        width = config.width
        self.temporal_heads = config.temporal_heads
        self.spatial_heads = config.spatial_heads
        self.temporal = {name: _dense_per_joint(width) for name in ("q", "k", "v", "o")}
        self.spatial_queries = _dense_per_joint(width)
        self.spatial = {name: keras.layers.Dense(width) for name in ("k", "v", "o")}
        self.widened = _dense_per_joint(config.feed_forward, "relu")
        self.narrowed = _dense_per_joint(width)
        self.norms = [WholeSampleNorm() for _ in range(3)]
        self.dropout = keras.layers.Dropout(config.dropout)

    def call(self, x, training=False):
        temporal = self.dropout(self._temporal(x), training=training)
        spatial = self.dropout(self._spatial(x), training=training)
        attended = self.norms[0](temporal + x) + self.norms[1](spatial + x)
        forward = _each_joint(self.narrowed, _each_joint(self.widened, attended))
        forward = self.dropout(forward, training=training)
        return self.norms[2](forward + attended)

    def _temporal(self, x):
        frames = x.shape[1]
        hidden = np.triu(np.full((frames, frames), FORBIDDEN, np.float32), k=1)
        outputs = []
        for joint in range(x.shape[2]):
            own = x[:, :, joint]
            queries, keys, values = (
                _split(self.temporal[name][joint](own), self.temporal_heads)
                for name in ("q", "k", "v")
            )
            attended = _joined(_attend(queries, keys, values, hidden))
            outputs.append(self.temporal["o"][joint](attended))
        return ops.stack(outputs, axis=2)

    def _spatial(self, x):
        queries = _each_joint(self.spatial_queries, x)
        heads = (
            _split(each, self.spatial_heads)
            for each in (queries, self.spatial["k"](x), self.spatial["v"](x))
        )
        return self.spatial["o"](_joined(_attend(*heads)))


class WholeSampleNorm(keras.layers.Layer):
    """`networks.layer_norm.SampleNormalisation` as one would write it down."""

    def build(self, shape):
        self.gamma = self.add_weight(shape=(shape[-1],), initializer="ones")
        self.beta = self.add_weight(shape=(shape[-1],), initializer="zeros")

    def call(self, x):
        mean, variance = ops.moments(x, axes=(1, 2, 3), keepdims=True)
        return (x - mean) * ops.rsqrt(variance + EPSILON) * self.gamma + self.beta


def _dense_per_joint(units: int, activation: str | None = None):
    return [keras.layers.Dense(units, activation=activation) for _ in BODY_JOINTS]


def _each_joint(layers, x):
    """Layer j on joint j: (B, T, J, I) -> (B, T, J, O)."""
    return ops.stack([layer(x[:, :, j]) for j, layer in enumerate(layers)], axis=2)


def _split(x, heads: int):
    """(..., tokens, D) -> (..., H, tokens, D/H)."""
    x = ops.reshape(x, (-1, *x.shape[1:-1], heads, x.shape[-1] // heads))
    return ops.swapaxes(x, -3, -2)


def _joined(x):
    """(..., H, tokens, D/H) -> (..., tokens, D)."""
    x = ops.swapaxes(x, -3, -2)
    return ops.reshape(x, (-1, *x.shape[1:-2], x.shape[-2] * x.shape[-1]))


def _attend(queries, keys, values, hidden=0.0):
    logits = ops.matmul(queries, ops.swapaxes(keys, -1, -2))
    logits = logits * queries.shape[-1] ** -0.5 + hidden
    return ops.matmul(ops.softmax(logits), values)
