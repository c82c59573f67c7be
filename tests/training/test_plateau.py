"""When the learning rate falls and training stops, as PyTorch decides it."""

import fresh_process
import keras
import numpy as np
import pytest

from training.plateau import Plateau, PlateauWatch, learning_rate

PUBLISHED = Plateau(factor=0.1, reduce_after=6, stops=True)


def watch(plateau=PUBLISHED) -> PlateauWatch:
    return PlateauWatch(plateau, keras.optimizers.Adam(1e-3))


def rates(watched: PlateauWatch, losses) -> list[float]:
    found = []
    for loss in losses:
        watched.update(loss)
        found.append(float(watched.optimizer.learning_rate))
    return found


def test_the_sixth_failure_lowers_the_rate_and_counting_for_a_stop_goes_on():
    watched = watch()
    found = rates(watched, [1.0] + [1.0] * 5)
    np.testing.assert_allclose(found, 1e-3)
    assert rates(watched, [1.0]) == [pytest.approx(1e-4)]
    assert int(watched.failed_to_lower) == 6
    np.testing.assert_allclose(rates(watched, [1.0] * 4), 1e-4)
    assert int(watched.failed_to_lower) == 10


def test_a_tiny_improvement_keeps_training_alive_but_not_the_rate():
    """Less than a ten-thousandth of the lowest loss counts for stopping alone."""
    watched = watch()
    losses = 1 - 1e-6 * np.arange(13)
    found = rates(watched, losses)
    np.testing.assert_allclose(found[:6], 1e-3)
    np.testing.assert_allclose(found[6:12], 1e-4)
    np.testing.assert_allclose(found[12], 1e-5)
    assert int(watched.failed_to_lower) == 0


def test_an_equal_loss_neither_counts_as_lower_nor_starts_anew():
    watched = watch()
    rates(watched, [1.0, 0.5] + [0.5] * 9)
    assert int(watched.failed_to_lower) == 9


def lower_on_two_devices():
    import tensorflow as tf

    cpu = tf.config.list_physical_devices("CPU")[0]
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(cpu, two)
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    with strategy.scope():
        optimizer = keras.optimizers.Adam(1e-3)
    watched = PlateauWatch(PUBLISHED, optimizer)
    assert learning_rate(watched.optimizer) == pytest.approx(1e-3)
    for _ in range(7):
        watched.update(1.0)
    assert learning_rate(watched.optimizer) == pytest.approx(1e-4)


def test_every_device_has_the_lower_rate(tmp_path):
    errors = tmp_path / "errors"
    code = fresh_process.run(lower_on_two_devices, errors=errors)
    assert code == 0, errors.read_text()
