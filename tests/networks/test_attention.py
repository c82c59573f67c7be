"""The attention layer against TensorFlow Addons' numbers."""

import keras
import numpy as np
import pytest

from networks.attention import MemoryAttention


def attention(score, golden, key_kernel, key_bias, query, query_kernel=None, v=None):
    layer = MemoryAttention(score, units=8)
    layer.build(query.shape, golden["att_memory"].shape)
    layer.key_projection.set_weights([key_kernel, key_bias])
    if score == "additive":
        layer.query_projection.set_weights([query_kernel])
        layer.attend.set_weights([v])
    return layer


def mechanisms(golden):
    """The six reference mechanisms, gains multiplied into the weights."""
    zeros = np.zeros(8, "float32")
    memory, query = golden["bah_memory_kernel"], golden["bah_query_kernel"]
    v, luong = golden["bah_v"], golden["luong_memory_kernel"]
    unit = golden["bah_g"] * v / np.linalg.norm(v)
    bahdanau, dot = golden["att_query"], golden["luong_query"]
    scaled = golden["luong_g"] * luong
    return {
        "bah": ("additive", memory, zeros, bahdanau, query, v),
        "bahnorm": ("additive", memory, golden["bah_b"], bahdanau, query, unit),
        "luong": ("general", luong, zeros, dot),
        "luongscaled": ("general", scaled, zeros, dot),
    }


@pytest.mark.parametrize("name", ["bah", "bahnorm", "luong", "luongscaled"])
@pytest.mark.parametrize("masked", [False, True])
def test_matches_tensorflow_addons(name, masked, tfa_golden):
    score, *arguments = mechanisms(tfa_golden)[name]
    layer = attention(score, tfa_golden, *arguments)
    memory, mask, suffix = tfa_golden["att_memory"], None, ""
    if masked:
        mask = np.arange(7) < tfa_golden["att_memory_length"][:, None]
        memory, suffix = memory * mask[..., None], "_len"
    context, weights = layer(arguments[2], memory, layer.keys(memory), valid=mask)
    expected = tfa_golden[f"{name}{suffix}_alignments"]
    np.testing.assert_allclose(weights, expected, atol=2e-6)
    np.testing.assert_allclose(
        context, tfa_golden[f"{name}{suffix}_context"], atol=2e-6
    )


def test_literal_linear_score_ignores_the_query():
    layer = MemoryAttention("linear", units=8)
    rng = np.random.default_rng(0)
    memory = rng.normal(size=(2, 5, 8)).astype("float32")
    queries = rng.normal(size=(2, 2, 8)).astype("float32")
    layer.build(queries[0].shape, memory.shape)
    weights = [layer(query, memory, layer.keys(memory))[1] for query in queries]
    np.testing.assert_allclose(weights[0], weights[1], atol=1e-6)
    assert np.ptp(np.asarray(weights[0])) > 0.01


def test_unknown_score_is_refused():
    with pytest.raises(ValueError, match="received 'cosine'"):
        MemoryAttention("cosine", units=8)


def test_configuration_round_trip():
    layer = MemoryAttention("additive", units=8)
    copy = MemoryAttention.from_config(layer.get_config())
    assert (copy.score, copy.units) == ("additive", 8)
    assert isinstance(copy.attend, keras.layers.AdditiveAttention)
