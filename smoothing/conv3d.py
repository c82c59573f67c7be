"""3DConv: one convolution over frames, rows and columns (thesis, section 1.1).

B batch, T frames, H rows, W columns, K keypoints.
"""

import keras
from keras import ops

from networks.configured_model import ConfiguredModel
from networks.initialisers import biases
from smoothing.studies import Config

SIZE = 5  # of the kernel, in frames, rows and columns


@keras.saving.register_keras_serializable("reenact")
class Conv3D(ConfiguredModel):
    """The network of studies conv3d, from all keypoints to all keypoints.

    Frames and pixels outside are zeros. With oneDNN this is faster on a processor than
    the flat convolutions that it can be written as.
    Call: (B, T, H, W, K) -> (B, T, H, W, K).
    """

    config_class = Config

    def build(self, shape):
        channels = shape[-1]
        self.convolution = keras.layers.Conv3D(
            channels,
            SIZE,
            padding="same",
            activation="relu",
            bias_initializer=biases(self.config.initial_biases, SIZE**3 * channels),
            name="convolution",
        )
        self.convolution.build(shape)

    def call(self, heatmaps):
        return ops.cast(self.convolution(heatmaps), "float32")
