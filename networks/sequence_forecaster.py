"""One of fairmotion's networks with the map that makes frames, fed truth or itself.

B batch, T frames decoded, D features.
"""

import keras
from keras import ops

from networks.encoder_decoders import Transformer
from networks.initialisers import by_fan_in, uniform
from networks.loops import repeat


class SequenceForecaster(keras.layers.Layer):
    """A network and the linear map that makes frames of its hidden vectors.

    Args:
        network: of `encoder_decoders`.
        features: D.
        residual: frames are changes to the frame before, which fairmotion's are not.
    """

    def __init__(self, network, features, residual=False, **kwargs):
        super().__init__(**kwargs)
        self.network, self.residual = network, residual
        weights, biases = uniform(0.08), uniform(0.08)
        if isinstance(network, Transformer):
            weights, biases = "glorot_uniform", by_fan_in(network.width)
        if residual:  # it starts as zero velocity
            weights = biases = "zeros"
        self.output_map = keras.layers.Dense(
            features,
            kernel_initializer=weights,
            bias_initializer=biases,
            name="output_map",
        )

    def frames(self, hidden, tokens):
        """Hidden vectors and the frames before -> frames."""
        y = ops.cast(self.output_map(hidden), tokens.dtype)
        return y + tokens if self.residual else y

    def known(self, tokens, state, training=False):
        """Each next frame after frames that are all known: (B, T, D) -> (B, T, D)."""
        return self.frames(self.network.decode(tokens, state, training), tokens)

    def free(self, first, state, frames, training=False, next_token=None):
        """Continues by what it gave itself: (B, D), state -> (B, frames, D).

        Args:
            first: what is decoded first.
            next_token: (frame number, own frame (B, D)) -> what is decoded next; None:
                the own frame. The number is a tensor.
        """

        def step(number, carried):
            token, handed, found = carried
            parts = (token, number, handed, state)
            hidden, handed = self.network.step(*parts, training=training)
            own = self.frames(hidden, token)
            place = ops.cast(ops.arange(frames) == number, own.dtype)
            # A sum, for filling in has no gradient on every backend.
            found = found + place[:, None] * own[:, None]
            token = own if next_token is None else next_token(number, own)
            return token, handed, found

        found = ops.zeros_like(first[:, None]) + ops.zeros((frames, 1), first.dtype)
        start = (first, self.network.start(state, frames), found)
        if not self.output_map.built:
            step(0, start)  # inside of the loop no weight can be made
        return repeat(frames, step, start)[2]
