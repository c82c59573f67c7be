"""ERD and LSTM-3LR (Fragkiadaki et al. 2015), as re-implemented for Structural-RNN.

B batch, S past frames, T future frames, D features a frame, H hidden units.
"""

import keras
from keras import ops

from seq2seq.features import Features
from seq2seq.forecaster import Forecaster
from seq2seq.studies import Config


@keras.saving.register_keras_serializable("reenact")
class FragkiadakiCell(keras.layers.Layer):
    """One frame in, the next frame out.

    Every LSTM after the first also sees the input of the first, and the outputs of all
    are joined. LSTM-3LR: three of them, then a linear map. ERD: two of them between
    Dense 500 ReLU, Dense 500 and Dense 500 ReLU, Dense 100 ReLU, linear.
    """

    def __init__(self, config: Config, width: int, **kwargs):
        super().__init__(**kwargs)
        units, dense = config.hidden_units, keras.layers.Dense
        encode_decode = config.architecture == "erd"
        half, tenth = max(units // 2, 1), max(units // 10, 1)  # 500 and 100 of 1000
        self.width = width
        self.before = [dense(half, "relu"), dense(half)] if encode_decode else []
        count = 2 if encode_decode else 3
        self.lstms = [keras.layers.LSTMCell(units) for _ in range(count)]
        self.after = (
            [dense(half, "relu"), dense(tenth, "relu")] if encode_decode else []
        )
        self.after.append(dense(width))
        self.state_size = [units] * 2 * count + [width]
        self.output_size = width
        seen = width
        for layer in self.before:
            layer.build((None, seen))
            seen = layer.units
        for k, lstm in enumerate(self.lstms):
            lstm.build((None, seen + units if k else seen))
        seen = units * count
        for layer in self.after:
            layer.build((None, seen))
            seen = layer.units
        self.built = True

    def call(self, inputs, states, training=False):
        *states, previous = states
        truth, force = inputs[:, :-1], inputs[:, -1:]
        x = force * truth + (1 - force) * previous
        for layer in self.before:
            x = layer(x)
        outputs, new_states = [], []
        for k, lstm in enumerate(self.lstms):
            seen = ops.concatenate([x, outputs[-1]], axis=-1) if outputs else x
            output, new = lstm(seen, states[2 * k : 2 * k + 2])
            outputs.append(output)
            new_states += new
        x = ops.concatenate(outputs, axis=-1)
        for layer in self.after:
            x = layer(x)
        return x, [*new_states, x]


@keras.saving.register_keras_serializable("reenact")
class FragkiadakiModel(Forecaster):
    """Reads the past frame by frame, then its own output.

    The output also holds the predictions of frames 1 … S-1: (B, S-1+T, D). While
    training the frames read carry Gaussian noise of `noise_level`, which grows with the
    steps.
    """

    def __init__(self, config: Config, features: Features, **kwargs):
        super().__init__(config, features, **kwargs)
        self.predicts_past = True
        self.cell = FragkiadakiCell(config, self.width, name="cell")
        self.loop = keras.layers.RNN(self.cell, return_sequences=True, name="loop")
        self.noise_level = self.add_weight(
            name="noise_level", shape=(), initializer="zeros", trainable=False
        )
        self.noise_seed = keras.random.SeedGenerator()
        self.built = True

    def decode(self, past, truth, forced, training):
        frames = ops.concatenate([past[:, :-1], truth], axis=1)
        if training and self.config.noise_levels:
            noise = keras.random.normal(ops.shape(frames), seed=self.noise_seed)
            frames = frames + self.noise_level * ops.cast(noise, frames.dtype)
        forced = ops.concatenate([ops.ones_like(past[0, :-1, 0]), forced])
        forced = ops.ones_like(frames[..., :1]) * forced[None, :, None]
        return self.loop(ops.concatenate([frames, forced], axis=-1), training=training)
