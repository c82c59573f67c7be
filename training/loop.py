"""The one training loop: exact to resume, on one device or several.

Not `model.fit`, which in this version of Keras neither resumes exactly nor runs under
MultiWorkerMirroredStrategy. Models, optimizers, losses, callbacks and the progress bar
are Keras' own.
"""

import dataclasses
import sys
import time
from collections.abc import Callable, Sequence

import keras
import tensorflow as tf

from data_prep.errors import DataError
from data_prep.files import whole_file
from training.run_folder import RunFolder

BEST = "validation_error"  # smaller is better


@dataclasses.dataclass(frozen=True)
class Schedule:
    """How long to train and how often to look.

    Args:
        steps: in all.
        evaluate_every: steps between validations; each also writes a checkpoint.
        clip_norm: bound on the global norm of the gradient of a whole batch.
    """

    steps: int
    evaluate_every: int
    clip_norm: float


class Loop:
    """Trains a compiled model from wherever its last checkpoint is.

    Args:
        model: compiled and built inside `strategy.scope()`; its `compute_loss` is used.
        batches: start step -> endless dataset of (inputs, targets) of global batches,
            a pure function of the step, so that no iterator needs saving.
        schedule: see there.
        folder: of this run.
        strategy: from `training.runtime.strategy`.
        xla: compiles the step.
    """

    def __init__(
        self,
        model: keras.Model,
        batches: Callable[[int], tf.data.Dataset],
        schedule: Schedule,
        folder: RunFolder,
        strategy: tf.distribute.Strategy,
        xla: bool = False,
    ):
        self.model, self.batches, self.schedule = model, batches, schedule
        self.folder, self.strategy = folder, strategy
        with strategy.scope():
            model.optimizer.build(model.trainable_variables)
        self.step = tf.Variable(0, dtype=tf.int64)
        self.seconds = tf.Variable(0.0, dtype=tf.float64)
        self.best = tf.Variable(float("inf"), dtype=tf.float64)
        # Named one by one: a checkpoint of the model itself would lack the states of
        # random layers, and all layers that are kept in lists.
        random = [v.value for v in model.variables if "seed_generator" in v.path]
        self.checkpoint = tf.train.Checkpoint(
            weights=[v.value for v in model.weights],
            optimizer=model.optimizer,
            random=random,
            step=self.step,
            seconds=self.seconds,
            best=self.best,
        )
        self.manager = tf.train.CheckpointManager(
            self.checkpoint, str(folder.checkpoints), max_to_keep=2
        )
        self._replica_step = tf.function(
            self._train_replica, jit_compile=xla, autograph=False
        )
        self._step = tf.function(self._train_all, autograph=False)

    def _train_replica(self, inputs, targets):
        optimizer, variables = self.model.optimizer, self.model.trainable_variables
        replicas = self.strategy.num_replicas_in_sync
        with tf.GradientTape() as tape:
            outputs = self.model(inputs, training=True)
            # Already divided by the replicas: their sum is the mean of the batch.
            loss = self.model.compute_loss(inputs, targets, outputs, training=True)
            scaled = optimizer.scale_loss(loss)
        gradients = tape.gradient(scaled, [v.value for v in variables])
        # Clipped here and not by the optimizer, which clips each replica's part.
        context = tf.distribute.get_replica_context()
        gradients = context.all_reduce(tf.distribute.ReduceOp.SUM, gradients)
        scale = getattr(optimizer, "dynamic_scale", 1.0)
        gradients, _ = tf.clip_by_global_norm(
            gradients, self.schedule.clip_norm * tf.cast(scale, tf.float32)
        )
        # The optimizer sums over replicas once more.
        optimizer.apply([g / replicas for g in gradients], variables)
        return loss

    def _train_all(self, batch):
        losses = self.strategy.run(self._replica_step, args=batch)
        return self.strategy.reduce(tf.distribute.ReduceOp.SUM, losses, axis=None)

    def run(
        self,
        validate: Callable[[], dict[str, float]],
        callbacks: Sequence[keras.callbacks.Callback] = (),
        label: str = "training",
    ) -> None:
        """Trains to the last step; then the model holds its best weights, or its last.

        Args:
            validate: called at every evaluation; returns scalars, among them `BEST`
                unless nothing is held out to choose weights by.
            callbacks: Keras callbacks; an epoch is the stretch between evaluations,
                a batch index is the global step.
            label: starts each line that is printed.
        """
        self._restore()
        self.model.stop_training = False
        callbacks = keras.callbacks.CallbackList(list(callbacks), model=self.model)
        callbacks.on_train_begin()
        step, steps = int(self.step), self.schedule.steps
        bar = self._progress_bar(label)
        data = iter(self.strategy.experimental_distribute_dataset(self.batches(step)))
        while step < steps and not self.model.stop_training:
            started, losses = time.monotonic(), []
            callbacks.on_epoch_begin(step // self.schedule.evaluate_every)
            end = min(step + self.schedule.evaluate_every, steps)
            while step < end:
                callbacks.on_train_batch_begin(step)
                losses.append(self._step(next(data)))
                step += 1
                callbacks.on_train_batch_end(step - 1)
                if step % 20 == 0 and step < end:
                    bar.update(step, [("loss", float(losses[-1]))])
            loss = float(tf.reduce_mean(losses))
            self._refuse_divergence(loss, step)
            self.seconds.assign_add(time.monotonic() - started)
            logs = {"loss": loss, **validate()}
            self._keep_best(logs.get(BEST, float("inf")))
            callbacks.on_epoch_end((step - 1) // self.schedule.evaluate_every, logs)
            self.step.assign(step)
            self.manager.save(checkpoint_number=step)
            self._report(bar, label, step, logs)
        callbacks.on_train_end()
        for folder in (self.folder.path, self.folder.shared):
            best = folder / self.folder.best_weights.name
            if best.exists():
                self.model.load_weights(best)
                break

    def _restore(self) -> None:
        checkpoints = self.folder.shared / self.folder.checkpoints.name
        latest = tf.train.latest_checkpoint(str(checkpoints))
        if latest is None:
            return
        try:
            self.checkpoint.restore(latest).assert_existing_objects_matched()
        except Exception as error:  # a damaged checkpoint raises almost anything
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise DataError(
                f"{latest}: expected a checkpoint of this model, found {reason}"
            ) from error

    def _keep_best(self, error: float) -> None:
        if error < float(self.best):
            self.best.assign(error)
            with whole_file(self.folder.best_weights) as temporary:
                self.model.save_weights(temporary)

    def _refuse_divergence(self, loss: float, step: int) -> None:
        if loss != loss or loss == float("inf"):
            raise DataError(
                f"{self.folder.path}: step {step}: expected a finite loss, found {loss}"
                " (a smaller learning rate or clip_norm may help)"
            )

    def _progress_bar(self, label: str) -> keras.utils.Progbar:
        """On a terminal a bar that moves; elsewhere `_report` prints lines."""
        if sys.stdout.isatty():
            print(label)
        return keras.utils.Progbar(
            self.schedule.steps,
            verbose=int(sys.stdout.isatty()),
            interval=0.5,
            stateful_metrics=["loss", BEST],  # shown as they are, not averaged
            unit_name="step",
        )

    def _report(self, bar, label: str, step: int, logs: dict[str, float]) -> None:
        bar.update(step, list(logs.items()), finalize=step == self.schedule.steps)
        if not sys.stdout.isatty():
            left = float(self.seconds) / step * (self.schedule.steps - step)
            values = ", ".join(f"{name} {value:.4f}" for name, value in logs.items())
            print(f"{label}: step {step}/{self.schedule.steps}, {values}, ", end="")
            print(f"{left:.0f} s left", flush=True)
