"""Forecasts: the window slides by one predicted frame at a time, in physical units."""

import numpy as np
import pytest
import stt_tiny

from data_prep.poses.formats import WIDTHS
from motion.rotations import geodesic_angle
from stt.model import predict

FRAMES = 6


def one_layer(study="02", **changes):
    return stt_tiny.model(study, layers=1, **changes)


@pytest.fixture(scope="module", params=["02", "12", "14"])
def model(request):
    return one_layer(request.param)


def with_constant_change(bias, **changes):
    """A network that adds the same normalised numbers (135,) to every frame."""
    model = one_layer("02", **changes)
    output = model.output_map
    output.kernel.assign(np.zeros(output.kernel.shape, np.float32))
    output.bias.assign(np.reshape(bias, output.bias.shape))
    return model


def test_a_forecast_is_one_prediction_after_the_other(model):
    past = stt_tiny.rotations()
    window, expected = model.features.encode(past), []
    for _ in range(FRAMES):
        newest = np.asarray(model(window, training=False))[:, -1:]
        window = np.concatenate([window[:, 1:], newest], axis=1)
        expected.append(newest)
    expected = model.features.decode(np.concatenate(expected, axis=1))
    found = predict(model, past, FRAMES)
    assert found.shape == (2, FRAMES, 15, 3, 3) and found.dtype == np.float32
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_longer_forecast_begins_like_a_shorter_one(model):
    past = stt_tiny.rotations()
    longer, shorter = predict(model, past, 9), predict(model, past, 3)
    np.testing.assert_allclose(longer[:, :3], shorter, atol=1e-5)


def test_many_windows_are_predicted_in_parts(model):
    past = stt_tiny.rotations(rows=5)
    whole = model.forecast(past, FRAMES)
    np.testing.assert_allclose(model.forecast(past, FRAMES, 2), whole, atol=1e-5)


def test_frames_before_the_window_are_not_read(model):
    past = stt_tiny.rotations(frames=stt_tiny.WINDOW + 3)
    longer = predict(model, past, FRAMES)
    np.testing.assert_array_equal(longer, predict(model, past[:, 3:], FRAMES))


def test_too_few_frames_are_refused(model):
    message = "expected at least 8 past frames, received 7"
    with pytest.raises(ValueError, match=message):
        predict(model, stt_tiny.rotations(frames=stt_tiny.WINDOW - 1), FRAMES)


def test_changes_are_normalised_and_forecasts_physical():
    """Each frame adds its bias times the scale of the recordings to the last one."""
    bias = np.linspace(-0.1, 0.1, 135, dtype=np.float32)
    model, past = with_constant_change(bias), stt_tiny.rotations()
    step = (bias * model.features.statistics.scale).reshape(15, 3, 3)
    frames = np.arange(1, FRAMES + 1)[:, None, None, None]
    expected = past[:, -1:] + frames * step
    np.testing.assert_allclose(predict(model, past, FRAMES), expected, atol=1e-5)


@pytest.mark.parametrize("rotation_format", WIDTHS)
def test_without_a_change_the_last_pose_stays(rotation_format):
    bias = np.zeros(15 * WIDTHS[rotation_format], np.float32)
    model = with_constant_change(bias, rotation_format=rotation_format)
    past = stt_tiny.rotations()
    found = predict(model, past, FRAMES)
    expected = np.broadcast_to(past[:, -1:], found.shape)
    np.testing.assert_allclose(found, expected, atol=1e-5)


@pytest.mark.parametrize("rotation_format", ["axis_angle", "quaternion"])
def test_other_formats_predict_rotations(rotation_format):
    model = one_layer("02", rotation_format=rotation_format)
    past = stt_tiny.rotations()
    found = predict(model, past, FRAMES).astype(np.float64)
    identity = found @ np.swapaxes(found, -1, -2)
    np.testing.assert_allclose(
        identity, np.broadcast_to(np.eye(3), identity.shape), atol=1e-5
    )
    assert np.max(geodesic_angle(found[:, 0], past[:, -1])) > 0.01
