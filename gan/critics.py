"""The critics: a network of fairmotion's, and HP-GAN's perceptron.

B batch, S past and T future frames, D features, J joints.
"""

import keras
from keras import ops

from gan.studies import Config
from networks.encoder_decoders import encoder_decoder


class Critic(keras.layers.Layer):
    """Values of a motion: high for real ones, where training succeeds.

    Call: past (B, S, D), candidate (B, T, D), seed (B, J) -> (B, outputs).

    - window: one network reads past and candidate together, then decodes one frame.
    - target: the same, of the candidate alone.
    - conditioned: it reads the past and decodes the candidate; its last vector counts.

    What is decoded in the first two is the seed, one number a joint.

    Args:
        config: of a study.
        features: D.
        joints: J.
    """

    def __init__(self, config: Config, features: int, joints: int, **kwargs):
        super().__init__(**kwargs)
        architecture = config.critic_architecture
        if architecture == "same":
            architecture = config.architecture
        sizes = (config.width, config.layers, config.heads, config.critic_dropout)
        self.network = encoder_decoder(architecture, *sizes)
        self.reads, self.per_joint = config.critic_input, features // joints
        self.head = _head(config, features, joints)

    def build(self, past_shape, candidate_shape, seed_shape):
        """Weights are made where they are first used; see `gan.model.build`."""

    def read(self, past, training=False):
        """What several candidates after one past have in common; None: nothing."""
        if self.reads != "conditioned":
            return None
        return self.network.encode(past, training)

    def call(self, past, candidate, seed, training=False, read=None):
        if self.reads == "conditioned":
            state = self.read(past, training) if read is None else read
            tokens = candidate
        else:
            source = candidate
            if self.reads == "window":
                source = ops.concatenate([past, candidate], axis=1)
            state = self.network.encode(source, training)
            tokens = ops.repeat(seed, self.per_joint, axis=-1)[:, None]
        hidden = self.network.decode(tokens, state, training)[:, -1]
        return ops.cast(self.head(hidden), "float32")


class PerceptronCritic(keras.layers.Layer):
    """HP-GAN's critic: each frame through a map, then three layers over all of them.

    Call: as `Critic`; there is no seed to read.

    Args:
        config: of a study.
        features, joints: D and J.
        widths: of a frame and of a layer; HP-GAN: 128 and 512.
    """

    def __init__(
        self,
        config: Config,
        features: int,
        joints: int,
        widths: tuple[int, int],
        **kwargs,
    ):
        super().__init__(**kwargs)
        frame, layer = widths
        self.reads = config.critic_input
        self.parts = [
            keras.layers.Dense(frame, name="frame"),
            keras.layers.Flatten(),
            *(
                keras.layers.Dense(layer, "relu", name=f"layer_{number}")
                for number in range(3)
            ),
            _head(config, features, joints),
        ]

    def read(self, past, training=False):
        """Nothing; see `Critic.read`."""

    def call(self, past, candidate, seed, training=False, read=None):
        x = candidate
        if self.reads != "target":
            x = ops.concatenate([past, candidate], axis=1)
        for part in self.parts:
            x = part(x)
        return ops.cast(x, "float32")


def _head(config: Config, features: int, joints: int):
    outputs = {"joint": joints, "feature": features, "scalar": 1}
    return keras.layers.Dense(
        outputs[config.critic_output], config.critic_activation, name="head"
    )


def make_critic(config: Config, features: int, joints: int, name: str):
    """The critic of a study; see `Critic` for D and J."""
    if config.critic_architecture == "perceptron":
        widths = config.width // 4, config.width
        return PerceptronCritic(config, features, joints, widths, name=name)
    return Critic(config, features, joints, name=name)
