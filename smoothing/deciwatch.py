"""DeciWatch: two of five poses are denoised, the others recovered between them.

Zeng et al. 2022, in the thesis's variant (section 1.1) and, with `Config.official`, as
its authors' code has it.

B batch, T frames of a window, S sampled frames, N = 2 K coordinates of a pose, each
keypoint's row before its column, D width.
"""

import keras
import numpy as np
from keras import ops

from networks.configured_model import ConfiguredModel
from networks.initialisers import biases
from networks.transformer import MultiHeadAttention, TransformerLayer, layer_norm
from smoothing.studies import Config

ACTIVATIONS = {
    "relu": ops.relu,
    "leaky_relu": lambda x: ops.leaky_relu(x, negative_slope=0.01),
}


def dense(width: int, inputs: int, config: Config):
    """A linear map of each frame."""
    bias = biases(config.initial_biases, inputs)
    return keras.layers.Dense(width, bias_initializer=bias)


def attention_layer(
    config: Config,
    to_itself: MultiHeadAttention,
    to_memory: MultiHeadAttention | None = None,
    activation: str = "leaky_relu",
    **kwargs,
):
    """A layer of either network."""
    return TransformerLayer(
        to_itself,
        dense(config.feed_forward, config.width, config),
        dense(config.width, config.feed_forward, config),
        config.dropout,
        to_memory,
        activation=ACTIVATIONS[activation],
        pre_norm=config.pre_norm,
        **kwargs,
    )


def attention(config: Config, hidden, code, name: str):
    """Of a layer; see `MultiHeadAttention`."""
    return MultiHeadAttention(
        config.width, config.heads, config.dropout, hidden, code, name=name
    )


def position_code(frames: int, width: int) -> np.ndarray:
    """(frames, width): sines and cosines in turn, of the place within the window."""
    angles = 2 * np.pi * np.arange(frames) / (frames - 1 + 1e-6)
    half = width // 2
    angles = angles[:, None] / 10_000 ** (2 * np.arange(half) / half)
    return np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(frames, width)


def interpolation(sampled: np.ndarray, frames: int) -> np.ndarray:
    """(frames, S): weights of the sampled frames on the lines between them."""
    columns = [
        np.interp(np.arange(frames), sampled, unit) for unit in np.eye(sampled.size)
    ]
    return np.stack(columns, axis=-1)


class DenoiseNet(keras.layers.Layer):
    """Cleans sampled poses; none of them may attend to itself.

    Thesis: only the sampled frames come in (T = S). Official: the whole window, others
    set to zero and not seen.
    Call: (B, T, N) -> encoded (B, T, D), denoised (B, T, N).

    Args:
        config: of a study.
        seen: (T,) bool, the frames that were sampled.
    """

    def __init__(self, config: Config, seen: np.ndarray, **kwargs):
        super().__init__(**kwargs)
        self.config = config
        self.code = position_code(seen.size, config.width)
        hidden = np.eye(seen.size, dtype=bool) | ~seen
        code = self.code if config.official else 0.0
        self.layers = [
            attention_layer(
                config,
                attention(config, hidden, code, name="to_itself"),
                name=f"layer_{number}",
            )
            for number in range(config.layers)
        ]
        self.norm = layer_norm() if config.pre_norm or not config.official else None

    def build(self, shape):
        self.embedding = dense(self.config.width, shape[-1], self.config)
        self.output_map = dense(shape[-1], self.config.width, self.config)

    def call(self, poses, training=False):
        x = self.embedding(poses)
        if not self.config.official:
            x = x + ops.cast(self.code, x.dtype)
        for layer in self.layers:
            x = layer(x, training=training)
        x = x if self.norm is None else self.norm(x)
        return x, ops.cast(self.output_map(x), "float32") + poses


class RecoverNet(keras.layers.Layer):
    """Corrects poses that were interpolated, by what the sampled ones are like.

    Call: (B, T, N), encoded (B, S, D) -> (B, T, N).

    Args:
        config: of a study.
        seen: frames of the encoded, as for `DenoiseNet`.
    """

    def __init__(self, config: Config, seen: np.ndarray, **kwargs):
        super().__init__(**kwargs)
        self.config, self.code = config, position_code(config.window, config.width)
        self.memory_code = position_code(seen.size, config.width)
        code = self.code if config.official else 0.0
        self.layers = [
            attention_layer(
                config,
                attention(config, None, code, name="to_itself"),
                attention(config, ~seen[None], code, name="to_memory"),
                config.decoder_activation,
                name=f"layer_{number}",
            )
            for number in range(config.layers)
        ]
        self.norm = layer_norm()

    def build(self, poses_shape, encoded_shape):
        coordinates, size = poses_shape[-1], 5
        self.embedding = keras.layers.Conv1D(
            self.config.width,
            size,
            padding="same",
            bias_initializer=biases(self.config.initial_biases, size * coordinates),
        )
        self.output_map = dense(coordinates, self.config.width, self.config)

    def call(self, poses, encoded, training=False):
        x = self.embedding(poses)
        if not self.config.official:
            x = x + ops.cast(self.code, x.dtype)
            encoded = encoded + ops.cast(self.memory_code, x.dtype)
        for layer in self.layers:
            memory = layer.to_memory.keys_values(encoded)
            x = layer(x, memory, training=training)
        return ops.cast(self.output_map(self.norm(x)), "float32") + poses


def check_sizes(config: Config) -> None:
    """A ValueError that names which settings do not fit together."""
    if (config.window - 1) % config.sample_rate:
        raise ValueError(
            f"expected sample_rate to divide window - 1 = {config.window - 1}, "
            f"received {config.sample_rate}"
        )
    if config.width % 2 or config.width % config.heads:
        raise ValueError(
            f"expected an even width that {config.heads} heads divide, "
            f"received {config.width}"
        )
    if config.decoder_activation not in ACTIVATIONS:
        raise ValueError(
            f"expected a decoder_activation of {tuple(ACTIVATIONS)}, "
            f"received {config.decoder_activation!r}"
        )


@keras.saving.register_keras_serializable("reenact")
class DeciWatch(ConfiguredModel):
    """The network of studies deciwatch.

    Call: (B, T, N) in pixels, (0, 0) where a keypoint is missing -> (B, T, N); with the
    loss 'l1+denoise' (B, T + S, N), the denoised poses behind the recovered ones.

    Raises:
        ValueError: where the window does not end with a sampled frame, or the settings
            of attention do not fit.
    """

    config_class = Config

    def __init__(self, config: Config, **kwargs):
        # Poses are added to the output, and keep their precision.
        super().__init__(config, autocast=False, **kwargs)
        check_sizes(config)
        self.sampled = np.arange(0, config.window, config.sample_rate)
        frames = np.arange(config.window) if config.official else self.sampled
        seen = np.isin(frames, self.sampled)
        self.weights_between = interpolation(self.sampled, config.window)
        self.scale = config.grid - 1 if config.normalise_coordinates else 1
        self.denoise = DenoiseNet(config, seen, autocast=False, name="denoise")
        self.recover = RecoverNet(config, seen, autocast=False, name="recover")

    def call(self, poses, training=False):
        poses = poses / self.scale
        if self.config.official:
            kept = np.isin(np.arange(self.config.window), self.sampled)[:, None]
            poses = poses * ops.cast(kept, poses.dtype)
            encoded, denoised = self.denoise(poses, training=training)
            denoised = ops.take(denoised, self.sampled, axis=1)
        else:
            sampled = ops.take(poses, self.sampled, axis=1)
            encoded, denoised = self.denoise(sampled, training=training)
        between = ops.matmul(ops.cast(self.weights_between, "float32"), denoised)
        recovered = self.recover(between, encoded, training=training)
        if self.config.loss == "l1+denoise":
            recovered = ops.concatenate([recovered, denoised], axis=1)
        return recovered * self.scale
