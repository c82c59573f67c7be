"""What every network of this family does: read the past, then decode frame by frame.

B batch, S past frames, T future frames, D numbers of a pose, normalised.
"""

import functools

import keras
import numpy as np
from keras import ops

from data_prep.poses.features import PoseFeatures
from networks.configured_model import ConfiguredModel
from networks.encoder_decoders import encoder_decoder
from networks.sequence_forecaster import SequenceForecaster
from networks.taxonomy_prior import TaxonomyPrior
from taxonomy.studies import Config


@keras.saving.register_keras_serializable("reenact")
class Forecaster(ConfiguredModel):
    """A network that reads the past, then decodes frame after frame.

    A token is a frame that is decoded to give the next. The first is the last of the
    past, the others are true frames or the network's own.

    Call while training: {'past': (B, S, D), 'future': (B, T, D)} -> (B, T, D), from
    true tokens. Where there is also 'forced' (B, `coins`), only some tokens are true:
    1 where that after an output is, else 0. Without `training` no true token is read,
    so that the output does not depend on 'future'.

    Works with `model.fit` on every Keras backend.
    """

    config_class, features_class = Config, PoseFeatures

    def __init__(self, config: Config, features: PoseFeatures, **kwargs):
        # Frames keep their precision.
        super().__init__(config, features, autocast=False, **kwargs)
        self.prior = None
        if config.taxonomy_prior:
            self.prior = TaxonomyPrior(
                config.code_units,
                config.gate_activation,
                config.prior_residual,
                autocast=False,
            )
        self.network = self.make_network()
        self.decoder = SequenceForecaster(self.network, features.width, config.residual)
        # One for each number of rows, or it would be compiled anew for shapes that are
        # not known. Keras would take those in a dictionary for parts of this model.
        self.continuation = functools.cache(lambda rows: Continuation(self))
        past = np.zeros((1, 2, features.width), keras.config.floatx())
        self.teach(past, past[:, :1])
        self.network.built = self.decoder.built = self.built = True

    def make_network(self):
        """Of `networks.encoder_decoders`."""
        config = self.config
        options = {}
        if config.architecture == "transformer_encoder":
            options["over_batch"] = config.attend_over == "batch"
        return encoder_decoder(
            config.architecture,
            config.width,
            config.layers,
            config.heads,
            config.dropout,
            **options,
        )

    @property
    def coins(self) -> int:
        """After how many frames it is tossed whether the true one is decoded next."""
        return self.config.future_frames

    def targets(self, batch):
        """What the output of a training call is compared with."""
        return batch["future"]

    def call(self, inputs, training=False):
        past, future = inputs["past"], inputs["future"]
        if training:
            return self.teach(past, future, inputs.get("forced"), training=True)
        return self.continued(past, future.shape[1])

    def teach(self, past, future, forced=None, training=False):
        """Predictions from true frames, or from those that are `forced`; see above."""
        first, state = self.read(past, training)
        if training and self.config.first_token == "true_frame":
            first = self.as_token(future[:, 0])
        tokens = ops.concatenate([first[:, None], self.as_token(future)], axis=1)
        return self.decode(tokens, state, forced, training)

    def continued(self, past, frames: int):
        """(B, S, D) -> (B, frames, D), from its own frames."""
        first, state = self.read(past, training=False)
        found = self.free(first, state, frames)
        if self.config.one_frame_late:
            return ops.concatenate([first[:, None], found[:, :-1]], axis=1)
        return found

    def read(self, past, training):
        """(B, S, D) -> the first token (B, D), the state after the past."""
        source = self.gated(past)
        state = self.network.encode(source, training=training)
        return self.first_of(past, source), state

    def gated(self, frames):
        """Behind the prior, if there is one."""
        return frames if self.prior is None else self.prior(frames)

    def as_token(self, frames):
        """True or predicted frames as they are decoded."""
        both = self.config.prior_applies_to == "source_and_tokens"
        return self.gated(frames) if both else frames

    def first_of(self, past, source):
        """The last frame of the past, before or behind the prior: (B, D)."""
        augmented = self.config.prior_first_token == "augmented"
        return (source if augmented else past)[:, -1]

    def decode(self, tokens, state, forced=None, training=False):
        """Tokens (B, F + 1, D), the last of which nothing needs -> (B, F, D)."""
        if forced is None:
            return self.decoder.known(tokens[:, :-1], state, training)

        def next_token(number, own):
            true = ops.cast(ops.take(forced, number, axis=1)[:, None], own.dtype)
            known = ops.take(tokens, number + 1, axis=1)
            return true * known + (1 - true) * self.as_token(own)

        frames = tokens.shape[1] - 1
        return self.decoder.free(tokens[:, 0], state, frames, training, next_token)

    def free(self, first, state, frames: int):
        """A first token (B, D), then its own: (B, frames, D)."""
        return self.decoder.free(
            first, state, frames, next_token=lambda _, own: self.as_token(own)
        )


class Continuation(keras.Model):
    """What a network makes of the past alone: (B, S, D) -> (B, T, D)."""

    def __init__(self, network: Forecaster):
        super().__init__(autocast=False)
        self.network = network

    def call(self, past):
        return self.network.continued(past, self.network.config.future_frames)
