"""The models against plain loops written from the papers, one window at a time."""

import itertools

import keras
import numpy as np
import pytest
import tiny

T, S = tiny.FUTURE, tiny.PAST


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def weights(layer):
    return [np.asarray(weight, np.float64) for weight in layer.get_weights()]


def at_random(model):
    """Weights of every kind, biases too, so that nothing is hidden by a zero."""
    random = np.random.default_rng(3)
    model.set_weights([random.normal(0, 0.4, np.shape(w)) for w in model.get_weights()])
    return model


def gru_reset_before(layer, x, h):
    """TensorFlow 1's GRUCell: r, u = s([x h] W + b), c = tanh([x, r h] W + b)."""
    kernel, bias, recurrent = weights(layer)
    n = len(h)
    gates = sigmoid(x @ kernel[:, : 2 * n] + bias[: 2 * n] + h @ recurrent[:, : 2 * n])
    u, r = gates[:n], gates[n:]
    c = np.tanh(
        x @ kernel[:, 2 * n :] + bias[2 * n :] + (r * h) @ recurrent[:, 2 * n :]
    )
    return u * h + (1 - u) * c


def gru_reset_after(layer, x, h):
    """PyTorch's GRU: c = tanh(W x + b + r (U h + b'))."""
    kernel, bias, recurrent, recurrent_bias = weights(layer)
    n = len(h)
    of_x, of_h = x @ kernel + bias, h @ recurrent + recurrent_bias
    z = sigmoid(of_x[:n] + of_h[:n])
    r = sigmoid(of_x[n : 2 * n] + of_h[n : 2 * n])
    c = np.tanh(of_x[2 * n :] + r * of_h[2 * n :])
    return z * h + (1 - z) * c


def decoder_input(past, future, outputs, forced):
    if not outputs:
        return past[-1]
    return future[len(outputs) - 1] if forced else outputs[-1]


def martinez(model, past, future, forced):
    """Section 6 of Martinez et al.: encode S-1 frames, then predict T."""
    states = [np.zeros(layer.units) for layer in model.encoder]

    def step(layers, x):
        for k, layer in enumerate(layers):
            x = states[k] = gru_reset_before(layer, x, states[k])
        return x

    for frame in past[:-1]:
        step(model.encoder, frame)
    kernel, bias = weights(model.projection)
    outputs = []
    for _ in range(T):
        x = decoder_input(past, future, outputs, forced)
        y = step(model.decoder, x) @ kernel + bias
        outputs.append(y + x if model.config.residual else y)
    return outputs


def scores(layer, h, memory):
    """One energy for each frame of the memory."""
    if layer.score == "dot":
        return memory @ h
    key, bias = weights(layer.key_projection)
    if layer.score == "general":
        return (memory @ key + bias) @ h
    (query,) = weights(layer.query_projection)
    if layer.score == "linear":
        return (h @ query + memory @ key + bias)[:, 0]
    (v,) = weights(layer.attend)
    return np.tanh(memory @ key + bias + h @ query) @ v


def attention(model, past, future, forced):
    """The thesis, 4.2: encoder, both directions added; five steps a frame."""
    x, states = past[:-1], []
    for k, layer in enumerate(model.forwards):
        forwards, h = [], np.zeros(layer.units)
        for frame in x:
            forwards.append(h := gru_reset_after(layer, frame, h))
        total, last = np.array(forwards), h
        if model.backwards:
            backwards, h = [], np.zeros(layer.units)
            for frame in x[::-1]:
                backwards.insert(0, h := gru_reset_after(model.backwards[k], frame, h))
            total, last = total + np.array(backwards), last + h
        states.append(last)
        x = total
    memory, cell, outputs = x, model.cell, []
    for _ in range(T):
        o = decoder_input(past, future, outputs, forced)
        energies = scores(cell.attention, states[-1], memory)  # 1
        alignment = np.exp(energies) / np.exp(energies).sum()  # 2
        context = alignment @ memory  # 3
        x = np.concatenate([o, context])
        for k, layer in enumerate(cell.layers):  # 4
            x = states[k] = gru_reset_after(layer, x, states[k])
        if model.config.output_inputs == "all":  # 5
            x = np.concatenate([o, x, context])
        kernel, bias = weights(cell.projection)
        y = x @ kernel + bias
        outputs.append(y + o if model.config.residual else y)
    return outputs


def lstm(layer, x, state):
    h, c = state
    i, f, g, o = np.split(
        x @ weights(layer)[0] + h @ weights(layer)[1] + weights(layer)[2], 4
    )
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c


def fragkiadaki(model, past, future, forced):
    """Dense layers around LSTMs that all see the input and are all read."""
    cell = model.cell
    states = [(np.zeros(layer.units),) * 2 for layer in cell.lstms]

    def dense(layers, x):
        for layer in layers:
            x = x @ weights(layer)[0] + weights(layer)[1]
            if layer.activation is keras.activations.relu:
                x = np.maximum(x, 0)
        return x

    def step(frame):
        x, above = dense(cell.before, frame), []
        for k, layer in enumerate(cell.lstms):
            seen = np.concatenate([x, above[-1]]) if above else x
            states[k] = lstm(layer, seen, states[k])
            above.append(states[k][0])
        return dense(cell.after, np.concatenate(above))

    predicted_past = [step(frame) for frame in past[:-1]]
    outputs = []
    for _ in range(T):
        outputs.append(step(decoder_input(past, future, outputs, forced)))
    return predicted_past + outputs


def check(model, plain_loop):
    model = at_random(model)
    inputs = tiny.batch()
    for forced in (0.0, 1.0):
        given = {**inputs, "forced": np.full((tiny.BATCH, T), forced, np.float32)}
        expected = [
            plain_loop(model, past, future, bool(forced))
            for past, future in zip(inputs["past"], inputs["future"], strict=True)
        ]
        np.testing.assert_allclose(model(given), expected, atol=2e-5, rtol=2e-5)


@pytest.mark.parametrize(
    ("tied", "residual", "layers"),
    itertools.product((True, False), (True, False), (1, 2)),
)
def test_martinez(tied, residual, layers):
    check(tiny.model(tied=tied, residual=residual, layers=layers), martinez)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"score": "dot"},
        {"score": "additive"},
        {"score": "linear"},
        {"output_inputs": "hidden"},
        {"residual": True},
        {"layers": 2},
        {"bidirectional": True},
        {"bidirectional": True, "layers": 2},
    ],
    ids=lambda changes: "-".join(map(str, changes.values())) or "thesis",
)
def test_attention(changes):
    check(tiny.model("uni_enc_50", **changes), attention)


@pytest.mark.parametrize("study", ["lstm_3lr", "erd"])
def test_fragkiadaki(study):
    check(tiny.model(study), fragkiadaki)


def test_published_initial_values():
    """TensorFlow 1: gate biases 1; projection within 0.04. PyTorch: 1 / sqrt(H)."""
    martinez_model = tiny.model(hidden_units=64)
    _, bias, _ = weights(martinez_model.encoder[0])
    assert (bias[:128] == 1).all() and (bias[128:] == 0).all()
    for weight in weights(martinez_model.projection):
        assert 0.03 < np.abs(weight).max() <= 0.04
    thesis = tiny.model("bi_enc_50", hidden_units=64)
    for layer in (*thesis.forwards, *thesis.backwards, *thesis.cell.layers):
        for weight in weights(layer):
            assert 0.9 / 8 < np.abs(weight).max() <= 1 / 8
    limit = (tiny.features().width + 128) ** -0.5
    for weight in weights(thesis.cell.projection):
        assert 0.7 * limit < np.abs(weight).max() <= limit


def test_first_losses_of_the_residual_model_are_moderate():
    """A projection of the usual size gave first losses near 700."""
    model = tiny.model(hidden_units=256, future_frames=25)
    past = np.random.default_rng(0).normal(size=(16, 50, model.width))
    past = past.astype(np.float32)
    outputs = model({"past": past, "future": past[:, :25]}, training=True)
    drift = np.asarray(outputs) - past[:, -1:]
    assert np.mean(drift**2) < 10
