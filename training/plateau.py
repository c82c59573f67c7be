"""What follows where the validation loss no longer falls, as PyTorch decides it."""

import dataclasses

import keras
import tensorflow as tf


def learning_rate(optimizer: keras.optimizers.Optimizer) -> float:
    """The present one, also where several devices hold a copy each."""
    return float(tf.convert_to_tensor(optimizer.learning_rate))


@dataclasses.dataclass(frozen=True)
class Plateau:
    """When the learning rate falls, and by what training stops.

    Args:
        factor: the learning rate is multiplied by it.
        reduce_after: evaluations in a row without a loss lower by more than
            `improvement` of the lowest; counted anew afterwards.
        stops: whether `training.loop.Schedule.patience` counts evaluations in a row
            without any lower loss, and not those that the schedule counts.
        improvement: see there; PyTorch's default.
    """

    factor: float
    reduce_after: int
    stops: bool = False
    improvement: float = 1e-4


class PlateauWatch:
    """The state of a `Plateau`, in variables that a checkpoint can hold.

    Args:
        plateau: what it does.
        optimizer: whose learning rate is a number and no schedule.
    """

    def __init__(self, plateau: Plateau, optimizer: keras.optimizers.Optimizer):
        self.plateau, self.optimizer = plateau, optimizer
        self.lowest = tf.Variable(float("inf"), dtype=tf.float64)
        self.failed_to_lower = tf.Variable(0, dtype=tf.int64)
        self.passed = tf.Variable(float("inf"), dtype=tf.float64)
        self.failed_to_pass = tf.Variable(0, dtype=tf.int64)

    @property
    def variables(self) -> list[tf.Variable]:
        return [self.lowest, self.failed_to_lower, self.passed, self.failed_to_pass]

    def update(self, loss: float) -> None:
        """Counts an evaluation; lowers the learning rate where it is time to."""
        if loss < float(self.lowest):
            self.lowest.assign(loss)
            self.failed_to_lower.assign(0)
        else:
            self.failed_to_lower.assign_add(1)
        if loss < float(self.passed) * (1 - self.plateau.improvement):
            self.passed.assign(loss)
            self.failed_to_pass.assign(0)
        else:
            self.failed_to_pass.assign_add(1)
        if int(self.failed_to_pass) >= self.plateau.reduce_after:
            rate = learning_rate(self.optimizer) * self.plateau.factor
            self.optimizer.learning_rate = rate
            self.failed_to_pass.assign(0)
