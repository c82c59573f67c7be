"""What a prediction may depend on: nothing of the future, unless it is asked for.

In all of these the last T frames of the output are the predictions of the future.
"""

import numpy as np
import pytest
import tiny

from seq2seq.model import predict, predict_one_step

T = tiny.FUTURE
ACTIONS = ["walking", "waving", "walking"]


@pytest.fixture(params=tiny.KINDS, scope="module")
def study(request):
    return request.param


@pytest.fixture(scope="module")
def model(study):
    return tiny.model(study, teacher_forcing_ratio=0.0)


def with_future(future, **more):
    return {"past": tiny.batch()["past"], "future": future, **more}


def moved(future, frame):
    changed = future.copy()
    changed[:, frame] += 1.0
    return changed


def outputs(model, inputs, training=False):
    return np.asarray(model(inputs, training=training))[:, -T:]


def test_a_forecast_does_not_see_the_future(model):
    future = tiny.batch()["future"]
    before = outputs(model, with_future(future))
    np.testing.assert_array_equal(
        outputs(model, with_future(tiny.batch(7)["future"])), before
    )
    zeros = np.zeros((tiny.BATCH, T), np.float32)
    np.testing.assert_array_equal(
        outputs(model, with_future(tiny.batch(7)["future"], forced=zeros)), before
    )


@pytest.mark.parametrize("frame", range(T))
def test_one_step_ahead_sees_only_earlier_frames(model, frame):
    ones = np.ones((tiny.BATCH, T), np.float32)
    future = tiny.batch()["future"]
    before = outputs(model, with_future(future, forced=ones))
    after = outputs(model, with_future(moved(future, frame), forced=ones))
    np.testing.assert_allclose(after[:, : frame + 1], before[:, : frame + 1], atol=1e-6)
    if frame < T - 1:
        difference = np.abs(after - before)[:, frame + 1]
        assert difference.max(axis=1).min() > 1e-5  # in every window


def test_training_on_own_outputs_does_not_see_the_future(model):
    before = outputs(model, tiny.batch(), training=True)
    after = outputs(model, with_future(tiny.batch(7)["future"]), training=True)
    np.testing.assert_array_equal(after, before)


def test_teacher_forced_training_sees_earlier_frames_only(study):
    forced = tiny.model(study, teacher_forcing_ratio=1.0)
    future = tiny.batch()["future"]
    before = outputs(forced, with_future(future), training=True)
    after = outputs(forced, with_future(moved(future, 1)), training=True)
    np.testing.assert_allclose(after[:, :2], before[:, :2], atol=1e-6)
    assert np.abs(after - before)[:, 2].max() > 1e-5


def test_forecasting_with_true_frames_is_what_training_saw(study, model):
    """One step ahead without training equals the teacher-forced training call."""
    forced = tiny.model(study, teacher_forcing_ratio=1.0)
    ones = np.ones((tiny.BATCH, T), np.float32)
    np.testing.assert_allclose(
        outputs(model, {**tiny.batch(), "forced": ones}),
        outputs(forced, tiny.batch(), training=True),
        atol=1e-6,
    )


def test_predict_works_on_text_columns(model):
    columns = tiny.columns()
    past, future = columns[:, : tiny.PAST], columns[:, tiny.PAST :]
    forecast = predict(model, past, T, ACTIONS)
    encoded = with_future(np.zeros_like(tiny.batch()["future"]))
    encoded["past"] = model.features.encode(past, ACTIONS)
    expected = model.features.decode(outputs(model, encoded))
    np.testing.assert_allclose(forecast, expected, atol=1e-6)
    one_step = predict_one_step(model, past, future, ACTIONS)
    np.testing.assert_allclose(one_step[:, 0], forecast[:, 0], atol=1e-6)
    changed = predict_one_step(model, past, moved(future, 1), ACTIONS)
    np.testing.assert_allclose(changed[:, :2], one_step[:, :2], atol=1e-6)
    assert np.abs(changed - one_step)[:, 2].max() > 1e-5


def test_predict_reads_the_action(model):
    past = tiny.columns()[:, : tiny.PAST]
    walking = predict(model, past, T, ["walking"] * 3)
    assert np.abs(walking - predict(model, past, T, ["waving"] * 3)).max() > 1e-4
    with pytest.raises(ValueError, match=r"walking, waving .* received \['swimming'\]"):
        predict(model, past, T, ["swimming"] * 3)
    with pytest.raises(ValueError, match=r"received \['None'\]"):
        predict(model, past, T)


def test_a_longer_forecast_begins_like_a_shorter_one(model):
    past = tiny.columns()[:, : tiny.PAST]
    longer, shorter = (predict(model, past, frames, ACTIONS) for frames in (9, 3))
    np.testing.assert_allclose(longer[:, :3], shorter, atol=1e-6)


def test_many_windows_are_predicted_in_parts(model):
    past = tiny.columns(rows=5)[:, : tiny.PAST]
    actions = ["walking"] * 5
    whole = model.forecast(past, actions, frames=T)
    parts = model.forecast(past, actions, frames=T, batch_size=2)
    np.testing.assert_allclose(parts, whole, atol=1e-6)


def test_frames_before_the_past_that_a_model_was_trained_on_are_not_read(model):
    past = tiny.columns(frames=tiny.PAST + 3)
    longer = predict(model, past, T, ACTIONS)
    np.testing.assert_array_equal(longer, predict(model, past[:, 3:], T, ACTIONS))
