"""Continuing a motion by the network's own output, compiled and not."""

import keras
import numpy as np

from benchmarks.machine import Measurement, peak_bytes, timed
from benchmarks.stt.arithmetic import network
from data_prep.poses.features import PoseFeatures
from motion.body_joints import BODY_JOINTS
from stt.forecaster import Forecaster, Rollout
from stt.model import build
from stt.studies import Config


def predict_in_a_loop(model: Forecaster, window: np.ndarray, frames: int) -> np.ndarray:
    """What `stt.forecaster.Rollout` does, by `model.predict` once a frame.

    Args:
        model: of one window.
        window: (B, T, D) normalised.
        frames: how many to predict.

    Returns:
        (B, frames, D).
    """
    outputs = []
    for _ in range(frames):
        newest = model.predict(window, verbose=0)[:, -1:]
        window = np.concatenate([window[:, 1:], newest], axis=1)
        outputs.append(newest)
    return np.concatenate(outputs, axis=1)


def measure_rollout(
    config: Config, frames: int, compiled: bool, repeats: int
) -> list[Measurement]:
    """A rollout of one window, all in one compiled loop or frame by frame."""
    keras.utils.set_random_seed(0)
    features = PoseFeatures.plain(config.rotation_format)
    model, width = build(config), features.width
    random = np.random.default_rng(0)
    window = random.normal(size=(1, config.window, width)).astype(np.float32)
    if compiled:
        rollout = Rollout(model, frames)
        first, seconds = timed(lambda: rollout.predict_on_batch(window), repeats)
    else:
        first, seconds = timed(
            lambda: predict_in_a_loop(model, window, frames), repeats
        )
    return [
        Measurement(
            f"{frames} frames, {'compiled' if compiled else 'loop of model.predict'}",
            seconds,
            first,
            frames * network(config, len(BODY_JOINTS), features.per_joint),
            count=frames,
            unit="frames",
            peak_bytes=peak_bytes(),
        )
    ]
