"""The recurrent loops against Keras' own GRU and against automatic differentiation."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from networks.recurrent.cells import FORMS
from networks.recurrent.sequences import gru_feedback, gru_sequence

FRAMES, BATCH, WIDTH, UNITS = 7, 3, 5, 4


def normal(seed, *shape):
    values = np.random.default_rng(seed).normal(size=shape, scale=0.5)
    return tf.constant(values, tf.float32)


def layer_weights(seed, width):
    return [
        normal(seed, width, 3 * UNITS),
        normal(seed + 1, 3 * UNITS),
        normal(seed + 2, UNITS, 3 * UNITS),
        normal(seed + 3, 3 * UNITS),
    ]


@pytest.mark.parametrize("name", FORMS)
def test_sequence_equals_the_keras_layer(name):
    kernel_x, bias_x, kernel, bias = layer_weights(0, WIDTH)
    bias = bias if FORMS[name].has_recurrent_bias else tf.zeros_like(bias)
    x = normal(9, FRAMES, BATCH, WIDTH)
    layer = keras.layers.GRU(
        UNITS, reset_after=name == "reset_after", return_sequences=True
    )
    layer.build((BATCH, FRAMES, WIDTH))
    layer_bias = np.stack([bias_x, bias]) if name == "reset_after" else bias_x
    layer.set_weights([kernel_x, kernel, layer_bias])
    expected = layer(tf.transpose(x, (1, 0, 2)))
    states = gru_sequence(
        FORMS[name], x @ kernel_x + bias_x, tf.zeros((BATCH, UNITS)), kernel, bias
    )
    np.testing.assert_allclose(tf.transpose(states, (1, 0, 2)), expected, atol=1e-6)


def unrolled(form, truth, forced, h0, keep, weights, *, residual, flow):
    """The same network as a plain loop, differentiated automatically."""
    states, y, outputs = list(h0), truth[0], []
    for t in range(FRAMES):
        fed = y if flow else tf.stop_gradient(y)
        x = inner = forced[t] * truth[t] + (1 - forced[t]) * fed
        for k in range(len(states)):
            kernel_x, bias_x, kernel, bias = weights[4 * k : 4 * k + 4]
            projected = inner @ kernel_x + bias_x
            states[k] = form.step(projected, states[k], form.prepare(kernel), bias)[0]
            inner = states[k]
        y = (inner * keep) @ weights[-2] + weights[-1] + float(residual) * x
        outputs.append(y)
    return tf.stack(outputs)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("residual", [True, False])
@pytest.mark.parametrize("flow", [True, False])
def test_feedback_has_the_gradient_of_the_plain_loop(name, layers, residual, flow):
    form = FORMS[name]
    truth, target = normal(1, FRAMES, BATCH, WIDTH), normal(2, FRAMES, BATCH, WIDTH)
    forced = tf.constant([1.0, 0, 0, 1, 0, 1, 0])
    keep = tf.constant([[1.0, 0, 2, 1]] * BATCH)
    h0 = [normal(5 + k, BATCH, UNITS) for k in range(layers)]
    weights = [*layer_weights(10, WIDTH)]
    if layers == 2:
        weights += layer_weights(20, UNITS)
    weights += [normal(30, UNITS, WIDTH), normal(31, WIDTH)]
    results = []
    for run in (gru_feedback, unrolled):
        with tf.GradientTape() as tape:
            tape.watch([truth, *h0, *weights])
            given = form, truth, forced, h0, keep, weights
            outputs = run(*given, residual=residual, flow=flow)
            loss = tf.reduce_sum((outputs - target) ** 2)
        gradients = tape.gradient(
            loss,
            [truth, *h0, *weights],
            unconnected_gradients=tf.UnconnectedGradients.ZERO,
        )
        if not form.has_recurrent_bias:
            del gradients[1 + layers + 3 : -2 : 4]
        results.append([outputs, *gradients])
    for ours, expected in zip(*results, strict=True):
        np.testing.assert_allclose(ours, expected, atol=2e-4, rtol=2e-4)


@pytest.mark.parametrize("compiled", [False, True])
def test_sequence_gradient_is_the_same_in_a_graph_and_compiled(compiled):
    kernel_x, bias_x, kernel, bias = layer_weights(0, WIDTH)
    x, h0 = normal(9, FRAMES, BATCH, WIDTH), normal(3, BATCH, UNITS)

    def gradients():
        with tf.GradientTape() as tape:
            tape.watch([x, h0, kernel])
            states = gru_sequence(
                FORMS["reset_after"], x @ kernel_x + bias_x, h0, kernel, bias
            )
            loss = tf.reduce_sum(states**2)
        return tape.gradient(loss, [x, h0, kernel])

    expected = gradients()
    ours = tf.function(gradients, jit_compile=compiled, autograph=False)()
    for a, b in zip(ours, expected, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-5)
