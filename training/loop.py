"""The one training loop: exact to resume, on one device or several.

Not `model.fit`, which in this version of Keras neither resumes exactly nor runs under
MultiWorkerMirroredStrategy. Models, optimizers, losses and callbacks are Keras' own.
"""

import dataclasses
import time
from collections.abc import Callable, Sequence

import keras
import numpy as np
import tensorflow as tf

from reenact.errors import DataError
from reenact.files import whole_file
from training.gradients import SupervisedStep
from training.plateau import Plateau, PlateauWatch, learning_rate
from training.progress import BEST, VALIDATION_LOSS, Progress
from training.run_folder import RunFolder


@dataclasses.dataclass(frozen=True)
class Schedule:
    """How long to train and how often to look.

    Args:
        steps: in all.
        evaluate_every: steps between validations; each also writes a checkpoint.
        clip_norm: bound on the global norm of the gradient of a whole batch; 0: none.
        micro_batch: rows of a device's batch whose gradients are computed at a time,
            then added up: less memory, and on a CPU less time where a whole batch's
            activations leave the caches. 0: all at once. Random layers draw anew.
        patience: evaluations in a row that may fail to lower the best validation error
            by more than `improvement` of it; 0: no limit. The first one counts as
            failed, as in the released code of Aksan et al. 2021. Where `plateau`
            stops training, what it counts.
        max_seconds: of training, validation not counted; 0: no limit.
        plateau: what follows where the validation loss no longer falls; None: nothing.
    """

    steps: int
    evaluate_every: int
    clip_norm: float
    micro_batch: int = 0
    patience: int = 0
    improvement: float = 0.01
    max_seconds: float = 0.0
    plateau: Plateau | None = None


class Loop:
    """Trains a compiled model from wherever its last checkpoint is.

    Args:
        model: compiled and built inside `strategy.scope()`.
        batches: start step -> endless dataset of (inputs, targets) of global batches,
            a pure function of the step, so that no iterator needs saving.
        schedule: see there.
        folder: of this run.
        strategy: from `training.runtime.strategy`.
        xla: compiles the step.
        step: what a step does, made inside `strategy.scope()`; None: lowers the
            model's own loss. See `training.gradients.SupervisedStep`.
    """

    def __init__(
        self,
        model: keras.Model,
        batches: Callable[[int], tf.data.Dataset],
        schedule: Schedule,
        folder: RunFolder,
        strategy: tf.distribute.Strategy,
        *,
        xla: bool = False,
        step: Callable[..., dict[str, tf.Tensor]] | None = None,
    ):
        self.model, self.batches, self.schedule = model, batches, schedule
        self.folder, self.strategy = folder, strategy
        with strategy.scope():
            step = step or SupervisedStep(
                model, schedule.clip_norm, schedule.micro_batch
            )
        self.step = tf.Variable(0, dtype=tf.int64)
        self.seconds = tf.Variable(0.0, dtype=tf.float64)
        self.best = tf.Variable(float("inf"), dtype=tf.float64)
        self.failed = tf.Variable(0, dtype=tf.int64)  # evaluations in a row
        self.plateau = schedule.plateau and PlateauWatch(
            schedule.plateau, model.optimizer
        )
        # Named one by one: a checkpoint of the model itself would lack the states of
        # random layers, and all layers that are kept in lists.
        random = [v.value for v in model.variables if "seed_generator" in v.path]
        self.checkpoint = tf.train.Checkpoint(
            weights=[v.value for v in model.weights],
            optimizer=step.optimizers[0],
            other_optimizers=step.optimizers[1:],
            random=random,
            step=self.step,
            seconds=self.seconds,
            best=self.best,
            failed=self.failed,
            plateau=self.plateau.variables if self.plateau else [],
        )
        self.manager = tf.train.CheckpointManager(
            self.checkpoint, str(folder.checkpoints), max_to_keep=2
        )
        self._replica_step = tf.function(step, jit_compile=xla, autograph=False)
        self._step = tf.function(self._train_all, autograph=False)

    def _train_all(self, batch):
        found = self.strategy.run(self._replica_step, args=batch)
        return {
            name: self.strategy.reduce(tf.distribute.ReduceOp.SUM, value, axis=None)
            for name, value in found.items()
        }

    def run(
        self,
        validate: Callable[[], dict[str, float]],
        callbacks: Sequence[keras.callbacks.Callback] = (),
        label: str = "training",
        shown: Sequence[str] = (),
    ) -> None:
        """Trains to the last step; then the model holds its best weights, or its last.

        Args:
            validate: called at every evaluation; returns scalars, among them `BEST`
                unless nothing is held out to choose weights by.
            callbacks: Keras callbacks; an epoch is the stretch between evaluations,
                a batch index is the global step.
            label: starts each line that is printed.
            shown: which scalars that line has; empty: all.
        """
        self._restore()
        if self.step > 0:
            print(f"{label}: continues from step {int(self.step)}", flush=True)
        with Progress(label, self.schedule.steps, int(self.step), shown) as progress:
            self._train(validate, callbacks, progress)

    def _train(
        self,
        validate: Callable[[], dict[str, float]],
        callbacks: Sequence[keras.callbacks.Callback],
        progress: Progress,
    ) -> None:
        self.model.stop_training = self.ending != "steps"
        callbacks = keras.callbacks.CallbackList(list(callbacks), model=self.model)
        callbacks.on_train_begin()
        step, steps = int(self.step), self.schedule.steps
        data = iter(self.strategy.experimental_distribute_dataset(self.batches(step)))
        while step < steps and not self.model.stop_training:
            started, found = time.monotonic(), []
            callbacks.on_epoch_begin(step // self.schedule.evaluate_every)
            end = min(step + self.schedule.evaluate_every, steps)
            while step < end and not self._out_of_time(time.monotonic() - started):
                callbacks.on_train_batch_begin(step)
                found.append(self._step(next(data)))
                step += 1
                callbacks.on_train_batch_end(step - 1)
                if step % 20 == 0 and step < end:
                    progress.at_step(step, float(found[-1]["loss"]))
            found = {name: np.array([f[name] for f in found]) for name in found[0]}
            means = {name: float(values.mean()) for name, values in found.items()}
            self._refuse_divergence(means, step)
            self.seconds.assign_add(time.monotonic() - started)
            self.folder.keep_losses(found["loss"], step)
            logs = {**means, **validate()}
            self._refuse_divergence(logs, step)
            rate = learning_rate(self.model.optimizer)
            seconds = round(float(self.seconds), 1)
            self.folder.keep_history(
                {"step": step, **logs, "learning_rate": rate, "seconds": seconds}
            )
            self._keep_best(logs.get(BEST, float("inf")))
            if self.plateau:
                self.plateau.update(logs[VALIDATION_LOSS])
            callbacks.on_epoch_end((step - 1) // self.schedule.evaluate_every, logs)
            self.step.assign(step)
            self.manager.save(checkpoint_number=step)
            self.model.stop_training |= self.ending != "steps"
            progress.evaluated(step, logs, self._what_is_left())
        callbacks.on_train_end()
        for folder in (self.folder.path, self.folder.shared):
            best = folder / self.folder.best_weights.name
            if best.exists():
                self.model.load_weights(best)
                break

    def _out_of_time(self, since_evaluation: float = 0.0) -> bool:
        spent = float(self.seconds) + since_evaluation
        return 0 < self.schedule.max_seconds <= spent

    def _what_is_left(self) -> str:
        """'12 s left', or what ended training before its last step."""
        spent, step, limit = float(self.seconds), int(self.step), self.schedule
        if self.model.stop_training and step < limit.steps:
            return {
                "seconds": f"stopped after {spent:.0f} s (max_seconds)",
                "patience": f"no improvement for {limit.patience} evaluations "
                "(patience)",
            }.get(self.ending, "stopped")
        left = spent / step * (limit.steps - step)
        if limit.max_seconds:
            left = min(left, limit.max_seconds - spent)
        return f"{left:.0f} s left"

    @property
    def ending(self) -> str:
        """What ends or ended training: 'seconds', 'patience', else 'steps'."""
        if self._out_of_time():
            return "seconds"
        by_plateau = self.plateau is not None and self.plateau.plateau.stops
        failed = self.plateau.failed_to_lower if by_plateau else self.failed
        return "patience" if 0 < self.schedule.patience <= failed else "steps"

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
        best = float(self.best)
        # An infinite best gives no difference: the first evaluation counts as failed.
        improved = best - error > self.schedule.improvement * best
        self.failed.assign(0 if improved else self.failed + 1)
        if error < best:
            self.best.assign(error)
            with whole_file(self.folder.best_weights) as temporary:
                self.model.save_weights(temporary)

    def _refuse_divergence(self, found: dict[str, float], step: int) -> None:
        for name, value in found.items():
            if not np.isfinite(value):
                raise DataError(
                    f"{self.folder.path}: step {step}: expected a finite {name}, found "
                    f"{value} (a smaller learning rate or clip_norm may help)"
                )
