"""The four networks of the smoothing family, and their use on a clip.

B batch, T frames of a window, G grid, K keypoints, W windows of a clip.
"""

import numpy as np

from data_prep.keypoints.heatmaps import argmax_positions, render
from data_prep.keypoints.noise import NoisyClip
from motion.keypoints import TARGET
from networks.configured_model import ConfiguredModel
from smoothing.conv3d import Conv3D
from smoothing.conv_lstm import BidirectionalConvLSTM
from smoothing.deciwatch import DeciWatch
from smoothing.studies import Config

NETWORKS = {
    "conv3d": Conv3D,
    "deciwatch": DeciWatch,
    "convlstm_s": BidirectionalConvLSTM,
    "convlstm_c": BidirectionalConvLSTM,
}


def build(config: Config) -> ConfiguredModel:
    """The network of a study with fresh weights.

    Raises:
        ValueError: an architecture not in `NETWORKS`, or settings that do not fit.
    """
    if config.architecture not in NETWORKS:
        raise ValueError(
            f"expected an architecture of {tuple(NETWORKS)}, "
            f"received {config.architecture!r}"
        )
    model = NETWORKS[config.architecture](config)
    picture, pose = (config.grid, config.grid, len(TARGET)), (2 * len(TARGET),)
    shape = (1, config.window, *(pose if _takes_poses(config) else picture))
    model(np.zeros(shape, np.float32))
    return model


def predict(
    model: ConfiguredModel, noisy: NoisyClip, batch_windows: int = 16
) -> np.ndarray:
    """Smooths a clip, window by window.

    Args:
        model: from `build`, trained.
        noisy: on the model's grid, in windows of the model's length.
        batch_windows: how many at a time.

    Returns:
        (W, T, K, 2) float32 (x, y) on the grid, of all keypoints, missing or not.
    """
    windows, outputs = noisy.frames, []
    for start in range(0, len(windows), batch_windows):
        frames = windows[start : start + batch_windows]
        # Batches of one size, or the last one would be compiled anew.
        padded = np.resize(frames, (batch_windows, noisy.window))
        inputs = encode(model.config, noisy, padded)
        # On mirrored devices Keras predicts the same batch on each, and joins them.
        found = model.predict_on_batch(inputs)[: len(frames)]
        outputs.append(decode(model.config, found))
    return np.concatenate(outputs)


def encode(config: Config, noisy: NoisyClip, frames: np.ndarray) -> np.ndarray:
    """What the network is given of frames (B, T) of a clip, float32.

    Returns:
        Heatmaps (B, T, G, G, K); for DeciWatch (B, T, 2 K), each keypoint's row before
        its column, and zeros where it is missing.
    """
    if _takes_poses(config):
        poses = np.nan_to_num(noisy.positions[frames][..., ::-1])
        return poses.reshape(*frames.shape, -1).astype(np.float32)
    once, places = np.unique(frames, return_inverse=True)
    if noisy.heatmaps is not None:
        heatmaps = noisy.heatmaps[once]
    else:
        heatmaps = np.stack(
            [render(noisy.positions[f], noisy.sigmas[f], noisy.grid) for f in once]
        )
        heatmaps = np.moveaxis(heatmaps, 1, -1)
    return heatmaps.astype(np.float32)[places.reshape(frames.shape)]


def decode(config: Config, outputs: np.ndarray) -> np.ndarray:
    """Positions (B, T, K, 2) float32 (x, y) of what a network gave."""
    if _takes_poses(config):
        poses = outputs[:, : config.window]
        poses = poses.reshape(*poses.shape[:2], -1, 2)[..., ::-1]
        return poses.astype(np.float32)
    return argmax_positions(outputs).astype(np.float32)


def share_of_empty_maps(
    config: Config, outputs: np.ndarray, targets: np.ndarray
) -> float:
    """How many of the heatmaps that show something come out as all zeros: 0 to 1.

    The last ReLU of a keypoint can die, after which its heatmap stays empty. Poses
    are never empty.

    Args:
        config: of the run.
        outputs, targets: (B, T, G, G, K); NaN in targets where nobody knows.
    """
    if _takes_poses(config):
        return 0.0
    # A comparison with NaN is false.
    shown = (np.asarray(targets) > 0).any(axis=(2, 3))
    empty = ~np.asarray(outputs).any(axis=(2, 3))
    return float((empty & shown).sum() / max(shown.sum(), 1))


def _takes_poses(config: Config) -> bool:
    return config.architecture == "deciwatch"
