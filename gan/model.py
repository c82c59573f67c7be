"""Generator and critic of Algorithm 1 (report, section 2.2).

B batch, S past and T future frames, D features, J joints, H width, Z units of noise.
"""

import dataclasses

import keras
import numpy as np
from keras import ops

from data_prep.poses.features import PoseFeatures
from gan.critics import make_critic
from gan.studies import Config
from motion.skeleton import SMPL, Skeleton
from networks.configured_model import ConfiguredModel, predict_in_blocks
from networks.encoder_decoders import encoder_decoder
from networks.sequence_forecaster import SequenceForecaster

PAST_FRAMES, FUTURE_FRAMES = 120, 24
Z_RANGE = 0.1  # HP-GAN: noise is uniform within it


class Generator(keras.layers.Layer):
    """Reads the past and writes the future by its own output.

    Args:
        config: of a study.
        features: D.
    """

    def __init__(self, config: Config, features: int, **kwargs):
        super().__init__(**kwargs)
        sizes = (config.width, config.layers, config.heads, config.dropout)
        network = encoder_decoder(config.architecture, *sizes)
        self.forecaster = SequenceForecaster(network, features, config.residual)
        self.z_map = keras.layers.Dense(config.width) if config.z_units else None

    def build(self, past_shape):
        """Weights are made where they are first used; see `gan.model.build`."""

    def call(self, past, tokens=None, z=None, frames=FUTURE_FRAMES, training=False):
        """(B, S, D) -> (B, frames, D).

        Args:
            tokens: (B, T, D), decoded in place of the own output: the truth while
                training, noise while validating (`Config.seed`); None: neither.
            z: (B, Z), added to what was read through a linear map; None: nothing.
        """
        offset = None if self.z_map is None else self.z_map(z)
        state = self.forecaster.network.encode(past, training, offset)
        first = past[:, -1]
        if tokens is None:
            return self.forecaster.free(first, state, frames, training)
        tokens = ops.concatenate([first[:, None], tokens[:, :-1]], axis=1)
        return self.forecaster.known(tokens, state, training)


@keras.saving.register_keras_serializable("reenact")
class WassersteinGan(ConfiguredModel):
    """Generator and critic of a study, and HP-GAN's network of quality.

    Call: the past (B, S, D), normalised -> the generated future (B, T, D); noise is
    drawn where the study has any. `gan.step` trains it.
    """

    config_class, features_class = Config, PoseFeatures

    def __init__(self, config: Config, features: PoseFeatures, **kwargs):
        super().__init__(config, features, autocast=False, **kwargs)
        width, self.joints = features.width, SMPL.joint_count
        self.generator = Generator(config, width, name="generator")
        self.critic = self.quality = None
        if config.critic_objective != "none":
            self.critic = make_critic(config, width, self.joints, "critic")
        if config.quality_network:
            scored = {"critic_output": "scalar", "critic_activation": "sigmoid"}
            like_critic = dataclasses.replace(config, **scored)
            self.quality = make_critic(like_critic, width, self.joints, "quality")
        self.noise = keras.random.SeedGenerator()

    def build(self, past_shape):
        """Makes all weights, of the critic too, which `call` does not use."""
        past = ops.zeros((1, *past_shape[1:]))
        self.generate(past, past[:, :1])  # one frame needs all of the generator's
        future = ops.zeros((1, FUTURE_FRAMES, past_shape[-1]))
        if self.critic is not None:
            self.criticise(past, future, real=False)
        if self.quality is not None:
            self.quality(past, future, self.seed(past, False, False))

    def call(self, past, training=False):
        return self.generate(past, training=training)

    def generate(self, past, future=None, training=False):
        """The future of (B, S, D): (B, T, D).

        Args:
            future: (B, T, D), the truth, which seeds the generator while training if
                the study says so (report, section 2.2); None: T is 24.
        """
        frames = FUTURE_FRAMES if future is None else future.shape[1]
        rows, _, width = ops.shape(past)
        z = tokens = None
        if self.config.z_units:
            shape = (rows, self.config.z_units)
            z = self._uniform(shape, -Z_RANGE, Z_RANGE)
        if self.config.seed == "generator":
            tokens = future
            if not training:
                tokens = self._uniform((rows, frames, width), 0.0, 1.0)
        y = self.generator(past, tokens, z, frames=frames, training=training)
        return ops.cast(y, "float32")

    def criticise(self, past, candidate, real: bool, training=False, read=None):
        """What the critic gives for (B, S, D) and (B, T, D): (B, outputs).

        Args:
            real: of the candidate; a critic that is seeded is told so while training.
            read: of the past, from `Critic.read`, where it is known.
        """
        seed = self.seed(past, real, training)
        return self.critic(past, candidate, seed, training=training, read=read)

    def seed(self, past, real: bool, training: bool):
        """(B, J): what the critic decodes.

        Truth while training and noise otherwise, or one half for all.
        """
        half = ops.zeros_like(past[:, 0, : self.joints]) + 0.5
        if self.config.seed != "critic":
            return half
        if training:
            return ops.zeros_like(half) + float(real)
        return self._uniform(ops.shape(half), 0.0, 1.0)

    def _uniform(self, shape, low, high):
        return keras.random.uniform(shape, low, high, seed=self.noise)


def build(
    config: Config,
    skeleton: Skeleton = SMPL,
    features: PoseFeatures | None = None,
) -> WassersteinGan:
    """The networks of a study with fresh weights.

    Args:
        config: of a study.
        skeleton: must be SMPL's.
        features: from the training recordings; None: nothing is normalised.

    Raises:
        ValueError: another skeleton, or settings that do not fit.
    """
    if skeleton is not SMPL:
        raise ValueError(f"expected the skeleton {SMPL.name}, received {skeleton.name}")
    features = features or PoseFeatures.plain(config.rotation_format, whole_body=True)
    model = WassersteinGan(config, features)
    model.build((None, PAST_FRAMES, features.width))
    return model


def predict(model: WassersteinGan, past: np.ndarray, frames: int) -> np.ndarray:
    """Forecasts rotations, in blocks of 24 frames.

    Args:
        model: from `build`, trained.
        past: (N, S, 15, 3, 3) rotation matrices of `motion.body_joints`, S >= 120.
        frames: how many to predict, at 60 Hz.

    Returns:
        (N, frames, 15, 3, 3) float32.

    Raises:
        ValueError: too few past frames.
    """
    window = model.features.encode(past)
    found = predict_in_blocks(model, window, frames, PAST_FRAMES)
    return model.features.decode(found)
