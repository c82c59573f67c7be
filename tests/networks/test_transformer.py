"""Attention of several heads and its layers, against NumPy and step by step."""

import keras
import numpy as np
import pytest
from keras import ops

from networks.transformer import MultiHeadAttention, TransformerLayer, layer_norm

WIDTH, HEADS, FRAMES, SOURCE = 8, 2, 4, 5


def vectors(frames=FRAMES, seed=0):
    random = np.random.default_rng(seed)
    return random.normal(size=(3, frames, WIDTH)).astype(np.float32)


def attention(**options):
    return MultiHeadAttention(WIDTH, HEADS, 0.0, **options)


def by_hand(layer, x, memory, hidden=False, code=0.0):
    """Head by head, in float64."""

    def mapped(dense, values):
        kernel, bias = (np.asarray(w, np.float64) for w in dense.weights)
        return values @ kernel + bias

    q, k = mapped(layer.query, x + code), mapped(layer.key, memory + code)
    v, size, heads = mapped(layer.value, memory), WIDTH // HEADS, []
    for head in range(HEADS):
        part = slice(head * size, (head + 1) * size)
        logits = np.einsum("btc,bsc->bts", q[..., part], k[..., part]) / size**0.5
        weights = np.exp(np.where(hidden, -np.inf, logits))
        weights /= weights.sum(axis=-1, keepdims=True)
        heads.append(weights @ v[..., part])
    return mapped(layer.output_map, np.concatenate(heads, axis=-1))


def randomised(layer):
    for weight in layer.weights:
        weight.assign(keras.random.normal(weight.shape, stddev=0.5))
    return layer


class TestAttention:
    def test_to_a_memory(self):
        layer, x, memory = attention(), vectors(), vectors(SOURCE, seed=1)
        layer(x, memory)
        randomised(layer)
        expected = by_hand(layer, x, memory)
        np.testing.assert_allclose(layer(x, memory), expected, atol=1e-5)

    def test_hidden_and_code(self):
        hidden = np.eye(FRAMES, dtype=bool)
        code = np.linspace(-1, 1, FRAMES * WIDTH).reshape(FRAMES, WIDTH)
        layer, x = attention(hidden=hidden, code=code), vectors()
        layer(x, x)
        randomised(layer)
        expected = by_hand(layer, x, x, hidden, code)
        np.testing.assert_allclose(layer(x, x), expected, atol=1e-5)

    def test_causal(self):
        layer, x = attention(causal=True), vectors()
        layer(x, x)
        randomised(layer)
        later = np.triu(np.ones((FRAMES, FRAMES), bool), k=1)
        np.testing.assert_allclose(layer(x, x), by_hand(layer, x, x, later), atol=1e-5)

    def test_a_single_key_has_all_the_weight(self):
        layer, x, memory = attention(), vectors(), vectors(1, seed=1)
        layer(x, memory)
        randomised(layer)
        expected = by_hand(layer, x, memory)
        np.testing.assert_allclose(layer(x, memory), expected, atol=1e-5)

    def test_dropout_of_the_weights(self):
        layer, x = MultiHeadAttention(WIDTH, HEADS, 0.5), vectors()
        still = np.asarray(layer(x, x))
        np.testing.assert_array_equal(layer(x, x), still)
        assert np.abs(np.asarray(layer(x, x, training=True)) - still).max() > 1e-2

    def test_heads_that_do_not_divide_the_width(self):
        with pytest.raises(ValueError, match="a width that 3 heads divide, received 8"):
            MultiHeadAttention(WIDTH, 3, 0.0)


def layer_of(memory=True, dropout=0.0, **options):
    keras.utils.set_random_seed(3)
    dense = keras.layers.Dense
    return TransformerLayer(
        attention(causal=True),
        dense(12),
        dense(WIDTH),
        dropout,
        attention() if memory else None,
        **options,
    )


def normal(x):
    centred = x - x.mean(axis=-1, keepdims=True)
    return centred / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)


@pytest.mark.parametrize("pre_norm", [False, True])
def test_a_layer_is_residuals_norms_and_two_maps(pre_norm):
    layer, x = layer_of(memory=False, pre_norm=pre_norm), vectors()
    layer(x)
    later = np.triu(np.ones((FRAMES, FRAMES), bool), k=1)

    def forward(y):
        (wide, a), (narrow, b) = (
            [np.asarray(w, np.float64) for w in each.weights]
            for each in (layer.widened, layer.narrowed)
        )
        return np.maximum(y @ wide + a, 0) @ narrow + b

    expected = x.astype(np.float64)
    for part in (lambda y: by_hand(layer.to_itself, y, y, later), forward):
        if pre_norm:
            expected = expected + part(normal(expected))
        else:
            expected = normal(expected + part(expected))
    np.testing.assert_allclose(layer(x), expected, atol=1e-4)


@pytest.mark.parametrize("memory", [False, True])
@pytest.mark.parametrize("pre_norm", [False, True])
def test_a_layer_step_by_step_is_the_whole(memory, pre_norm):
    layer, x = layer_of(memory, pre_norm=pre_norm), vectors()
    seen = layer.to_memory.keys_values(vectors(SOURCE, seed=1)) if memory else None
    expected = np.asarray(layer(x, seen))
    room = np.zeros((3, HEADS, FRAMES, WIDTH // HEADS), np.float32)
    past, found = [room, room], []
    for number in range(FRAMES):
        frame = x[:, number : number + 1]
        frame, past = layer.step(frame, number, past, seen)
        found.append(np.asarray(frame))
    np.testing.assert_allclose(np.concatenate(found, axis=1), expected, atol=1e-5)
    keys = layer.to_itself.keys_values(ops.convert_to_tensor(x))[0]
    if not pre_norm:
        np.testing.assert_allclose(past[0], keys, atol=1e-5)


def test_a_layer_attends_to_its_memory():
    layer, x = layer_of(), vectors()
    outputs = [
        np.asarray(layer(x, layer.to_memory.keys_values(vectors(SOURCE, seed=seed))))
        for seed in (1, 2)
    ]
    assert np.abs(outputs[0] - outputs[1]).max() > 1e-2


def test_dropout_of_a_layer():
    layer, x = layer_of(memory=False, dropout=0.5), vectors()
    still = np.asarray(layer(x))
    np.testing.assert_array_equal(layer(x), still)
    assert np.abs(np.asarray(layer(x, training=True)) - still).max() > 1e-2


def test_the_norm_is_pytorchs():
    x = 1e-2 * vectors()
    np.testing.assert_allclose(layer_norm()(x), normal(x), atol=1e-5)
