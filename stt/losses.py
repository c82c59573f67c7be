"""Training losses of the Spatio-Temporal Transformer, in normalised units."""

import keras
from keras import ops

LOSSES = ("joint_sum", "all_mean")


@keras.saving.register_keras_serializable("reenact")
class JointSumLoss(keras.losses.Loss):
    """Mean over frames of the sum over joints of the distance between P numbers.

    Paper, Eq. 5: a norm for each joint, not squared; all frames of the window count.

    Args:
        per_joint: P.
    """

    def __init__(self, per_joint: int, name="joint_sum", **kwargs):
        super().__init__(name=name, **kwargs)
        self.per_joint = per_joint

    def call(self, truth, predicted):
        difference = truth - predicted  # (B, T, J P)
        shape = (*ops.shape(difference)[:2], -1, self.per_joint)
        squares = ops.sum(ops.square(ops.reshape(difference, shape)), axis=-1)
        # The root's slope stays finite where a joint is predicted exactly.
        return ops.sum(ops.sqrt(squares + 1e-12), axis=-1)

    def get_config(self):
        return {**super().get_config(), "per_joint": self.per_joint}


def training_loss(name: str, per_joint: int) -> keras.losses.Loss:
    """The loss of that name in `LOSSES`."""
    if name == "all_mean":
        return keras.losses.MeanSquaredError()
    return JointSumLoss(per_joint)
