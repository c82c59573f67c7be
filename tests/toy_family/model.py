"""The last movement goes on and fades out, as far as 24 learned numbers say.

B batch, S past and T = 24 future frames, D features of a frame.
"""

import keras
import numpy as np

from data_prep.poses.features import PoseFeatures
from networks.configured_model import ConfiguredModel, predict_rows
from toy_family.studies import Config

FRAMES = 24


@keras.saving.register_keras_serializable("toy_family")
class FadingMovement(ConfiguredModel):
    """Call: (B, S, D) -> (B, T, D)."""

    config_class, features_class = Config, PoseFeatures

    def __init__(self, config: Config, features: PoseFeatures, **kwargs):
        super().__init__(config, features, **kwargs)
        shares = config.fade ** np.arange(1, FRAMES + 1)
        self.shares = self.add_weight(
            name="shares", shape=(FRAMES, 1), initializer="zeros"
        )
        self.shares.assign(np.cumsum(shares)[:, None])
        self.built = True

    def call(self, past):
        last, before = past[:, -1:], past[:, -2:-1]
        return last + self.shares * (last - before)


def build(config: Config, features: PoseFeatures) -> FadingMovement:
    """A model with its initial numbers."""
    return FadingMovement(config, features)


def predict(model: FadingMovement, past: np.ndarray, frames: int) -> np.ndarray:
    """Rotations (N, S, 15, 3, 3) -> (N, frames, 15, 3, 3), at most 24 frames."""
    found = predict_rows(model, model.features.encode(past)[:, -2:])
    return model.features.decode(found)[:, :frames]
