"""The data of one run: training windows, and true windows to score against."""

from collections.abc import Callable
from pathlib import Path

import tensorflow as tf

from evaluation.poses.protocols import FAIRMOTION_PROTOCOL
from taxonomy.forecaster import Forecaster
from taxonomy.studies import Config, check_together
from training.poses.data import PoseRunData, prepare_poses, window_batches
from training.settings import check


def prepare(config: Config, records_dir: Path, dataset: str) -> PoseRunData:
    """Reads the records and makes what training and scoring need.

    Raises:
        DataError: the records. SettingsError: a setting that makes no sense.
    """
    check(config)
    check_together(config)
    by_data = config.protocol == "by_data"
    return prepare_poses(
        records_dir,
        dataset,
        config.rotation_format,
        FAIRMOTION_PROTOCOL[dataset] if by_data else config.protocol,
        mirror=config.mirror,
        whole_body=True,
    )


def teacher_forcing_ratio(config: Config, step):
    """How likely a true frame is decoded: falls to 0 in the first half of the epochs.

    fairmotion: max(0, 1 - 2 e / E) in epoch e of E.

    Args:
        step: number or integer tensor, counted from 0.

    Returns:
        float64 tensor.
    """
    epoch = tf.cast(step // config.steps_per_epoch, tf.float64)
    return tf.nn.relu(1 - 2 * epoch / config.epochs)


def batches(
    config: Config, material: PoseRunData, model: Forecaster, seed: int
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> batches of (inputs, targets) of a `Forecaster`.

    A batch is a pure function of the seed and the step. So are the coins that decide
    between true and own frames: one for each frame of the whole batch, as in
    fairmotion, also where several devices share it. Its transformer tosses none.
    """
    windows = window_batches(
        material.training, config.batch_size, seed, past_frames=config.past_frames
    )

    def prepared(window, step):
        inputs = {**window, "future": window["future"][:, : config.future_frames]}
        targets = model.targets(inputs)
        if config.architecture != "transformer":
            coins = tf.random.stateless_uniform(
                (model.coins,),
                # Other numbers than those that the windows are drawn by.
                tf.random.experimental.stateless_fold_in([seed, step], 1),
                dtype=tf.float64,
            )
            forced = tf.cast(coins < teacher_forcing_ratio(config, step), tf.float32)
            inputs["forced"] = tf.tile(forced[None], (config.batch_size, 1))
        return inputs, targets

    def from_step(step: int) -> tf.data.Dataset:
        steps = tf.data.Dataset.counter(start=step)
        return tf.data.Dataset.zip(windows(step), steps).map(prepared)

    return from_step
