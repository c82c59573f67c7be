"""The data of one run: training windows, and true windows to score against."""

from collections.abc import Callable
from pathlib import Path

import tensorflow as tf

from evaluation.poses.protocols import FAIRMOTION_PROTOCOL
from gan.checks import check_together
from gan.studies import Config
from training.poses.data import PoseRunData, prepare_poses, window_batches
from training.settings import check


def prepare(
    config: Config, records_dir: Path, dataset: str, replicas: int = 1
) -> PoseRunData:
    """Reads the records and makes what training and scoring need.

    Args:
        replicas: how many devices train.

    Raises:
        DataError: the records. SettingsError: a setting that makes no sense.
    """
    check(config)
    check_together(config, replicas)
    own = FAIRMOTION_PROTOCOL[dataset]
    return prepare_poses(
        records_dir,
        dataset,
        config.rotation_format,
        config.protocol if own == "fairmotion" else own,
        mirror=config.mirror,
        whole_body=True,
    )


def batches(
    config: Config, material: PoseRunData, batches_a_step: int, seed: int
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> (past, future) of all the batches that a step is given.

    Args:
        batches_a_step: of `gan.step.AdversarialStep`; they lie one after the other.
    """
    rows = config.batch_size * batches_a_step
    windows = window_batches(material.training, rows, seed)

    def from_step(step: int) -> tf.data.Dataset:
        return windows(step).map(lambda window: (window["past"], window["future"]))

    return from_step
