"""The networks of fairmotion: each reads a motion and continues it frame by frame.

B batch, S frames read, T frames decoded, D features, H width. All of them are used
through `encode`, then `decode` where all frames are known, or `start` and `step` where
they are not; both give hidden vectors, of which a linear map makes frames.
"""

import keras
from keras import ops

from networks.initialisers import by_fan_in, uniform
from networks.positions import sinusoids
from networks.transformer import MultiHeadAttention, TransformerLayer, layer_norm


class _Embedding(keras.layers.Layer):
    """Frames to width H, scaled by the root of H, with positions and dropout."""

    def __init__(self, width, dropout, kernel_initializer, **kwargs):
        super().__init__(**kwargs)
        self.width, self.kernel_initializer = width, kernel_initializer
        self.dropout = keras.layers.Dropout(dropout)

    def build(self, shape):
        self.map = keras.layers.Dense(
            self.width,
            kernel_initializer=self.kernel_initializer,
            bias_initializer=by_fan_in(shape[-1]),
            name="map",
        )
        self.map.build(shape)

    def call(self, x, positions=None, training=False):
        x = self.map(x) * self.width**0.5
        if positions is None:
            positions = sinusoids(x.shape[1], self.width)
        return self.dropout(x + ops.cast(positions, x.dtype), training=training)


def _layer(width, heads, dropout, in_decoder, kernel_initializer, name):
    maps = (
        keras.layers.Dense(
            width,
            kernel_initializer=kernel_initializer(),
            bias_initializer=by_fan_in(width),
        )
        for _ in range(2)
    )
    to_itself, to_memory = (
        MultiHeadAttention(width, heads, dropout, causal=causal, name=place)
        for causal, place in ((in_decoder, "to_itself"), (False, "to_memory"))
    )
    memory = to_memory if in_decoder else None
    return TransformerLayer(to_itself, *maps, dropout, memory, name=name)


class Transformer(keras.layers.Layer):
    """Post-norm encoder and decoder whose inner width is H; all weights Xavier.

    The state is keys and values: of the memory, for each layer of the decoder.

    Args:
        width: H.
        layers: of the encoder, and of the decoder.
        heads: must divide H.
        dropout: also of the positions.
    """

    def __init__(self, width, layers, heads, dropout, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.embedding = _Embedding(width, dropout, "glorot_uniform", name="embedding")
        self.encoder, self.decoder = (
            [
                _layer(
                    width,
                    heads,
                    dropout,
                    decodes,
                    keras.initializers.GlorotUniform,
                    f"{'decoder' if decodes else 'encoder'}_{number}",
                )
                for number in range(layers)
            ]
            for decodes in (False, True)
        )
        self.encoder_norm = layer_norm(name="encoder_norm")
        self.decoder_norm = layer_norm(name="decoder_norm")

    def encode(self, source, training=False, offset=None):
        """(B, S, D) -> state; `offset` (B, H) is added to all vectors of the memory."""
        x = self.embedding(source, training=training)
        for layer in self.encoder:
            x = layer(x, training=training)
        memory = self.encoder_norm(x)
        if offset is not None:
            memory = memory + offset[:, None]
        return [layer.to_memory.keys_values(memory) for layer in self.decoder]

    def decode(self, tokens, state, training=False):
        """(B, T, D), state -> hidden (B, T, H); a frame sees none after it."""
        x = self.embedding(tokens, training=training)
        for layer, memory in zip(self.decoder, state, strict=True):
            x = layer(x, memory, training=training)
        return self.decoder_norm(x)

    def start(self, state, frames):
        """What `step` hands on: room for keys and values of all frames to come."""
        room = ops.zeros_like(state[0][0][:, :, :1])
        room = ops.repeat(room, frames, axis=2)  # (B, heads, T, C)
        return [[room, room] for _ in self.decoder]

    def step(self, token, number, handed, state, training=False):
        """One more frame.

        Args:
            token: (B, D).
            number: of the frame, from 0; an integer tensor.
            handed: from `start`, or from the step before.
            state: from `encode`.

        Returns:
            Hidden (B, H), and what to hand on.
        """
        frames = handed[0][0].shape[2]
        place = ops.cast(ops.arange(frames) == number, token.dtype)
        positions = ops.matmul(
            place[None], ops.cast(sinusoids(frames, self.width), token.dtype)
        )
        x = self.embedding(token[:, None], positions=positions, training=training)
        following = []
        for layer, past, memory in zip(self.decoder, handed, state, strict=True):
            x, past = layer.step(x, number, past, memory, training=training)
            following.append(past)
        return self.decoder_norm(x)[:, 0], following


def _lstm(width, **kwargs):
    names = ("kernel_initializer", "recurrent_initializer", "bias_initializer")
    return keras.layers.LSTM(
        width,
        unit_forget_bias=False,
        return_sequences=True,
        return_state=True,
        **{name: uniform(0.08) for name in names},
        **kwargs,
    )


class LSTMDecoder(keras.layers.Layer):
    """What networks with an LSTM decoder share; the state is its h and c, (B, H)."""

    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.width = width
        self.decoder = _lstm(width, name="decoder")

    def decode(self, tokens, state=None, training=False):
        """(B, T, D), state -> hidden (B, T, H); without a state it starts from 0."""
        return self.decoder(tokens, initial_state=state, training=training)[0]

    def start(self, state, frames):
        """What `step` hands on: h and c."""
        return state

    def step(self, token, number, handed, state, training=False):
        """One more frame; see `Transformer.step`."""
        return self.decoder.cell(token, handed, training=training)


class TransformerEncoder(LSTMDecoder):
    """One transformer encoder, whose last vector starts an LSTM decoder as h and c.

    Args:
        width, layers, heads, dropout: as for `Transformer`.
        over_batch: as released, where the axes of batch and time are confused: frames
            attend to the same frame of other rows, and of a row itself only the last
            frame counts.
    """

    def __init__(self, width, layers, heads, dropout, over_batch=False, **kwargs):
        super().__init__(width, **kwargs)
        self.over_batch = over_batch
        self.embedding = _Embedding(width, dropout, uniform(0.1), name="embedding")
        self.encoder = [
            _layer(
                width,
                heads,
                dropout,
                False,
                lambda: by_fan_in(width),
                f"encoder_{number}",
            )
            for number in range(layers)
        ]

    def encode(self, source, training=False, offset=None):
        """(B, S, D) -> state; `offset` (B, H) is added to the last vector."""
        if self.over_batch:
            source = ops.swapaxes(source, 0, 1)
        x = self.embedding(source, training=training)
        for layer in self.encoder:
            x = layer(x, training=training)
        last = x[-1] if self.over_batch else x[:, -1]
        if offset is not None:
            last = last + offset
        return [last, last]


class Seq2Seq(LSTMDecoder):
    """An LSTM that reads, and another that writes.

    Args:
        width: H.
        tied: one LSTM does both.
    """

    def __init__(self, width, tied=False, **kwargs):
        super().__init__(width, **kwargs)
        self.encoder = self.decoder if tied else _lstm(width, name="encoder")

    def encode(self, source, training=False, offset=None):
        """(B, S, D) -> state; `offset` (B, H) is added to h."""
        _, h, c = self.encoder(source, training=training)
        return [h if offset is None else h + offset, c]


ENCODER_DECODERS = ("transformer", "transformer_encoder", "seq2seq", "tied_seq2seq")


def encoder_decoder(architecture, width, layers=1, heads=4, dropout=0.5, **options):
    """The network of that name in `ENCODER_DECODERS`.

    Args:
        width: H.
        layers, heads, dropout: of transformers; an LSTM has one layer and no dropout.
        options: of the class, such as `over_batch`.

    Raises:
        ValueError: an unknown architecture.
    """
    if architecture not in ENCODER_DECODERS:
        raise ValueError(
            f"expected an architecture of {ENCODER_DECODERS}, received {architecture!r}"
        )
    if architecture.endswith("seq2seq"):
        return Seq2Seq(width, architecture == "tied_seq2seq", **options)
    network = Transformer if architecture == "transformer" else TransformerEncoder
    return network(width, layers, heads, dropout, **options)
