"""fairmotion's 'rnn': one LSTM for the past and the future.

B batch, S past frames, T future frames, D numbers of a pose, normalised.
"""

import keras
import numpy as np
from keras import ops

from networks.encoder_decoders import encoder_decoder
from taxonomy.forecaster import Forecaster


@keras.saving.register_keras_serializable("reenact")
class RecurrentForecaster(Forecaster):
    """One LSTM that runs through the past and on.

    Its output begins with predictions of the past from true frames, which it learns
    from too: (B, S - 1 + T, D).
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

    def call(self, inputs, training=False):
        outputs = super().call(inputs, training=training)
        if training:
            return outputs
        before, _ = self.run_through(self.gated(inputs["past"])[:, :-1])
        return ops.concatenate([before, outputs], axis=1)

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
            source[:, 0], self.at_rest(past), steps + frames, next_token=next_token
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
