"""Small networks of the smoothing family, and windows for them."""

import dataclasses

import numpy as np

from data_prep.keypoints.noise import NoisyClip
from smoothing.studies import STUDIES, Config

GRID, WINDOW, KEYPOINTS, BATCH, FRAMES = 8, 5, 25, 4, 11
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


def windows(architecture: str, seed: int = 0, frames: int = WINDOW) -> np.ndarray:
    """Inputs of numbers around zero, (4, T, 8, 8, 25) or (4, T, 50) float32."""
    pixels = () if architecture == "deciwatch" else (GRID, GRID)
    last = 2 * KEYPOINTS if architecture == "deciwatch" else KEYPOINTS
    random = np.random.default_rng(seed)
    return random.normal(size=(BATCH, frames, *pixels, last)).astype(np.float32)


def clip(frame_step=1, heatmaps=None) -> NoisyClip:
    """Whole positions in frames of different blurs; keypoints 9 to 14 are missing."""
    random = np.random.default_rng(0)
    positions = random.integers(0, GRID, (FRAMES, 25, 2)).astype(np.float32)
    positions[:, 9:15] = np.nan
    blur_index = random.integers(0, 2, FRAMES)
    return NoisyClip(
        clip_id="a",
        action="b",
        grid=GRID,
        positions=positions,
        blur_index=blur_index,
        sigmas=np.array([0.5, 1.0])[blur_index],
        starts=np.arange(FRAMES - 4 * frame_step),
        frame_step=frame_step,
        window=5,
        heatmaps=heatmaps,
    )
