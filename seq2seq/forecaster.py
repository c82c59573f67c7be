"""What all seq2seq models share: inputs, teacher forcing, physical units, saving."""

import keras
import numpy as np
from keras import ops

from networks.configured_model import ConfiguredModel
from seq2seq.features import Features
from seq2seq.studies import Config


class Forecaster(ConfiguredModel):
    """Predicts future frames from past ones; a subclass says how in `decode`.

    Call: {'past': (B, S, D), 'future': (B, T, D)} -> (B, T, D). The decoder reads true
    frames while training as `teacher_forcing_ratio` says, otherwise its own; frame 0
    is always the last observed one. So without `training` the output does not depend
    on 'future', except where an input 'forced' (B, T) of 0 or 1 asks for it.

    Works with `model.fit` on every Keras backend.
    """

    config_class, features_class = Config, Features
    predicts_past = False  # whether the output starts with frames 1 … S-1

    def __init__(self, config: Config, features: Features, **kwargs):
        super().__init__(config, features, **kwargs)
        self.width = features.width
        self.forcing_seed = keras.random.SeedGenerator()
        self._compiled_frames = None

    def decode(self, past, truth, forced, training):
        """(B, S, D), true previous frames (B, T, D), forced (T,) -> (B, T, D)."""
        raise NotImplementedError

    def call(self, inputs, training=False):
        past, future = inputs["past"], inputs["future"]
        truth = ops.concatenate([past[:, -1:], future[:, :-1]], axis=1)
        forced = ops.cast(
            inputs["forced"][0]
            if "forced" in inputs
            else self._draw_forced(ops.ones_like(truth[0, :, 0]), training),
            truth.dtype,
        )
        forced = ops.concatenate([ops.ones_like(forced[:1]), forced[1:]])
        return ops.cast(self.decode(past, truth, forced, training), "float32")

    def _draw_forced(self, ones, training):
        """(T,) of 0 or 1, one draw for the whole batch, as in the thesis (4.2.4)."""
        ratio = self.config.teacher_forcing_ratio if training else 0.0
        if ratio in (0.0, 1.0):
            return ones * ratio
        shape = ops.shape(ones) if self.config.teacher_forcing_per == "step" else (1,)
        uniform = keras.random.uniform(shape, seed=self.forcing_seed)
        return ones * ops.cast(uniform < ratio, ones.dtype)

    def targets(self, batch):
        """What the output of a training call is compared with."""
        if self.predicts_past:
            return ops.concatenate([batch["past"][:, 1:], batch["future"]], axis=1)
        return batch["future"]

    def forecast(self, past, actions, frames=None, future=None, batch_size=256):
        """Text columns to text columns; with `future` one step ahead, else `frames`.

        Shapes and units: see `seq2seq.model.predict`.
        """
        past = self.features.encode(past[:, -self.config.past_frames :], actions)
        if future is None:
            truth, forced = np.zeros((len(past), frames, self.width), "float32"), 0.0
        else:
            truth, forced = self.features.encode(future, actions), 1.0
        if truth.shape[1] != self._compiled_frames:  # its loops are of fixed length
            self.predict_function, self._compiled_frames = None, truth.shape[1]
        outputs = []
        for start in range(0, len(past), batch_size):
            rows = slice(start, start + batch_size)
            inputs = {"past": past[rows], "future": truth[rows]}
            inputs["forced"] = np.full(inputs["future"].shape[:2], forced, "float32")
            # On mirrored devices Keras predicts the same batch on each, and joins them.
            outputs.append(self.predict_on_batch(inputs)[: len(inputs["past"])])
        return self.features.decode(np.concatenate(outputs)[:, -truth.shape[1] :])
