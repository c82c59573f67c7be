"""Learning rates and noise as functions of the step."""

import keras
import numpy as np
import pytest

from training.schedules import InputNoise, WarmUp, stepwise_decay


def rates(schedule, *steps):
    return [float(schedule(np.int64(step))) for step in steps]


def test_one_step_means_every_so_many():
    schedule = stepwise_decay(8.0, 0.5, (100,))
    assert rates(schedule, 0, 99, 100, 199, 200, 1000) == pytest.approx(
        [8, 8, 4, 4, 2, 8 / 1024]
    )


def test_several_steps_mean_at_each():
    schedule = stepwise_decay(8.0, 0.5, (100, 400))
    assert rates(schedule, 0, 100, 101, 400, 401, 1000) == pytest.approx(
        [8, 8, 4, 4, 2, 2]
    )


def test_warm_up_of_the_published_size():
    """Steps are counted from 1, so the first that is asked for is 0."""
    schedule = WarmUp(width=128, warmup_steps=10_000)
    found = rates(schedule, 0, 9_999, 99_999)
    assert found == pytest.approx([8.84e-8, 8.84e-4, 2.80e-4], rel=2e-3)
    assert found == pytest.approx([128**-0.5 * s for s in (1e-6, 1e-2, 1e5**-0.5)])


def test_warm_up_rises_in_a_line_then_falls_with_the_root():
    schedule = WarmUp(width=4, warmup_steps=100, factor=3.0)
    rising = rates(schedule, *range(100))
    np.testing.assert_allclose(np.diff(rising), rising[0], rtol=1e-3)
    falling = rates(schedule, 99, 399, 1599)
    assert falling == pytest.approx([0.15, 0.075, 0.0375])
    assert max(rising) == pytest.approx(falling[0])


def test_warm_up_is_saved_with_an_optimizer():
    optimizer = keras.optimizers.Adam(WarmUp(8, 20, 0.5))
    copy = keras.optimizers.deserialize(keras.optimizers.serialize(optimizer))
    assert float(copy.learning_rate) == float(optimizer.learning_rate)


class Level:
    """Stands for a model's weight and counts how often it is set."""

    def __init__(self):
        self.value, self.times = None, 0

    def assign(self, value):
        self.value, self.times = value, self.times + 1


def test_noise_depends_on_the_step_alone():
    def levels(steps):
        callback, model = InputNoise((0.1, 0.5), (10, 20)), type("Model", (), {})()
        model.noise_level = Level()
        callback.set_model(model)
        found = []
        for step in steps:
            callback.on_train_batch_begin(step)
            found.append(model.noise_level.value)
        return found, model.noise_level.times

    assert levels([0, 9, 10, 19, 20, 999]) == ([0, 0, 0.1, 0.1, 0.5, 0.5], 3)
    assert levels([15]) == ([0.1], 1)  # as after a resumed start
