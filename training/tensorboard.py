"""What a run shows in TensorBoard: scalars, settings, pictures, points."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from reenact.files import whole_file
from training.loop import BEST
from training.plateau import learning_rate

_MOST_SCALARS = 10_000  # of a curve; TensorBoard itself shows a thousand at once


class TensorBoardWriter(keras.callbacks.Callback):
    """Writes the scalars of every evaluation, the settings, and a picture.

    Args:
        folder: for the events, inside the run's folder.
        config: frozen dataclass, shown under HParams.
        draw: returns PNG bytes, at each evaluation.
        picture: what that shows.
    """

    def __init__(
        self,
        folder: Path,
        config: Any,
        draw: Callable[[], bytes],
        picture: str,
    ):
        super().__init__()
        self.folder, self.config, self.draw = folder, config, draw
        self.picture = picture
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
        rate = learning_rate(self.model.optimizer)
        with self.writer.as_default():
            for name, value in {**(logs or {}), "learning_rate": rate}.items():
                tf.summary.scalar(name, value, step=self.step)
            image = tf.io.decode_png(self.draw(), channels=3)
            tf.summary.image(self.picture, image[None], step=self.step)

    def on_train_end(self, logs=None):
        self.writer.close()


def write_findings(
    folder: Path, pictures: Mapping[str, bytes], curves: Mapping[str, np.ndarray]
) -> None:
    """Writes what was found out about a run after it had finished.

    Args:
        folder: for the events, new.
        pictures: name -> PNG bytes.
        curves: name -> a number for each step from 1 on; of a very long curve every
            n-th, none of them smoothed.
    """
    writer = tf.summary.create_file_writer(str(folder))
    with writer.as_default():
        for name, png in pictures.items():
            image = tf.io.decode_png(png, channels=3)
            tf.summary.image(name, image[None], step=0)
        for name, curve in curves.items():
            every = -(-len(curve) // _MOST_SCALARS) or 1
            for step in range(every, len(curve) + 1, every):
                tf.summary.scalar(name, curve[step - 1], step=step)
    writer.close()


def write_points(
    folder: Path,
    name: str,
    points: np.ndarray,
    header: Sequence[str],
    labels: Sequence[Sequence[str]],
) -> None:
    """Writes points for the projector.

    Args:
        folder: with events of the run.
        name: of the points.
        points: (points, dimensions).
        header: what the labels of a point are, at least two.
        labels: of each point.
    """
    from tensorboard.plugins import projector

    lines = ["\t".join(each) for each in (header, *labels)]
    with whole_file(folder / "metadata.tsv") as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    variable = tf.Variable(points.astype(np.float32))
    named = {name: variable}
    tf.train.Checkpoint(**named).save(str(folder / "points.ckpt"))
    config = projector.ProjectorConfig()
    embedding = config.embeddings.add()
    embedding.tensor_name = f"{name}/.ATTRIBUTES/VARIABLE_VALUE"
    embedding.metadata_path = "metadata.tsv"
    projector.visualize_embeddings(str(folder), config)
