"""Loss and gradients of a compiled model, computed some rows at a time."""

import keras
import tensorflow as tf

from data_prep.errors import SettingsError


def loss_and_gradients(
    model: keras.Model, inputs, targets, micro_batch: int = 0
) -> tuple[tf.Tensor, list[tf.Tensor]]:
    """The mean loss of a batch, and its gradients by the model's trainable variables.

    Args:
        model: compiled; its `compute_loss` is used, which divides by the replicas, and
            its optimizer scales the loss where float16 needs that.
        inputs, targets: (B, ...) tensors or structures of them.
        micro_batch: rows at a time; 0: all at once.

    Raises:
        SettingsError: where the rows are no multiple of `micro_batch`.
    """
    variables = [variable.value for variable in model.trainable_variables]
    rows = tf.nest.flatten(targets)[0].shape[0]
    at_once = micro_batch or rows
    if not rows or rows <= at_once:
        return _at_once(model, inputs, targets, 1, variables)
    if rows % at_once:
        raise SettingsError(
            f"expected micro_batch to divide the {rows} rows of a device, "
            f"found {at_once}"
        )
    parts = rows // at_once

    def add(part, loss, gradients):
        some = tf.nest.map_structure(
            lambda each: each[part * at_once : (part + 1) * at_once],
            (inputs, targets),
        )
        more, added = _at_once(model, *some, parts, variables)
        sums = [old + new for old, new in zip(gradients, added, strict=True)]
        return part + 1, loss + more, sums

    zeros = [tf.zeros_like(variable) for variable in variables]
    return tf.while_loop(
        lambda part, *_: part < parts, add, (0, 0.0, zeros), parallel_iterations=1
    )[1:]


def _at_once(model, inputs, targets, parts, variables):
    with tf.GradientTape() as tape:
        outputs = model(inputs, training=True)
        # Already divided by the replicas: their sum is the mean of the batch.
        loss = model.compute_loss(inputs, targets, outputs, training=True)
        loss = loss / parts
        scaled = model.optimizer.scale_loss(loss)
    return loss, tape.gradient(scaled, variables)
