"""The norm over whole samples: its values, and its gradient written by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import ops

from networks.layer_norm import EPSILON, SampleNormalisation, normalise

JOINTS, BATCH, FRAMES, WIDTH = 3, 4, 5, 6
SHAPE = (JOINTS, BATCH, FRAMES, WIDTH)
WHOLE = (0, 2, 3)  # axes of a sample


def numbers(seed=0, mean=0.3, spread=2.0):
    random = np.random.default_rng(seed)
    x = random.normal(mean, spread, SHAPE).astype(np.float32)
    gamma = random.normal(1, 0.5, WIDTH).astype(np.float32)
    return x, gamma, random.normal(0, 0.5, WIDTH).astype(np.float32)


def by_definition(x, gamma, beta):
    """The same by ops that Keras differentiates."""
    mean = ops.mean(x, axis=WHOLE, keepdims=True)
    variance = ops.mean(ops.square(x - mean), axis=WHOLE, keepdims=True)
    return (x - mean) / ops.sqrt(variance + EPSILON) * gamma + beta


def test_values_are_those_of_the_definition():
    x, gamma, beta = numbers()
    wide = x.astype(np.float64)
    mean = wide.mean(axis=WHOLE, keepdims=True)
    expected = (wide - mean) / wide.std(axis=WHOLE, keepdims=True) * gamma + beta
    np.testing.assert_allclose(normalise(x, gamma, beta), expected, atol=2e-6)


@pytest.mark.parametrize("mean", [0.3, 30.0])
def test_gradients_are_those_that_keras_finds(mean):
    arguments = [tf.constant(each) for each in numbers(mean=mean)]
    upstream = tf.constant(numbers(7)[0])
    results = []
    for function in (normalise, by_definition):
        with tf.GradientTape() as tape:
            tape.watch(arguments)
            y = function(*arguments)
        results.append([y, *tape.gradient(y, arguments, upstream)])
    for name, ours, theirs in zip(("y", "x", "gamma", "beta"), *results, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=2e-4, err_msg=name)


def test_a_sample_is_normalised_as_one_and_alone():
    x, _, _ = numbers(mean=5.0)
    layer = SampleNormalisation()
    y = np.asarray(layer(x))
    np.testing.assert_allclose(y.mean(axis=WHOLE), 0, atol=1e-5)
    np.testing.assert_allclose(y.std(axis=WHOLE), 1, atol=1e-5)
    # One joint, frame or feature alone is not: statistics are those of them all.
    for axis in range(4):
        others = tuple(each for each in range(4) if each != axis)
        if axis != 1:
            assert np.abs(y.mean(axis=others)).max() > 0.01
    np.testing.assert_allclose(layer(7 * x - 3), y, atol=1e-4)
    changed = x.copy()
    changed[:, 0] += np.arange(WIDTH)
    np.testing.assert_array_equal(np.asarray(layer(changed))[:, 1:], y[:, 1:])


def test_weights_are_a_scale_and_a_shift_of_each_feature():
    x, gamma, beta = numbers()
    layer = SampleNormalisation()
    plain = np.asarray(layer(x))
    assert [tuple(weight.shape) for weight in layer.weights] == [(WIDTH,), (WIDTH,)]
    layer.set_weights([gamma, beta])
    np.testing.assert_allclose(layer(x), plain * gamma + beta, atol=1e-6)


def test_a_sample_at_rest_becomes_the_shift():
    _, gamma, beta = numbers()
    x = np.zeros(SHAPE, np.float32)
    y = np.asarray(normalise(x, gamma, beta))
    np.testing.assert_allclose(y, np.broadcast_to(beta, SHAPE), atol=1e-6)


def test_low_precision_reads_and_writes_it_but_computes_in_float32():
    x, gamma, beta = numbers(spread=300.0)  # squares are beyond float16
    low = ops.cast(x, "float16")
    y = normalise(low, gamma, beta)
    assert keras.backend.standardize_dtype(y.dtype) == "float16"
    exact = normalise(ops.cast(low, "float32"), gamma, beta)
    np.testing.assert_allclose(y, exact, atol=2e-3)
