"""Training steps in the project's own loop, and Keras' GRU layer for comparison."""

import dataclasses
import statistics

import keras
import tensorflow as tf

from benchmarks.arithmetic import TRAINING, gru_frame, training_step
from benchmarks.loop_steps import time_steps
from benchmarks.machine import Measurement, timed
from seq2seq.data import RunData
from seq2seq.fit import batches, compiled
from seq2seq.studies import STUDIES, Config

STUDY_OF = {"martinez": "martinez_residual_sup", "attention": "uni_enc_50"}
# Reported for a public PyTorch port of Martinez et al. at H = 1024 and 256, batch 16,
# where the arithmetic takes 0.16 and 0.012 s: at most 0.45 and 0.05 s are aimed at.
AIMS = {1024: 0.45 / 0.16, 256: 0.05 / 0.012}


def step_config(architecture: str, hidden_units: int) -> Config:
    """The published study at another width, 50 frames to 25."""
    study = STUDIES[STUDY_OF[architecture]]
    return dataclasses.replace(study, hidden_units=hidden_units, future_frames=25)


def measure_step(
    config: Config, material: RunData, xla: bool, repeats: int
) -> list[Measurement]:
    """One training step as `python -m seq2seq.train` takes it."""
    keras.utils.set_random_seed(0)
    model = compiled(config, material)
    draw = batches(config, material, model, seed=0)
    seconds = time_steps(model, draw, repeats + 2, config.clip_norm, xla=xla)
    first, _, *others = seconds
    return [
        Measurement(
            _name(config, xla),
            statistics.median(others),
            first,
            training_step(config, model.width),
            AIMS.get(config.hidden_units),
        )
    ]


def measure_keras_gru(
    config: Config, width: int, xla: bool, repeats: int
) -> list[Measurement]:
    """Keras' GRU layer over as many frames: forward and backward, no optimizer."""
    layer = keras.layers.GRU(config.hidden_units, return_sequences=True)
    frames = config.past_frames - 1 + config.future_frames
    x = tf.random.stateless_uniform((config.batch_size, frames, width), (0, 0))
    layer.build(x.shape)

    @tf.function(jit_compile=xla, autograph=False)
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(layer(x))
        return tape.gradient(loss, [each.value for each in layer.weights])

    first, seconds = timed(lambda: step()[-1].numpy(), repeats)
    frame = gru_frame(width, config.hidden_units)
    operations = TRAINING * config.batch_size * frames * frame
    return [Measurement(_name(config, xla), seconds, first, operations)]


def _name(config: Config, xla: bool) -> str:
    return f"H={config.hidden_units}{', XLA' if xla else ''}"
