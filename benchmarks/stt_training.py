"""Training steps of the Spatio-Temporal Transformer, beside other ways to write it."""

import statistics
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from benchmarks.arithmetic import TRAINING
from benchmarks.joint_loop import JointLoop
from benchmarks.loop_steps import time_steps
from benchmarks.machine import Measurement, peak_bytes
from benchmarks.stt_arithmetic import layers, training_step
from motion.body_joints import BODY_JOINTS
from stt.data import prepare
from stt.fit import batches, compiled
from stt.forecaster import Forecaster
from stt.model import AttentionLayer
from stt.studies import Config
from training.pose_data import PoseRunData
from training.runtime import use_xla


class Stack(keras.Model):
    """The layers alone, of any number of joints. Call: (B, J, T, D) -> (B, J, T, D)."""

    def __init__(self, config: Config):
        super().__init__()
        self.attention_layers = [AttentionLayer(config) for _ in range(config.layers)]

    def call(self, x, training=False):
        x = keras.ops.swapaxes(x, 0, 1)
        for layer in self.attention_layers:
            x = layer(x, training=training)
        return keras.ops.swapaxes(x, 0, 1)


def measure_step(
    config: Config, looped: bool, records_dir: Path, data: str, repeats: int
) -> list[Measurement]:
    """One training step as `python -m stt.train` takes it.

    Args:
        config: of a study of architecture 'spatio_temporal'.
        looped: the network as a loop over joints, which has study 02 only.
        records_dir, data: where training windows come from.
        repeats: after the first step.
    """
    keras.utils.set_random_seed(0)
    material = prepare(config, records_dir, data)
    model = compiled(config, material)
    if looped:
        model = loop_for(model, material)
    joints = len(BODY_JOINTS)
    operations = training_step(config, joints, material.features.per_joint)
    rows = f"{config.micro_batch or 'all'} rows at a time"
    work = f"{'joint loop' if looped else 'ours'}, {config.layers} layers, {rows}"
    return _timed(
        work, model, batches(config, material, 0), config, repeats, operations
    )


def loop_for(model: Forecaster, material: PoseRunData) -> JointLoop:
    """A network like the model, of fresh weights, compiled in the same way."""
    looped = JointLoop(model.config, material.features)
    width = len(material.features.statistics.mean)
    looped(np.zeros((1, model.config.window, width), "float32"))
    looped.compile(model.optimizer, model.loss)
    return looped


def measure_stack(
    config: Config, joints: int, frames: int, repeats: int
) -> list[Measurement]:
    """A training step of the layers alone, on random vectors."""
    keras.utils.set_random_seed(0)
    model, shape = Stack(config), (joints, frames, config.width)
    model.compile(keras.optimizers.Adam(), "mse")
    x = tf.random.stateless_normal((config.batch_size, *shape), (0, 0))
    model(x[:1])
    data = tf.data.Dataset.from_tensors((x, x)).repeat()
    operations = TRAINING * config.batch_size * layers(config, joints, frames)
    work = f"{joints} joints, {frames} frames"
    return _timed(work, model, lambda step: data, config, repeats, operations)


def _timed(work, model, draw, config, repeats, operations) -> list[Measurement]:
    first, *others = time_steps(
        model,
        draw,
        repeats + 1,
        config.clip_norm,
        config.micro_batch,
        use_xla("auto", replicas=1),
    )
    return [
        Measurement(
            work,
            statistics.median(others),
            first,
            operations,
            count=config.batch_size,
            unit="windows",
            peak_bytes=peak_bytes(),
        )
    ]
