"""Steps in mixed_float16: the loss is scaled, the norm of the gradient is not."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import tiny
from small_loop import batches, change, constant, gradient, loop, network, values


@pytest.fixture
def float16():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    yield
    keras.config.set_dtype_policy(before)


def scaled():
    optimizer = keras.optimizers.SGD(1.0)
    return keras.optimizers.LossScaleOptimizer(optimizer, initial_scale=1024.0)


def test_float16_clips_the_gradient_before_scaling(tmp_path, float16):
    model = network(scaled())
    before, expected = values(model), gradient(model, batches(), 0)
    loop(tmp_path, model, 1, clip_norm=0.1).run(constant())
    moved = change(model, before)
    assert np.linalg.norm(moved) == pytest.approx(0.1, rel=1e-3)
    np.testing.assert_allclose(
        moved, -0.1 * expected / np.linalg.norm(expected), atol=2e-3
    )


def test_float16_follows_a_short_gradient(tmp_path, float16):
    model = network(scaled())
    before, expected = values(model), gradient(model, batches(), 0)
    loop(tmp_path, model, 1).run(constant())
    np.testing.assert_allclose(change(model, before), -expected, rtol=0.02, atol=5e-3)


def test_float16_skips_a_step_whose_scaled_gradient_overflows(tmp_path, float16):
    model = network()
    before, scale = values(model), float(model.optimizer.initial_scale)
    # Finite loss, but the gradient of scale times the loss is beyond 65504.
    loop(tmp_path, model, 1, data=batches(scale=30.0)).run(constant())
    assert (change(model, before) == 0).all()
    assert float(model.optimizer.dynamic_scale) == scale / 2
    assert int(model.optimizer.iterations) == 0


def test_seq2seq_models_train_in_float16(tmp_path, float16):
    for study in ("martinez_residual_sup", "bi_enc_50"):
        model = tiny.model(study, dropout=0.2, teacher_forcing_ratio=0.5)
        model.compile(keras.optimizers.SGD(0.1), "mean_squared_error")
        inputs = tiny.batch()
        data = tf.data.Dataset.from_tensors((inputs, model.targets(inputs))).repeat()
        before = values(model)
        loop(tmp_path / study, model, 3, 3, 0.5, data=lambda step, data=data: data).run(
            constant()
        )
        moved = np.linalg.norm(change(model, before))
        # Three steps of length 0.1 * 0.5 in about one direction; none was skipped.
        assert 0.05 < moved <= 0.15 * 1.01, study
        assert int(model.optimizer.iterations) == 3
