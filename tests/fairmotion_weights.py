"""Weights of fairmotion's networks in the golden file, put into those of this project.

Its networks are 'tm' transformer, 'tl' transformer encoder with LSTM decoder, 's2s' two
LSTMs and 'rnn' one; each has D = 6.
"""

import contextlib
import types

import keras
import numpy as np

FEATURES = types.SimpleNamespace(width=6)  # stands for `PoseFeatures`
# Sizes as `Config` calls them.
SIZES = {
    "tm": {"architecture": "transformer", "width": 16, "layers": 2},
    "tl": {"architecture": "transformer_encoder", "width": 16},
    "s2s": {"architecture": "seq2seq", "width": 8},
    "rnn": {"architecture": "rnn", "width": 8},
}


@contextlib.contextmanager
def double_precision():
    """Keras in float64, as fairmotion."""
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        yield
    finally:
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)


def load_weights(decoder, golden, prefix: str) -> None:
    """Fills a `SequenceForecaster` that is built, in every weight."""
    weights = _Weights(golden, prefix, [])
    getattr(weights, prefix)(decoder.network, decoder)
    filled = {id(variable) for variable in weights.filled}
    assert filled == {id(variable) for variable in decoder.weights}
    assert len(weights.filled) == len(filled)


class _Weights:
    def __init__(self, golden, prefix, filled):
        self.golden, self.prefix, self.filled = golden, prefix, filled

    def tm(self, network, decoder):
        self.fill(network.embedding, self.linear("encoder"))
        for side, layers in (
            ("encoder", network.encoder),
            ("decoder", network.decoder),
        ):
            for number, layer in enumerate(layers):
                self.layer(layer, f"transformer_{side}.layers.{number}")
        self.fill(network.encoder_norm, self.norm("transformer_encoder.norm"))
        self.fill(network.decoder_norm, self.norm("transformer_decoder.norm"))
        self.fill(decoder.output_map, self.linear("project"))

    def tl(self, network, decoder):
        self.fill(network.embedding, self.linear("encoder"))
        self.layer(network.encoder[0], "transformer_encoder.layers.0")
        self.writer(network, decoder)

    def s2s(self, network, decoder):
        self.fill(network.encoder, self.lstm("encoder.lstm"))
        self.writer(network, decoder)

    def rnn(self, network, decoder):
        self.fill(network.decoder, self.lstm("lstm"))
        self.fill(decoder.output_map, self.linear("project_to_output"))

    def writer(self, network, decoder):
        self.fill(network.decoder, self.lstm("decoder.decoder_step.lstm"))
        self.fill(decoder.output_map, self.linear("decoder.decoder_step.out"))

    def layer(self, layer, name):
        self.fill(layer.to_itself, self.attention(f"{name}.self_attn"))
        if layer.to_memory is not None:
            self.fill(layer.to_memory, self.attention(f"{name}.multihead_attn"))
        self.fill(layer.widened, self.linear(f"{name}.linear1"))
        self.fill(layer.narrowed, self.linear(f"{name}.linear2"))
        for number, norm in enumerate(layer.norms, start=1):
            self.fill(norm, self.norm(f"{name}.norm{number}"))

    def fill(self, layer, values):
        for variable, value in zip(layer.weights, values, strict=True):
            variable.assign(value)
        self.filled += layer.weights

    def array(self, name):
        return self.golden[f"{self.prefix}_w__{name}"]

    def linear(self, name):
        return [self.array(f"{name}.weight").T, self.array(f"{name}.bias")]

    def norm(self, name):
        return [self.array(f"{name}.weight"), self.array(f"{name}.bias")]

    def attention(self, name):
        """Queries, keys and values are stacked there."""
        maps = np.split(self.array(f"{name}.in_proj_weight"), 3)
        biases = np.split(self.array(f"{name}.in_proj_bias"), 3)
        pairs = zip(maps, biases, strict=True)
        parts = [part for weight, bias in pairs for part in (weight.T, bias)]
        return [*parts, *self.linear(f"{name}.out_proj")]

    def lstm(self, name):
        """Two biases there, always added."""
        inputs, before = (self.array(f"{name}.weight_{k}_l0").T for k in ("ih", "hh"))
        bias = self.array(f"{name}.bias_ih_l0") + self.array(f"{name}.bias_hh_l0")
        return [inputs, before, bias]
