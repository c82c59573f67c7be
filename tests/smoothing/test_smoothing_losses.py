"""Masked losses against values worked out by hand."""

import dataclasses

import keras
import numpy as np
import pytest
import smoothing_tiny
import tensorflow as tf
from scipy.ndimage import gaussian_filter

from motion.keypoints import target_columns
from smoothing.losses import MaskedSquaredError, RecoverAndDenoiseLoss, make_loss
from training.gradients import loss_and_gradients

NAN = np.float32(np.nan)


def centred_targets(layout: str) -> np.ndarray:
    """(1, 5, 56, 56, 25): each keypoint of the layout in the middle, others unknown."""
    impulse = np.zeros((56, 56))
    impulse[28, 28] = 255
    heatmap = gaussian_filter(impulse, 1, mode="nearest")[..., None]
    targets = np.where(target_columns(layout) < 0, np.nan, heatmap)
    return np.tile(targets, (1, 5, 1, 1, 1)).astype(np.float32)


@pytest.mark.parametrize(
    ("layout", "expected"), [("coco17", 0.9902), ("penn13", 0.8582)]
)
def test_predicting_zeros(layout, expected):
    targets = centred_targets(layout)
    zeros = np.zeros_like(targets)
    found = MaskedSquaredError()(targets, zeros)
    assert float(found) == pytest.approx(expected, abs=5e-5)
    found = MaskedSquaredError(normalise=True)(targets, zeros)
    assert float(found) == pytest.approx(1.6504, abs=5e-5)


TRUTH = np.array([[[1, NAN], [NAN, 4]], [[NAN, NAN], [2, 2]]], np.float32)
PREDICTED = np.array([[[0, 9], [5, 1]], [[7, 7], [2, 4]]], np.float32)


def test_squared_error_by_hand():
    found = MaskedSquaredError()(TRUTH, PREDICTED)
    assert float(found) == pytest.approx((1 + 9 + 0 + 4) / 8)
    found = MaskedSquaredError(normalise=True)(TRUTH, PREDICTED)
    assert float(found) == pytest.approx((1 + 9 + 0 + 4) / 4)


def test_distances_by_hand():
    """Frames 0 and 1 are sampled; behind the recovered ones stand the denoised."""
    predicted = np.concatenate([PREDICTED, PREDICTED + 1], axis=1)
    recovered, denoised = 1 + 3 + 0 + 2, 0 + 2 + 1 + 3
    found = RecoverAndDenoiseLoss(sample_rate=1)(TRUTH, predicted)
    assert float(found) == pytest.approx(5 * recovered / 8 + denoised / 8)
    found = RecoverAndDenoiseLoss(1, normalise=True)(TRUTH, predicted)
    assert float(found) == pytest.approx(5 * recovered / 4 + denoised / 4)
    # Of three frames at rate 2 the middle one has no denoised pose.
    truth = np.array([[[1.0], [9.0], [NAN]]], np.float32)
    predicted = np.array([[[2.0], [7.0], [0.0], [4.0], [0.0]]], np.float32)
    found = RecoverAndDenoiseLoss(sample_rate=2)(truth, predicted)
    assert float(found) == pytest.approx(5 * (1 + 2) / 3 + 3 / 2)


@pytest.mark.parametrize("normalise", [False, True])
def test_what_is_unknown_has_no_gradient_at_all(normalise):
    for loss, predicted in (
        (MaskedSquaredError(normalise), PREDICTED),
        (RecoverAndDenoiseLoss(1, normalise), np.tile(PREDICTED, (1, 2, 1))),
    ):
        variable = tf.Variable(predicted)
        with tf.GradientTape() as tape:
            value = loss(TRUTH, variable)
        gradient = tape.gradient(value, variable).numpy()
        unknown = np.isnan(np.tile(TRUTH, (1, len(predicted[0]) // 2, 1)))
        np.testing.assert_array_equal(gradient[unknown], 0)
        assert np.isfinite(gradient).all() and gradient[~unknown].any()
        nothing = loss(np.full_like(TRUTH, NAN), predicted)
        assert float(nothing) == 0


def test_a_loss_survives_its_config():
    for loss in (MaskedSquaredError(True), RecoverAndDenoiseLoss(3, True)):
        copy = keras.losses.deserialize(keras.losses.serialize(loss))
        assert copy.get_config() == loss.get_config() and type(copy) is type(loss)


def test_the_loss_of_a_study():
    config = smoothing_tiny.config("deciwatch", loss="l1+denoise", normalise_loss=True)
    loss = make_loss(config)
    assert (type(loss), loss.sample_rate, loss.normalise) == (
        RecoverAndDenoiseLoss,
        4,
        True,
    )
    assert type(make_loss(smoothing_tiny.config("conv3d"))) is MaskedSquaredError
    for change in ({"architecture": "conv3d"}, {"loss": "huber"}):
        with pytest.raises(ValueError, match="expected a loss of"):
            make_loss(dataclasses.replace(config, **change))


@pytest.mark.parametrize(
    ("architecture", "changes"),
    [
        *((name, {}) for name in smoothing_tiny.ARCHITECTURES),
        ("deciwatch", {"loss": "l1+denoise", "official": True}),
    ],
)
def test_gradients_of_parts_of_a_batch_are_those_of_all(architecture, changes):
    """How `training` computes them; absent keypoints leave their last maps alone."""
    model = smoothing_tiny.model(architecture, dropout=0.0, **changes)
    model.compile(keras.optimizers.SGD(0.1), make_loss(model.config))
    inputs = tf.constant(smoothing_tiny.windows(architecture))
    targets = smoothing_tiny.windows(architecture, seed=1)
    targets[..., -3:] = np.nan
    loss, gradients = loss_and_gradients(model, inputs, tf.constant(targets))
    parts, added = loss_and_gradients(model, inputs, tf.constant(targets), 2)
    np.testing.assert_allclose(loss, parts, rtol=1e-5)
    for whole, some in zip(gradients, added, strict=True):
        np.testing.assert_allclose(whole, some, atol=1e-5)
    named = zip(model.trainable_weights, gradients, strict=True)
    if architecture == "conv3d":
        for weight, gradient in named:
            assert not gradient[..., -3:].numpy().any(), weight.path
            assert gradient[..., :-3].numpy().any()


def test_model_fit_needs_nothing_else():
    model = smoothing_tiny.model("conv3d")
    model.compile("adam", make_loss(model.config), jit_compile=False)
    targets = np.abs(smoothing_tiny.windows("conv3d", seed=1))
    targets[..., 9:15] = np.nan
    before = [np.array(each) for each in model.get_weights()]
    history = model.fit(smoothing_tiny.windows("conv3d"), targets, epochs=5, verbose=0)
    losses = history.history["loss"]
    assert losses == sorted(losses, reverse=True)
    for old, new in zip(before, model.get_weights(), strict=True):
        moved = np.abs(new - old).reshape(-1, 25).max(axis=0) > 0
        assert moved[:9].all() and not moved[9:15].any() and moved[15:].all()
