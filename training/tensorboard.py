"""What a run shows in TensorBoard: scalars, settings and pictures."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import tensorflow as tf

from training.loop import BEST


class TensorBoardWriter(keras.callbacks.Callback):
    """Writes the scalars of every evaluation, the settings, and a picture.

    Args:
        folder: for the events, inside the run's folder.
        config: frozen dataclass, shown under HParams.
        draw: returns PNG bytes, at each evaluation; None: no picture.
    """

    def __init__(
        self, folder: Path, config: Any, draw: Callable[[], bytes] | None = None
    ):
        super().__init__()
        self.folder, self.config, self.draw = folder, config, draw
        self.step = 0

    def on_train_begin(self, logs=None):
        from tensorboard.plugins.hparams import api as hparams

        self.writer = tf.summary.create_file_writer(str(self.folder))
        settings = {
            name: value if isinstance(value, (bool, int, float, str)) else str(value)
            for name, value in dataclasses.asdict(self.config).items()
        }
        trial = "/".join(self.folder.parts[-3:-1])  # <study>/seed<k>
        with self.writer.as_default():
            hparams.hparams_config(
                hparams=[hparams.HParam(name) for name in settings],
                metrics=[hparams.Metric(BEST), hparams.Metric("loss")],
            )
            hparams.hparams(settings, trial_id=trial)

    def on_train_batch_end(self, batch, logs=None):
        self.step = batch + 1

    def on_epoch_end(self, epoch, logs=None):
        rate = float(self.model.optimizer.learning_rate)
        with self.writer.as_default():
            for name, value in {**(logs or {}), "learning_rate": rate}.items():
                tf.summary.scalar(name, value, step=self.step)
            if self.draw is not None:
                image = tf.io.decode_png(self.draw(), channels=3)
                tf.summary.image(
                    "past, truth and prediction", image[None], step=self.step
                )

    def on_train_end(self, logs=None):
        self.writer.close()
