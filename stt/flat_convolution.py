"""Study 14: poses as flat vectors, full-width heads, convolutions along the pose.

B batch, T frames, C = J P channels of a pose, H heads. The report's appendix states
32 temporal and 8 spatial heads "by transposing" and five convolutions, and that there
are about 30 % more parameters than in the original; from these the width (C itself)
and the heads (each with maps of full width) follow. Ours: ReLU after each convolution,
one filter, the feed-forward width and the place of the residuals.
"""

import keras
from keras import ops

from data_prep.poses.features import PoseFeatures
from networks.layer_norm import EPSILON, SampleNormalisation
from networks.positions import sinusoids
from networks.scaled_attention import attend
from stt.forecaster import Forecaster
from stt.studies import Config

CONVOLUTIONS, KERNEL, DILATION = 5, 5, 2
_LOST = (KERNEL - 1) * DILATION  # channels that a convolution without padding loses


def smallest_width() -> int:
    """The channels that the convolutions use up, and one."""
    return CONVOLUTIONS * _LOST + 1


class FullWidthHeads(keras.layers.Layer):
    """Heads that each see the whole width; their outputs together are mapped back.

    along 'time': attention of frames to frames, causal.
    along 'channels': attention of channels to channels, from maps of each frame; what
    leaks from the future are the (C, C) scores.
    along 'channels_by_time': the maps run along time instead, those of values and
    outputs from earlier frames to later ones only, or the network could copy the frame
    that it should predict; the scores leak as before.
    Call: (B, T, C) -> (B, T, C).
    """

    def __init__(self, heads: int, along: str, **kwargs):
        super().__init__(**kwargs)
        self.heads, self.along = heads, along

    def build(self, shape):
        _, frames, channels = shape
        size = frames if self.along == "channels_by_time" else channels
        limit = (6 / (2 * size)) ** 0.5
        uniform = keras.initializers.RandomUniform(-limit, limit)
        self.maps = self.add_weight(
            name="maps", shape=(3, self.heads, size, size), initializer=uniform
        )
        self.biases = self.add_weight(
            name="biases", shape=(3, self.heads, 1, size), initializer="zeros"
        )
        self.output_map = self.add_weight(
            name="output",
            shape=(self.heads * size, size),
            initializer="glorot_uniform",
        )
        self.output_bias = self.add_weight(
            name="output_bias", shape=(size,), initializer="zeros"
        )

    def call(self, x):
        if self.along == "channels_by_time":
            return ops.swapaxes(self._by_time(ops.swapaxes(x, 1, 2)), 1, 2)
        queries, keys, values = (
            ops.matmul(x[:, None], self.maps[part]) + self.biases[part]
            for part in range(3)
        )  # (B, H, T, C)
        if self.along == "time":
            attended = attend(queries, keys, values, causal=True)
        else:
            tokens = (ops.swapaxes(each, -1, -2) for each in (queries, keys, values))
            attended = ops.swapaxes(attend(*tokens), -1, -2)
        return self._joined(attended, self.output_map) + self.output_bias

    def _by_time(self, x):
        """(B, C, T) -> (B, C, T); entry [source, destination] of a map needs s <= d."""
        frames = x.shape[-1]
        causal = ops.triu(ops.ones((frames, frames), x.dtype))
        queries, keys, values = (
            ops.matmul(x[:, None], self.maps[part] * (causal if part == 2 else 1.0))
            + self.biases[part]
            for part in range(3)
        )
        attended = attend(queries, keys, values)
        mapped = self.output_map * ops.tile(causal, (self.heads, 1))
        return self._joined(attended, mapped) + self.output_bias

    def _joined(self, x, output_map):
        """(B, H, N, size) -> (B, N, size)."""
        x = ops.transpose(x, (0, 2, 1, 3))
        return ops.matmul(
            ops.reshape(x, (-1, x.shape[1], self.heads * x.shape[3])), output_map
        )


class FlatNormalisation(SampleNormalisation):
    """Over the whole sample of flat poses. Call: (B, T, C) -> (B, T, C)."""

    def call(self, x):
        return super().call(x[None])[0]


class FlatLayer(keras.layers.Layer):
    """Temporal and spatial heads, then convolutions, all of which are fed forward.

    Call: (B, T, C) -> (B, T, C).
    """

    def __init__(self, config: Config, **kwargs):
        super().__init__(**kwargs)
        channels = {"features": "channels", "time": "channels_by_time"}
        self.attentions = [
            FullWidthHeads(config.temporal_heads, "time"),
            FullWidthHeads(config.spatial_heads, channels[config.spatial_maps]),
        ]
        self.norms = [self._norm(config) for _ in range(3)]
        self.convolutions = [
            keras.layers.Conv2D(
                1, (1, KERNEL), dilation_rate=(1, DILATION), activation="relu"
            )
            for _ in range(CONVOLUTIONS)
        ]
        self.widened = keras.layers.Dense(config.feed_forward, activation="relu")
        self.dropout = keras.layers.Dropout(config.dropout)

    @staticmethod
    def _norm(config: Config):
        if config.norm_over == "sample":
            return FlatNormalisation()
        return keras.layers.LayerNormalization(epsilon=EPSILON)

    def build(self, shape):
        self.narrowed = keras.layers.Dense(shape[-1])

    def call(self, x, training=False):
        attended = 0.0
        for attention, norm in zip(self.attentions, self.norms[:2], strict=True):
            block = self.dropout(attention(x), training=training)
            attended = attended + norm(block + x)
        levels = [attended[..., None]]  # images of (T, C) with one channel
        for convolution in self.convolutions:
            levels.append(convolution(levels[-1]))
        forward = self.widened(ops.concatenate(levels, axis=2)[..., 0])
        forward = self.dropout(self.narrowed(forward), training=training)
        return self.norms[2](forward + attended)


@keras.saving.register_keras_serializable("reenact")
class FlatConvolution(Forecaster):
    """The network of study 14; inputs and outputs as `Forecaster` says."""

    def __init__(self, config: Config, features: PoseFeatures, **kwargs):
        super().__init__(config, features, **kwargs)
        channels = features.width
        self.embedding = keras.layers.Dense(channels, name="embedding")
        self.positions = sinusoids(config.window, channels)
        self.dropout = keras.layers.Dropout(config.dropout)
        self.attention_layers = [
            FlatLayer(config, name=f"layer_{number}") for number in range(config.layers)
        ]
        self.output_map = keras.layers.Dense(channels, name="output")

    def change(self, x, training):
        x = self.embedding(x)
        if self.config.positional_encoding:
            x = x + ops.cast(self.positions[: x.shape[1]], x.dtype)
        x = self.dropout(x, training=training)
        for layer in self.attention_layers:
            x = layer(x, training=training)
        return self.output_map(x)
