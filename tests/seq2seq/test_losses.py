"""The frame angle loss by hand."""

import keras
import numpy as np
import pytest

from seq2seq.losses import FrameAngleLoss

SCALE = [0.0, 2.0, 0.5]


def test_mean_over_frames_of_the_distance():
    truth, predicted = np.zeros((2, 2, 3), "float32"), np.zeros((2, 2, 3), "float32")
    predicted[0, 0] = [9.0, 1.5, 8.0]  # sqrt((2 * 1.5)^2 + (0.5 * 8)^2) = 5
    predicted[1, 1] = [9.0, 0.0, -2.0]  # 1
    loss = float(FrameAngleLoss(SCALE)(truth, predicted))
    assert loss == pytest.approx((5 + 1) / 4, abs=1e-3)


def test_the_gradient_is_finite_where_nothing_is_wrong():
    import tensorflow as tf

    predicted = tf.Variable(tf.zeros((1, 2, 3)))
    with tf.GradientTape() as tape:
        loss = FrameAngleLoss(SCALE)(tf.zeros((1, 2, 3)), predicted)
    gradient = tape.gradient(loss, predicted)
    np.testing.assert_array_equal(gradient, np.zeros((1, 2, 3)))


def test_it_is_saved_with_a_model():
    config = keras.losses.serialize(FrameAngleLoss(SCALE))
    copy = keras.losses.deserialize(config)
    np.testing.assert_array_equal(copy.scale, np.float32(SCALE))
