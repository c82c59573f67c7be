"""Small generators and critics, and windows for them."""

import dataclasses
from unittest import mock

import numpy as np

from data_prep.normalise import Statistics
from data_prep.poses.features import PoseFeatures
from data_prep.poses.formats import WIDTHS
from gan.studies import STUDIES, Config
from motion.body_joints import SMPL_INDEX

JOINTS, PAST, FUTURE, BATCH = 24, 6, 4, 4
SIZES = {
    **{"width": 8, "heads": 2, "dropout": 0.0, "critic_dropout": 0.0},
    **{"batch_size": BATCH, "learning_rate": 1e-3, "critic_steps": 2},
}


def config(study: str = "report", **changes) -> Config:
    sizes = {**SIZES, "critic_steps": 0} if study == "mse" else SIZES
    if study == "hpgan":
        sizes = {**sizes, "z_units": 6}
    return dataclasses.replace(STUDIES[study], **{**sizes, **changes})


def features(rotation_format: str = "axis_angle") -> PoseFeatures:
    """Of the 24 joints only those that the data have vary."""
    per_joint = WIDTHS[rotation_format]
    count = JOINTS * per_joint
    used = (np.array(SMPL_INDEX)[:, None] * per_joint + np.arange(per_joint)).ravel()
    mean, scale = np.zeros(count, np.float32), np.ones(count, np.float32)
    mean[used] = np.linspace(-0.1, 0.1, len(used))
    scale[used] = np.linspace(0.1, 0.5, len(used))
    return PoseFeatures(Statistics(mean, scale, used), rotation_format, whole_body=True)


def model(study: str = "report", number: int = 0, **changes):
    """A model of the study; the number says with which initial weights."""
    import keras

    from gan.model import WassersteinGan

    keras.utils.set_random_seed(number)
    settings = config(study, **changes)
    made = WassersteinGan(settings, features(settings.rotation_format))
    with mock.patch("gan.model.FUTURE_FRAMES", FUTURE):
        # HP-GAN's critic has weights for each frame.
        made.build((None, PAST, made.features.width))
    return made


def step(study: str = "report", number: int = 0, **changes):
    """What trains such a model."""
    from gan.step import AdversarialStep

    return AdversarialStep(model(study, number, **changes))


def batch(
    seed: int = 0, rows: int = BATCH, width: int = 72
) -> tuple[np.ndarray, np.ndarray]:
    """Past (B, S, D) and future (B, T, D), normalised."""
    random = np.random.default_rng(seed)
    motion = random.normal(size=(rows, PAST + FUTURE, width)).astype(np.float32)
    return motion[:, :PAST], motion[:, PAST:]


def values(variables) -> list[np.ndarray]:
    """Copies of weights."""
    return [np.array(variable) for variable in variables]


def furthest(before, after) -> float:
    """The largest change of any weight."""
    return max(np.abs(a - b).max() for a, b in zip(before, after, strict=True))
