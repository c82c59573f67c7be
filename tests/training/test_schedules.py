"""Learning rates and noise as functions of the step."""

import numpy as np
import pytest

from training.schedules import InputNoise, stepwise_decay


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
