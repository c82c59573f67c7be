"""Steps of the project's own training loop, one by one."""

import contextlib
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import keras
import tensorflow as tf

from benchmarks.machine import Measurement, peak_bytes
from training.loop import BEST, Loop, Schedule
from training.run_folder import RunFolder


class _StepTimes(keras.callbacks.Callback):
    """Seconds of each step, waiting until the device has done it."""

    def __init__(self):
        super().__init__()
        self.seconds = []

    def on_train_batch_begin(self, batch, logs=None):
        self.started = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.model.trainable_variables[-1].numpy()
        self.seconds.append(time.perf_counter() - self.started)


def time_steps(
    model: keras.Model,
    batches: Callable[[int], tf.data.Dataset],
    steps: int,
    *,
    clip_norm: float = 0.0,
    micro_batch: int = 0,
    xla: bool = False,
    step: Callable | None = None,
) -> list[float]:
    """Seconds of each of the first `steps` steps, with drawing the batch.

    Args:
        model: compiled.
        batches, xla, step: as for `training.loop.Loop`.
        clip_norm, micro_batch: as in `training.loop.Schedule`.
    """
    times = _StepTimes()
    progress = contextlib.redirect_stdout(io.StringIO())
    with tempfile.TemporaryDirectory() as folder, progress:
        loop = Loop(
            model,
            batches,
            Schedule(steps, steps, clip_norm, micro_batch),
            RunFolder(Path(folder)),
            tf.distribute.get_strategy(),
            xla=xla,
            step=step,
        )
        loop.run(lambda: {BEST: 0.0}, [times])
    return times.seconds


def measure_steps(
    work: str,
    model: keras.Model,
    batches: Callable[[int], tf.data.Dataset],
    config,
    repeats: int,
    *,
    operations: int | None = None,
    **options,
) -> list[Measurement]:
    """A step after the first, and the memory that training took.

    Args:
        work, operations: as for `Measurement`; the windows of a batch are counted.
        model, batches, options: as for `time_steps`.
        config: of any family; has `batch_size`.
        repeats: after the first step.
    """
    first, *others = time_steps(model, batches, repeats + 1, **options)
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
