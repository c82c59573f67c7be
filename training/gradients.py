"""One step of training: loss, gradients some rows at a time, and what follows."""

import keras
import tensorflow as tf

from reenact.errors import SettingsError


class SupervisedStep:
    """A step on the loss of a compiled model.

    A model that learns otherwise brings its own, with the same interface: `optimizers`,
    which are built and which a checkpoint keeps, and a call that returns named scalars,
    among them "loss". Their sums over replicas are the values of the whole batch.

    Args:
        model: compiled.
        clip_norm, micro_batch: see `training.loop.Schedule`.
    """

    def __init__(self, model: keras.Model, clip_norm: float, micro_batch: int):
        self.model, self.clip_norm, self.micro_batch = model, clip_norm, micro_batch
        self.optimizers = [model.optimizer]
        model.optimizer.build(model.trainable_variables)

    def __call__(self, inputs, targets) -> dict[str, tf.Tensor]:
        loss, gradients = loss_and_gradients(
            self.model, inputs, targets, self.micro_batch
        )
        variables = self.model.trainable_variables
        apply_gradients(self.model.optimizer, variables, gradients, self.clip_norm)
        return {"loss": loss}


def apply_gradients(
    optimizer: keras.optimizers.Optimizer, variables, gradients, clip_norm: float
) -> tf.Tensor:
    """Moves variables by gradients that replicas have each a part of.

    Args:
        clip_norm: bound on the global norm of the summed gradients; 0: none.

    Returns:
        The global norm before it was bounded, in all replicas.
    """
    # Clipped here and not by the optimizer, which clips each replica's part.
    context = tf.distribute.get_replica_context()
    gradients = context.all_reduce(tf.distribute.ReduceOp.SUM, gradients)
    norm = tf.linalg.global_norm(gradients)
    scale = tf.cast(getattr(optimizer, "dynamic_scale", 1.0), tf.float32)
    if clip_norm:
        gradients, _ = tf.clip_by_global_norm(gradients, clip_norm * scale, norm)
    # The optimizer sums over replicas once more.
    replicas = context.num_replicas_in_sync
    optimizer.apply([g / replicas for g in gradients], variables)
    return norm / scale


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
