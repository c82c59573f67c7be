"""Attention in blocks of queries is attention with a mask, and its gradient too."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from networks.scaled_attention import BLOCKS, FORBIDDEN, attend

FEATURES = 3


def tokens(frames, leading=(2, 3), seed=0, scale=2.0):
    """Queries, keys and values, (*leading, frames, C)."""
    random = np.random.default_rng(seed)
    shape = (3, *leading, frames, FEATURES)
    return tuple(random.normal(0, scale, shape).astype(np.float32))


def masked(queries, keys, values):
    """The full product and a mask, by ops that Keras differentiates."""
    frames = queries.shape[-2]
    logits = ops.matmul(queries, ops.swapaxes(keys, -1, -2)) / FEATURES**0.5
    logits = logits + np.triu(np.full((frames, frames), FORBIDDEN, np.float32), k=1)
    return ops.matmul(ops.softmax(logits), values)


def one_query(query, keys, values, bias=0.0):
    """NumPy, in float64: what a single query finds."""
    logits = keys.astype(np.float64) @ query / FEATURES**0.5 + bias
    weights = np.exp(logits - logits.max())
    return weights / weights.sum() @ values


@pytest.mark.filterwarnings("ignore:You are using a softmax over axis -1")
@pytest.mark.parametrize("frames", [1, 2, 3, 4, 6, 7, 8, 12])
@pytest.mark.parametrize("leading", [(), (2, 3), (2, 1, 3)])
def test_causal_attention_is_masked_attention(frames, leading):
    arguments = [tf.constant(each) for each in tokens(frames, leading)]
    upstream = tf.constant(tokens(frames, leading, seed=5)[0])
    results = []
    for function in (lambda *qkv: attend(*qkv, causal=True), masked):
        with tf.GradientTape() as tape:
            tape.watch(arguments)
            output = function(*arguments)
        results.append([output, *tape.gradient(output, arguments, upstream)])
    names = ("output", "queries", "keys", "values")
    for name, ours, plain in zip(names, *results, strict=True):
        np.testing.assert_allclose(ours, plain, atol=2e-5, err_msg=name)


def test_the_cases_above_are_with_and_without_blocks():
    assert {frames % BLOCKS == 0 for frames in (4, 6, 7, 8, 12)} == {True, False}


@pytest.mark.parametrize("frames", [7, 8])
def test_each_query_sees_earlier_tokens_and_itself(frames):
    queries, keys, values = tokens(frames, ())
    found = np.asarray(attend(queries, keys, values, causal=True))
    for t in range(frames):
        expected = one_query(queries[t], keys[: t + 1], values[: t + 1])
        np.testing.assert_allclose(found[t], expected, atol=1e-5)
    np.testing.assert_allclose(found[0], values[0], atol=1e-6)


def test_without_a_mask_all_tokens_are_seen_and_a_bias_is_heard():
    queries, keys, values = tokens(5)
    bias = np.random.default_rng(1).normal(size=(5, 5)).astype(np.float32)
    for added in (None, bias):
        found = np.asarray(attend(queries, keys, values, bias=added))
        for row in np.ndindex(2, 3, 5):
            own = 0.0 if added is None else bias[row[-1]]
            expected = one_query(queries[row], keys[row[:2]], values[row[:2]], own)
            np.testing.assert_allclose(found[row], expected, atol=1e-5)


@pytest.mark.parametrize("causal", [False, True])
def test_large_logits_stay_finite(causal):
    queries, keys, values = tokens(8, scale=300.0)
    queries, keys, values = (tf.constant(each) for each in (queries, keys, values))
    with tf.GradientTape() as tape:
        tape.watch([queries, keys, values])
        output = attend(queries, keys, values, causal=causal)
    assert np.abs(output).max() <= np.abs(values).max() * (1 + 1e-6)
    for gradient in tape.gradient(output, [queries, keys, values]):
        assert np.isfinite(gradient).all()


def test_low_precision_keeps_its_type_and_its_mask():
    low = [ops.cast(each, "bfloat16") for each in tokens(8)]
    output = attend(*low, causal=True)
    assert keras.backend.standardize_dtype(output.dtype) == "bfloat16"
    exact = attend(*tokens(8), causal=True)
    np.testing.assert_allclose(ops.cast(output, "float32"), exact, atol=0.15)
    later = [ops.concatenate([each[..., :7, :], -each[..., 7:, :]], -2) for each in low]
    np.testing.assert_array_equal(
        ops.cast(attend(*later, causal=True)[..., :7, :], "float32"),
        ops.cast(output[..., :7, :], "float32"),
    )
