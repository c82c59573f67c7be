"""Training steps of the Spatio-Temporal Transformer, as a whole and in parts.

J joints, B rows computed at a time, T frames, D features.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from benchmarks.loop_steps import measure_steps
from benchmarks.machine import TRAINING, Measurement, timed
from benchmarks.stt.arithmetic import attention, feed_forward, layers, training_step
from benchmarks.stt.joint_loop import JointLoop
from motion.body_joints import BODY_JOINTS
from stt.data import prepare
from stt.fit import batches, compiled
from stt.forecaster import Forecaster
from stt.model import AttentionLayer
from stt.studies import Config
from training.poses.data import PoseRunData
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
    return _measured(
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
    return _measured(work, model, lambda step: data, config, repeats, operations)


def _measured(work: str, model, draw, config: Config, repeats: int, operations: int):
    return measure_steps(
        work,
        model,
        draw,
        config,
        repeats,
        operations=operations,
        clip_norm=config.clip_norm,
        micro_batch=config.micro_batch,
        xla=use_xla("auto", replicas=1),
    )


def measure_parts(config: Config, repeats: int) -> list[Measurement]:
    """Each part forwards and backwards, as often as a training step does it.

    What the layer needs beyond its parts is sums, activations and tensors kept for
    the way back.
    """
    keras.utils.set_random_seed(0)
    joints, frames = len(BODY_JOINTS), config.window
    rows = config.micro_batch or config.batch_size
    shape = (joints, rows, frames, config.width)
    layer = AttentionLayer(config)
    x = tf.random.stateless_normal(shape, (0, 0))
    layer(x)
    attentions = [
        (f"{kind} attention", attended, attention(config, kind, joints, frames), 1)
        for kind, attended in zip(config.blocks, layer.attentions, strict=True)
    ]
    forward = feed_forward(config, joints, frames)
    norms = len(layer.attention_norms) + 1
    whole = sum(operations for _, _, operations, _ in attentions) + forward
    parts = [
        ("whole layer", lambda x: layer(x, training=True), whole, 1),
        *attentions,
        ("feed-forward maps", lambda x: _fed_forward(layer, x), forward, 1),
        ("normalisation", layer.forward_norm, 0, norms),
        ("dropout", lambda x: layer.dropout(x, training=True), 0, norms),
    ]
    passes = config.layers * config.batch_size // rows
    weights = [weight.value for weight in layer.trainable_weights]
    # All at once: TensorFlow tells functions apart by their addresses, and would warn
    # of retracing where one takes the place of another.
    calls = [_forward_and_backward(part, x, weights) for _, part, _, _ in parts]
    measured = []
    for call, (name, _, operations, times) in zip(calls, parts, strict=True):
        first, seconds = timed(call, repeats)
        times *= passes
        measured.append(
            Measurement(
                f"{name}, {times} times",
                times * seconds,
                first,
                TRAINING * rows * passes * operations or None,
            )
        )
    return measured


def _fed_forward(layer: AttentionLayer, x):
    return layer.narrowed(keras.ops.relu(layer.widened(x)))


def _forward_and_backward(
    part: Callable, x: tf.Tensor, weights: Sequence[tf.Variable]
) -> Callable[[], float]:
    """The call that is timed; gradients are of what the part depends on."""

    @tf.function(autograph=False)
    def both(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = part(x)
        gradients = tape.gradient(y, [x, *weights], output_gradients=x)
        return [each for each in gradients if each is not None]

    return lambda: both(x)[0].numpy()[0, 0, 0, 0]
