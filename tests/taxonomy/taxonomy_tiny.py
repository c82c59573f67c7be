"""Small forecasters of this family and windows for them."""

import dataclasses

import numpy as np

from data_prep.normalise import Statistics
from data_prep.poses.features import PoseFeatures
from data_prep.poses.formats import WIDTHS
from motion.body_joints import SMPL_INDEX
from motion.rotations import rotvec_to_matrix
from taxonomy.studies import ALL_STUDIES, Config

JOINTS, PAST, FUTURE, BATCH = 15, 7, 4, 4
SIZES = {
    **{"width": 8, "heads": 2, "dropout": 0.0, "batch_size": BATCH},
    **{"past_frames": PAST, "future_frames": FUTURE},
}


def config(study: str = "transformer", **changes) -> Config:
    return dataclasses.replace(ALL_STUDIES[study], **{**SIZES, **changes})


def features(rotation_format: str = "axis_angle") -> PoseFeatures:
    """Of the 24 joints only those that the data have vary, each number otherwise."""
    per_joint = WIDTHS[rotation_format]
    count = 24 * per_joint
    used = (np.array(SMPL_INDEX)[:, None] * per_joint + np.arange(per_joint)).ravel()
    mean, scale = np.zeros(count, np.float32), np.ones(count, np.float32)
    mean[used] = np.linspace(-0.1, 0.1, len(used))
    scale[used] = np.linspace(0.1, 0.5, len(used))
    return PoseFeatures(Statistics(mean, scale, used), rotation_format, whole_body=True)


def model(study: str = "transformer", seed: int = 0, **changes):
    """A model of the study with the given initial weights."""
    import keras

    from taxonomy.model import build

    keras.utils.set_random_seed(seed)
    settings = config(study, **changes)
    return build(settings, features=features(settings.rotation_format))


def lively(study: str = "transformer", seed: int = 0, **changes):
    """The same with larger weights of LSTMs, which do next to nothing at first."""
    made = model(study, seed, **changes)
    network, architecture = made.network, made.config.architecture
    if architecture == "transformer":
        return made
    layers = [network.decoder, made.decoder.output_map]
    if architecture == "seq2seq":
        layers.append(network.encoder)
    for layer in layers:
        for weight in layer.trainable_weights:
            noise = np.random.default_rng(seed).normal(0, 0.1, weight.shape)
            weight.assign(6 * weight + noise)  # those of changes start as 0
    return made


def batch(seed: int = 0, rows: int = BATCH, width: int = 72) -> dict[str, np.ndarray]:
    """{'past': (B, S, D), 'future': (B, T, D)}, normalised."""
    random = np.random.default_rng(seed)
    frames = random.normal(size=(rows, PAST + FUTURE, width)).astype(np.float32)
    return {"past": frames[:, :PAST], "future": frames[:, PAST:]}


def rotations(seed: int = 0, rows: int = 3, frames: int = PAST) -> np.ndarray:
    """Slowly turning joints, (rows, frames, 15, 3, 3) float32."""
    random = np.random.default_rng(seed)
    steps = random.normal(0, 0.05, (rows, frames, JOINTS, 3)).cumsum(axis=1)
    return rotvec_to_matrix(steps).astype(np.float32)
