"""Training losses against numbers worked out by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from stt.losses import JointSumLoss, training_loss


def test_a_norm_for_each_joint_summed_and_averaged_over_frames():
    truth = np.zeros((1, 2, 4), np.float32)
    predicted = np.array([[[3, 4, 0, 2], [0, 0, 6, 8]]], np.float32)
    # Frame 0: 5 and 2; frame 1: 0 and 10.
    assert float(JointSumLoss(per_joint=2)(truth, predicted)) == pytest.approx(8.5)
    assert float(JointSumLoss(per_joint=4)(truth, predicted)) == pytest.approx(
        (29**0.5 + 10) / 2
    )
    assert float(training_loss("joint_sum", 2)(truth, predicted)) == pytest.approx(8.5)
    assert float(training_loss("all_mean", 2)(truth, predicted)) == pytest.approx(
        (9 + 16 + 4 + 36 + 64) / 8
    )


def test_the_slope_is_that_of_a_norm_and_finite_at_its_tip():
    truth = tf.zeros((1, 1, 4))
    predicted = tf.constant([[[3.0, 4.0, 0.0, 0.0]]])
    with tf.GradientTape() as tape:
        tape.watch(predicted)
        loss = JointSumLoss(per_joint=2)(truth, predicted)
    slope = tape.gradient(loss, predicted)
    np.testing.assert_allclose(slope[0, 0], [0.6, 0.8, 0, 0], atol=1e-6)


def test_it_is_saved_with_a_model():
    loss = JointSumLoss(per_joint=3)
    config = keras.saving.serialize_keras_object(loss)
    copy = keras.saving.deserialize_keras_object(config)
    assert isinstance(copy, JointSumLoss) and copy.per_joint == 3
