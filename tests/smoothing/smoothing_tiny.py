"""Small networks of the smoothing family, and windows for them."""

import dataclasses

import numpy as np

from smoothing.studies import STUDIES, Config

GRID, WINDOW, KEYPOINTS, BATCH = 8, 5, 25, 4
SIZES = {
    **{"grid": GRID, "filters": 6, "batch_size": BATCH},
    **{"width": 16, "heads": 2, "feed_forward": 24, "layers": 1},
}
ARCHITECTURES = ("conv3d", "deciwatch", "convlstm_s", "convlstm_c")


def config(architecture: str, **changes) -> Config:
    study = STUDIES[f"{architecture}_1.1"]
    return dataclasses.replace(study, **{**SIZES, **changes})


def model(architecture: str, seed: int = 0, **changes):
    """A model with the given initial weights."""
    import keras

    from smoothing.model import build

    keras.utils.set_random_seed(seed)
    return build(config(architecture, **changes))


def windows(architecture: str, seed: int = 0, rows: int = BATCH) -> np.ndarray:
    """Inputs of numbers around zero, (rows, 5, 8, 8, 25) or (rows, 5, 50) float32."""
    pixels = () if architecture == "deciwatch" else (GRID, GRID)
    last = 2 * KEYPOINTS if architecture == "deciwatch" else KEYPOINTS
    random = np.random.default_rng(seed)
    return random.normal(size=(rows, WINDOW, *pixels, last)).astype(np.float32)
