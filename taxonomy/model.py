"""fairmotion's networks, which read a motion and continue it frame by frame.

B batch, S past frames, T future frames, D numbers of a pose, normalised.
"""

import functools

import keras
import numpy as np
from keras import ops

from data_prep.pose_features import PoseFeatures
from motion.skeleton import SMPL, Skeleton
from networks.configured_model import ConfiguredModel, predict_rows
from networks.encoder_decoders import SequenceForecaster, encoder_decoder
from networks.taxonomy_prior import TaxonomyPrior
from taxonomy.studies import Config


def build(
    config: Config, skeleton: Skeleton = SMPL, features: PoseFeatures | None = None
) -> "Forecaster":
    """The network of a study with fresh weights.

    Args:
        config: of a study.
        skeleton: must be SMPL's, whose 24 joints the network sees.
        features: from the training recordings; None: nothing is normalised.

    Raises:
        ValueError: another skeleton.
    """
    if skeleton is not SMPL:
        raise ValueError(f"expected the skeleton {SMPL.name}, received {skeleton.name}")
    features = features or PoseFeatures.plain(config.rotation_format, whole_body=True)
    network = RecurrentForecaster if config.architecture == "rnn" else Forecaster
    return network(config, features)


def predict(model: "Forecaster", past: np.ndarray, frames: int) -> np.ndarray:
    """Forecasts rotations.

    Args:
        model: from `build`, trained.
        past: (N, S, 15, 3, 3) rotation matrices of `motion.body_joints`, S at least the
            past frames that the network sees.
        frames: how many to predict, at 60 Hz.

    Returns:
        (N, frames, 15, 3, 3) float32; exactly rotations unless the network predicts
        matrices.

    Raises:
        ValueError: too few past frames.
    """
    past = model.features.encode(past)
    return model.features.decode(predict_features(model, past, frames))


def predict_features(
    model: "Forecaster", past: np.ndarray, frames: int, batch_size: int = 64
) -> np.ndarray:
    """Forecasts what the network computes: (N, S, D) -> (N, frames, D).

    Frames beyond those that it learns to predict in one go follow in parts, the frames
    predicted before being the end of the past.

    Raises:
        ValueError: too few past frames.
    """
    seen = model.config.past_frames
    if past.shape[1] < seen:
        raise ValueError(
            f"expected at least {seen} past frames, received {past.shape[1]}"
        )
    frames_known = past.shape[1]
    continuation = model.continuation(len(past))
    while past.shape[1] < frames_known + frames:
        found = predict_rows(continuation, past[:, -seen:], batch_size)
        past = np.concatenate([past, found], axis=1)
    return past[:, frames_known : frames_known + frames]


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
                config.code_units, config.gate_activation, config.prior_residual
            )
        self.network = self.make_network()
        self.decoder = SequenceForecaster(self.network, features.width, config.residual)
        # Each is compiled once. Keras would take those in a dictionary for its parts.
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


@keras.saving.register_keras_serializable("reenact")
class RecurrentForecaster(Forecaster):
    """One LSTM that runs through the past and on.

    While training its output begins with predictions of the past: (B, S - 1 + T, D).
    """

    def make_network(self):
        self.dropout = keras.layers.Dropout(self.config.dropout)
        return encoder_decoder("tied_seq2seq", self.config.width)

    @property
    def coins(self) -> int:
        own = self.config.warm_up == "own_output"
        return super().coins + (self.config.past_frames - 1 if own else 0)

    def targets(self, batch):
        return ops.concatenate([batch["past"][:, 1:], batch["future"]], axis=1)

    def teach(self, past, future, forced=None, training=False):
        past = self.dropout(past, training=training)
        source = self.gated(past)
        first = self.first_of(past, source)[:, None]
        tokens = ops.concatenate([first, self.as_token(future)], axis=1)
        if self.config.warm_up == "own_output":
            tokens = ops.concatenate([source[:, :-1], tokens], axis=1)
            if forced is not None:
                # The last frame of the past is true whatever the coins say.
                last = np.arange(forced.shape[1]) == past.shape[1] - 2
                forced = ops.maximum(forced, ops.cast(last, forced.dtype))
            return self.decode(tokens, self.at_rest(past), forced, training)
        before, state = self.run_through(source[:, :-1])
        after = self.decode(tokens, state, forced, training)
        return ops.concatenate([before, after], axis=1)

    def continued(self, past, frames: int):
        source = self.gated(past)
        first = self.first_of(past, source)
        if self.config.warm_up == "observed":
            state = self.network.encode(source[:, :-1])
            return self.free(first, state, frames)
        # As many steps as the past has frames, then the last of these once more.
        steps = past.shape[1]

        def next_token(number, own):
            return ops.where(number == steps - 1, first, self.as_token(own))

        found = self.decoder.free(
            *(source[:, 0], self.at_rest(past), steps + frames), next_token=next_token
        )
        return found[:, steps:]

    def run_through(self, frames):
        """Known frames (B, F, D) -> predictions (B, F, D), the state after them."""
        hidden, *state = self.network.decoder(frames)
        return self.decoder.frames(hidden, frames), state

    def at_rest(self, past):
        """The state before the first frame."""
        nothing = ops.zeros((ops.shape(past)[0], self.config.width), self.compute_dtype)
        return [nothing, nothing]


class Continuation(keras.Model):
    """What a network makes of the past alone: (B, S, D) -> (B, T, D)."""

    def __init__(self, network: Forecaster):
        super().__init__(autocast=False)
        self.network = network

    def call(self, past):
        return self.network.continued(past, self.network.config.future_frames)
