"""fairmotion's networks, which read a motion and continue it frame by frame.

B batch, S past frames, T future frames, D numbers of a pose, normalised.
"""

import numpy as np

from data_prep.poses.features import PoseFeatures
from motion.skeleton import SMPL, Skeleton
from networks.configured_model import predict_in_blocks
from taxonomy.forecaster import Forecaster
from taxonomy.recurrent import RecurrentForecaster
from taxonomy.studies import Config


def build(
    config: Config, skeleton: Skeleton = SMPL, features: PoseFeatures | None = None
) -> Forecaster:
    """The network of a study with fresh weights.

    Args:
        config: of a study.
        skeleton: must be SMPL's, whose 24 joints the network sees.
        features: from the training recordings; None: nothing is normalised.

    Raises:
        ValueError: another skeleton.
    """
    if skeleton is not SMPL:
        raise ValueError(f"expected the skeleton {SMPL.name}, received {skeleton.name}")
    features = features or PoseFeatures.plain(config.rotation_format, whole_body=True)
    network = RecurrentForecaster if config.architecture == "rnn" else Forecaster
    return network(config, features)


def predict(model: Forecaster, past: np.ndarray, frames: int) -> np.ndarray:
    """Forecasts rotations.

    Args:
        model: from `build`, trained.
        past: (N, S, 15, 3, 3) rotation matrices of `motion.body_joints`, S at least the
            past frames that the network sees.
        frames: how many to predict, at 60 Hz.

    Returns:
        (N, frames, 15, 3, 3) float32; exactly rotations unless the network predicts
        matrices.

    Raises:
        ValueError: too few past frames.
    """
    past = model.features.encode(past)
    return model.features.decode(predict_features(model, past, frames))


def predict_features(
    model: Forecaster, past: np.ndarray, frames: int, batch_size: int = 64
) -> np.ndarray:
    """Forecasts what the network computes: (N, S, D) -> (N, frames, D).

    Raises:
        ValueError: too few past frames.
    """
    continuation = model.continuation(len(past))
    past_frames = model.config.past_frames
    return predict_in_blocks(continuation, past, frames, past_frames, batch_size)
