"""Schedules that papers use, as Keras objects."""

from collections.abc import Sequence

import keras
from keras import ops


def stepwise_decay(rate: float, factor: float, steps: Sequence[int]):
    """Multiplies the rate by `factor` every `steps[0]` steps, or at each of several."""
    if len(steps) == 1:
        return keras.optimizers.schedules.ExponentialDecay(
            rate, steps[0], factor, staircase=True
        )
    rates = [rate * factor**k for k in range(len(steps) + 1)]
    return keras.optimizers.schedules.PiecewiseConstantDecay(list(steps), rates)


@keras.saving.register_keras_serializable("reenact")
class WarmUp(keras.optimizers.schedules.LearningRateSchedule):
    """Rises linearly, then falls with the root of the step (Vaswani et al. 2017, 5.3).

    factor width^-0.5 min(step^-0.5, step warmup_steps^-1.5), steps counted from 1.

    Args:
        width: of the network.
        warmup_steps: the step of the largest rate.
        factor: of all rates.
    """

    def __init__(self, width: int, warmup_steps: int, factor: float = 1.0):
        self.width, self.warmup_steps, self.factor = width, warmup_steps, factor

    def __call__(self, step):
        step = ops.cast(step, "float32") + 1
        falling, rising = step**-0.5, step * self.warmup_steps**-1.5
        return self.factor * self.width**-0.5 * ops.minimum(falling, rising)

    def get_config(self):
        return {
            "width": self.width,
            "warmup_steps": self.warmup_steps,
            "factor": self.factor,
        }


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
