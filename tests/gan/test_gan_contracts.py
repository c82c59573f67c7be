"""The model keeps the contract of all models, its critic included."""

import contracts
import gan_tiny
import keras
import numpy as np
import pytest
import tensorflow as tf

from gan.step import AdversarialStep

PAST = gan_tiny.batch()[0]
# Its loss asks the critic; a graph of these networks is made in a moment.
QUICK = {"architecture": "seq2seq", "critic_steps": 1}
BOTH_KINDS = {**QUICK, "critic_architecture": "transformer"}


def seq2seq(study="wgan"):
    return gan_tiny.model(study, **QUICK)


@pytest.mark.parametrize("study", ["report", "mse", "wgan"])
def test_config_round_trip(study):
    contracts.check_config_round_trip(lambda: seq2seq(study))


def test_saving(tmp_path):
    contracts.check_saving(seq2seq, PAST, tmp_path / "model.keras")


def test_the_critic_is_saved_with_the_generator(tmp_path):
    model = seq2seq()
    for weight in model.trainable_weights:
        weight.assign(weight + 0.1)
    model.save(tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras", safe_mode=True)
    past, future = gan_tiny.batch()
    np.testing.assert_array_equal(
        loaded.criticise(past, future, real=True),
        model.criticise(past, future, real=True),
    )
    assert loaded.critic.count_params() > 0


def test_mixed_precision():
    """Both networks give float32, and a step's losses and weights stay finite."""
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = gan_tiny.model("wgan_gp", **BOTH_KINDS)
    finally:
        keras.config.set_dtype_policy(before)
    assert model.generator.compute_dtype == model.critic.compute_dtype == "bfloat16"
    exact = gan_tiny.model("wgan_gp", **BOTH_KINDS)
    assert {weight.dtype for weight in model.trainable_weights} == {"float32"}
    exact.set_weights(model.get_weights())
    past, future = gan_tiny.batch()
    for name in ("generate", "criticise"):
        given = (past, future) if name == "generate" else (past, future, True)
        found, expected = (getattr(each, name)(*given) for each in (model, exact))
        assert found.dtype == "float32"
        difference = np.abs(np.asarray(found) - np.asarray(expected)).max()
        assert 0 < difference < 0.1  # it did compute in bfloat16
    step = AdversarialStep(model)
    tensors = [tf.constant(each) for each in (past, future)]
    found = step.critic_step(*tensors, tensors[1] + 1) | step.generator_step(*tensors)
    assert all(np.isfinite(float(value)) for value in found.values())
    assert all(np.isfinite(weight).all() for weight in model.get_weights())


def test_compiled_step_equals_graph(monkeypatch):
    """The penalty's gradient of a gradient too; XLA draws other random numbers."""
    monkeypatch.setattr(
        keras.random, "uniform", lambda shape, seed: tf.fill(shape, 0.3)
    )
    batch = [tf.constant(each) for each in gan_tiny.batch(rows=8)]
    weights = []
    for xla in (False, True):
        step = gan_tiny.step(
            "wgan_gp", optimizer="none", critic_architecture="perceptron", **QUICK
        )
        for optimizer in step.optimizers:
            optimizer.learning_rate = 0.01
        before = gan_tiny.values(step.model.trainable_weights)
        tf.function(step, jit_compile=xla, autograph=False)(*batch)
        weights.append(gan_tiny.values(step.model.trainable_weights))
    assert gan_tiny.furthest(weights[0], before) > 1e-3
    for graph, compiled in zip(*weights, strict=True):
        np.testing.assert_allclose(compiled, graph, atol=1e-5)
