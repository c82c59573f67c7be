"""Where a training step spends its time: the parts of one layer, each by itself.

J joints, B rows computed at a time, T frames, D features.
"""

from collections.abc import Callable, Sequence

import keras
import tensorflow as tf

from benchmarks.arithmetic import TRAINING
from benchmarks.machine import Measurement, timed
from benchmarks.stt_arithmetic import attention, feed_forward
from motion.body_joints import BODY_JOINTS
from stt.model import AttentionLayer
from stt.studies import Config


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
