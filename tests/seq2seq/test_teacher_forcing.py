"""When true frames are read while training.

With a projection of zeros the residual models output the frame that they read, so the
output shows the choice of every frame.
"""

import itertools

import numpy as np
import pytest
import tensorflow as tf
import tiny

RESIDUAL = ("martinez_residual_sup", "uni_enc_50_residual")
DRAWS = 300


def without_projection(model):
    dense = model.projection if hasattr(model, "projection") else model.cell.projection
    dense.set_weights([np.zeros_like(weight) for weight in dense.get_weights()])
    return model


def choices(draws=DRAWS, study=RESIDUAL[0], model=None, **changes):
    """(draws, B, T-1) of 0 or 1: whether frames 1 … of the output were forced."""
    model = model or without_projection(tiny.model(study, **changes))
    inputs = tiny.batch()
    call = tf.function(lambda: model(inputs, training=True), autograph=False)
    outputs = np.stack([call() for _ in range(draws)])
    np.testing.assert_allclose(
        outputs[:, :, 0], np.stack([inputs["past"][:, -1]] * draws), atol=1e-6
    )
    truth = inputs["future"][:, :-1]
    forced = np.isclose(outputs[:, :, 1:], truth, atol=1e-6).all(axis=-1)
    own = np.isclose(outputs[:, :, 1:], outputs[:, :, :-1], atol=1e-6).all(axis=-1)
    assert (forced ^ own).all()  # every frame is the true one or the model's own
    return forced.astype(int)


@pytest.mark.parametrize("study", RESIDUAL)
def test_a_residual_model_without_projection_predicts_zero_velocity(study):
    model = without_projection(tiny.model(study))
    predicted = model(tiny.batch(), training=False)
    last = np.repeat(tiny.batch()["past"][:, -1:], tiny.FUTURE, axis=1)
    np.testing.assert_allclose(predicted, last, atol=1e-6)


@pytest.mark.parametrize("ratio", [0.25, 0.5])
@pytest.mark.parametrize("study", RESIDUAL)
def test_one_draw_decides_for_the_whole_iteration(study, ratio):
    forced = choices(study=study, teacher_forcing_ratio=ratio)
    per_iteration = forced[:, 0, 0]
    assert (forced == per_iteration[:, None, None]).all()
    assert per_iteration.mean() == pytest.approx(ratio, abs=0.09)  # over 3 sigma


def test_a_draw_per_step_mixes_within_a_window():
    forced = choices(teacher_forcing_ratio=0.5, teacher_forcing_per="step")
    assert (forced == forced[:, :1]).all()  # still one choice for the whole batch
    patterns = {tuple(each) for each in forced[:, 0]}
    assert patterns == set(itertools.product((0, 1), repeat=tiny.FUTURE - 1))
    assert forced.mean() == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("ratio", [0.0, 1.0])
def test_the_extreme_ratios_need_no_luck(ratio):
    assert (choices(20, teacher_forcing_ratio=ratio) == ratio).all()


def test_the_draws_go_on_from_the_state_that_checkpoints_keep():
    model = without_projection(tiny.model(teacher_forcing_ratio=0.5))
    states = [v for v in model.variables if "seed_generator" in v.path]
    assert any(state is model.forcing_seed.state for state in states)
    kept = [state.numpy() for state in states]
    first, second = choices(12, model=model), choices(12, model=model)
    assert (first != second).any()
    for state, value in zip(states, kept, strict=True):
        state.assign(value)
    np.testing.assert_array_equal(choices(12, model=model), first)


def test_validation_draws_nothing():
    model = tiny.model(teacher_forcing_ratio=0.5, dropout=0.5)
    before = [v.numpy() for v in model.variables if "seed_generator" in v.path]
    model(tiny.batch(), training=False)
    model.forecast(tiny.columns()[:, : tiny.PAST], ["walking"] * 3, frames=2)
    after = [v.numpy() for v in model.variables if "seed_generator" in v.path]
    np.testing.assert_array_equal(after, before)
