"""Small Spatio-Temporal Transformers and windows for them."""

import dataclasses

import numpy as np

from data_prep.normalise import Statistics
from data_prep.poses.features import PoseFeatures
from data_prep.poses.formats import WIDTHS
from stt.studies import ALL_STUDIES, Config

JOINTS, WINDOW, BATCH = 15, 8, 4
SIZES = {
    **{"window": WINDOW, "width": 16, "feed_forward": 24, "layers": 2},
    **{"temporal_heads": 4, "spatial_heads": 2, "micro_batch": 2, "batch_size": BATCH},
}


def config(study: str = "02", **changes) -> Config:
    return dataclasses.replace(ALL_STUDIES[study], **{**SIZES, **changes})


def features(rotation_format: str = "rotation_matrix") -> PoseFeatures:
    """Means and scales that differ from number to number."""
    count = JOINTS * WIDTHS[rotation_format]
    mean = np.linspace(-0.5, 0.5, count, dtype=np.float32)
    scale = np.linspace(0.05, 0.5, count, dtype=np.float32)
    return PoseFeatures(Statistics(mean, scale, np.arange(count)), rotation_format)


def model(study: str = "02", seed: int = 0, **changes):
    """A model of the study with the given initial weights."""
    import keras

    from stt.model import build

    keras.utils.set_random_seed(seed)
    settings = config(study, **changes)
    return build(settings, features=features(settings.rotation_format))


def windows(seed: int = 0, rows: int = BATCH, frames: int = WINDOW) -> np.ndarray:
    """Normalised numbers (rows, frames, 135)."""
    random = np.random.default_rng(seed)
    return random.normal(size=(rows, frames, JOINTS * 9)).astype(np.float32)


def rotations(seed: int = 0, rows: int = 2, frames: int = WINDOW) -> np.ndarray:
    """Slowly turning joints, (rows, frames, 15, 3, 3) float32."""
    from motion.rotations import rotvec_to_matrix

    random = np.random.default_rng(seed)
    steps = random.normal(0, 0.05, (rows, frames, JOINTS, 3)).cumsum(axis=1)
    return rotvec_to_matrix(steps).astype(np.float32)
