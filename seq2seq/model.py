"""Martinez et al. 2017 and the attention thesis as Keras models.

B batch, S past frames, T future frames, D features a frame, H hidden units. The encoder
reads frames 0 … S-2; the decoder starts from frame S-1, the last observed one.
"""

import keras
import numpy as np
from keras import ops

from motion.skeleton import Skeleton
from networks.attention import MemoryAttention
from networks.recurrent.cells import FORMS
from networks.recurrent.gru import GRU
from networks.recurrent.sequences import gru_feedback
from seq2seq.erd import FragkiadakiModel
from seq2seq.features import Features
from seq2seq.forecaster import Forecaster
from seq2seq.studies import Config, check_together
from training.settings import check


@keras.saving.register_keras_serializable("reenact")
class MartinezModel(Forecaster):
    """A GRU encoder whose last state starts a GRU that reads its own output.

    Section 3 and figure 2 of the paper; cell and initial values as in the released
    TensorFlow 1 code. Tied: one GRU does both. Residual: the frame read is added to
    the output, so that the network models the velocity; all D features take part, the
    one-hot included.
    """

    def __init__(self, config: Config, features: Features, **kwargs):
        super().__init__(config, features, **kwargs)
        widths = [self.width] + [config.hidden_units] * (config.layers - 1)

        def layers(name):
            return [
                GRU(width, config.hidden_units, "reset_before", name=f"{name}_{k}")
                for k, width in enumerate(widths)
            ]

        self.encoder = layers("encoder")
        self.decoder = self.encoder if config.tied else layers("decoder")
        # Small, or the first residual outputs explode (released code).
        small = keras.initializers.RandomUniform(-0.04, 0.04)
        self.projection = keras.layers.Dense(
            self.width, kernel_initializer=small, bias_initializer=small
        )
        self.projection.build((None, config.hidden_units))
        self.drop = keras.layers.Dropout(config.dropout)
        self.built = True

    def decode(self, past, truth, forced, training):
        x, states = past[:, :-1], []
        for layer in self.encoder:
            x = layer(x)
            states.append(x[:, -1])
        weights = [tensor for layer in self.decoder for tensor in layer.tensors()]
        weights += [ops.copy(self.projection.kernel), ops.copy(self.projection.bias)]
        outputs = gru_feedback(
            FORMS["reset_before"],
            ops.transpose(truth, (1, 0, 2)),
            forced,
            states,
            self.drop(ops.ones_like(states[-1]), training=training),
            weights,
            residual=self.config.residual,
            flow=self.config.gradient_through_feedback,
        )
        return ops.transpose(outputs, (1, 0, 2))


@keras.saving.register_keras_serializable("reenact")
class AttentionCell(keras.layers.Layer):
    """One decoding step of the thesis (4.2.3 and figure 4.14).

    Attend to the encoder's outputs from the previous state, run the GRU on [frame;
    context], project [frame; state; context] to the next frame. States: one per GRU
    layer, the frame just predicted, the memory and its keys (which never change: they
    are states because a cell under `keras.layers.RNN` sees nothing else).
    """

    def __init__(self, config: Config, width: int, **kwargs):
        super().__init__(**kwargs)
        self.config, self.width = config, width
        units, layers = config.hidden_units, config.layers
        memory = (config.past_frames - 1, units)
        self.state_size = [units] * layers + [width, memory, memory]
        self.output_size = width
        self.attention = MemoryAttention(config.score, units, name="attention")
        self.attention.build((None, units), (None, *memory))
        self.layers = [
            GRU(units if k else width + units, units, "reset_after", name=f"layer_{k}")
            for k in range(layers)
        ]
        seen = units if config.output_inputs == "hidden" else width + 2 * units
        limit = seen**-0.5  # PyTorch's default for a linear layer
        uniform = keras.initializers.RandomUniform(-limit, limit)
        self.projection = keras.layers.Dense(
            width, kernel_initializer=uniform, bias_initializer=uniform
        )
        self.projection.build((None, seen))
        self.drop = keras.layers.Dropout(config.dropout)
        self.built = True

    def call(self, inputs, states, training=False):
        *hidden, previous, memory, keys = states
        truth, force = inputs[:, :-1], inputs[:, -1:]  # (B, D), (B, 1)
        if not self.config.gradient_through_feedback:
            previous = ops.stop_gradient(previous)
        frame = force * truth + (1 - force) * previous
        context, _ = self.attention(hidden[-1], memory, keys)
        x = ops.concatenate([frame, context], axis=-1)
        for k, layer in enumerate(self.layers):
            x = hidden[k] = layer.step(x, hidden[k])
        x = self.drop(x, training=training)
        if self.config.output_inputs == "all":
            x = ops.concatenate([frame, x, context], axis=-1)
        output = self.projection(x)
        if self.config.residual:
            output = output + frame
        return output, [*hidden, output, memory, keys]


@keras.saving.register_keras_serializable("reenact")
class AttentionModel(Forecaster):
    """The thesis's encoder, uni- or bidirectional, and its attention decoder.

    Section 4.2. Both directions of the encoder are added per frame; the decoder starts
    from the forward state after the last frame plus the backward state after the first.
    """

    def __init__(self, config: Config, features: Features, **kwargs):
        super().__init__(config, features, **kwargs)
        units = config.hidden_units

        def direction(name, backwards):
            return [
                GRU(
                    units if k else self.width,
                    units,
                    "reset_after",
                    backwards,
                    name=f"{name}_{k}",
                )
                for k in range(config.layers)
            ]

        self.forwards = direction("forwards", False)
        self.backwards = direction("backwards", True) if config.bidirectional else []
        self.cell = AttentionCell(config, self.width, name="cell")
        self.loop = keras.layers.RNN(self.cell, return_sequences=True, name="loop")
        self.built = True

    def encode(self, x):
        """(B, S-1, D) -> outputs of the top layer (B, S-1, H), last states."""
        states = []
        for k, layer in enumerate(self.forwards):
            outputs = layer(x)
            last = outputs[:, -1]
            if self.backwards:
                reverse = self.backwards[k](x)
                outputs, last = outputs + reverse, last + reverse[:, 0]
            states.append(last)
            x = outputs
        return x, states

    def decode(self, past, truth, forced, training):
        memory, states = self.encode(past[:, :-1])
        keys = self.cell.attention.keys(memory)
        forced = ops.ones_like(truth[..., :1]) * forced[None, :, None]
        return self.loop(
            ops.concatenate([truth, forced], axis=-1),
            initial_state=[*states, truth[:, 0], memory, keys],
            training=training,
        )


MODELS = {
    "martinez": MartinezModel,
    "attention": AttentionModel,
    "erd": FragkiadakiModel,
    "lstm_3lr": FragkiadakiModel,
}


def build(
    config: Config, skeleton: Skeleton, features: Features | None = None
) -> Forecaster:
    """The model of a study.

    Args:
        config: its settings.
        skeleton: decides the number of columns.
        features: how the model sees them; None: every column as it is.

    Raises:
        SettingsError: a setting that makes no sense.
    """
    check(config)
    check_together(config)
    if features is None:
        features = Features.plain(3 + 3 * skeleton.joint_count)
    return MODELS[config.architecture](config, features, name=config.architecture)


def predict(
    model: Forecaster, past: np.ndarray, frames: int, actions: list[str] | None = None
) -> np.ndarray:
    """Forecasts from observed frames alone.

    Args:
        past: (N, S, C) text columns: root translation in file units, radians.
        frames: how many future frames.
        actions: of each window, for models that know the action.

    Returns:
        (N, frames, C) text columns.
    """
    return model.forecast(past, actions, frames=frames)


def predict_one_step(
    model: Forecaster,
    past: np.ndarray,
    future: np.ndarray,
    actions: list[str] | None = None,
) -> np.ndarray:
    """Predicts frame k from the TRUE frames before it: one step ahead, not a forecast.

    What the published evaluation of the thesis amounts to (its errors do not grow).
    """
    return model.forecast(past, actions, future=future)
