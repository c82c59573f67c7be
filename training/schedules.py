"""Schedules that papers use, as Keras objects."""

from collections.abc import Sequence

import keras


def stepwise_decay(rate: float, factor: float, steps: Sequence[int]):
    """Multiplies the rate by `factor` every `steps[0]` steps, or at each of several."""
    if len(steps) == 1:
        return keras.optimizers.schedules.ExponentialDecay(
            rate, steps[0], factor, staircase=True
        )
    rates = [rate * factor**k for k in range(len(steps) + 1)]
    return keras.optimizers.schedules.PiecewiseConstantDecay(list(steps), rates)


class InputNoise(keras.callbacks.Callback):
    """Sets `model.noise_level` from given steps on: a function of the step alone.

    Args:
        levels: standard deviations in normalised units.
        steps: from which step each level holds; before the first it is 0.
    """

    def __init__(self, levels: Sequence[float], steps: Sequence[int]):
        super().__init__()
        self.levels, self.steps = (0.0, *levels), (0, *steps)
        self._set = None

    def on_train_batch_begin(self, batch, logs=None):
        level = self.levels[sum(batch >= step for step in self.steps) - 1]
        if level != self._set:
            self.model.noise_level.assign(level)
            self._set = level
