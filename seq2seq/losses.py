"""Training losses of the seq2seq family."""

import keras
import numpy as np
from keras import ops


@keras.saving.register_keras_serializable("reenact")
class FrameAngleLoss(keras.losses.Loss):
    """Mean over frames of the distance between all joint angles, in radians.

    The published loss squares normalised features, so that a wrist that hardly moves
    weighs as much as a thigh. This one is the shape of the evaluation error (a norm per
    frame, no global root, no one-hot), in the network's rotation format.

    Args:
        scale: (D,) radians per unit of each feature, 0 where a feature does not count.
    """

    def __init__(self, scale, name="frame_angle", **kwargs):
        super().__init__(name=name, **kwargs)
        self.scale = np.asarray(scale, "float32")

    def call(self, truth, predicted):
        difference = (truth - predicted) * self.scale  # (B, T, D)
        squares = ops.sum(ops.square(difference), axis=-1)
        return ops.sqrt(squares + 1e-8)  # the square root's slope stays finite at 0

    def get_config(self):
        return {**super().get_config(), "scale": self.scale.tolist()}
