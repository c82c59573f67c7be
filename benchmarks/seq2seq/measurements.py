"""What is measured of the seq2seq family: training, its data, and its evaluation."""

import dataclasses
import statistics
from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

from benchmarks.loop_steps import time_steps
from benchmarks.machine import TRAINING, Measurement, timed
from benchmarks.seq2seq.arithmetic import forecast, gru_frame, training_step
from data_prep.pipeline import training_batches
from data_prep.windows import WindowSource
from evaluation.angles.horizons import FUTURE_FRAMES, PAST_FRAMES
from evaluation.angles.metrics import columns_to_euler
from evaluation.angles.windows import ScoredWindows
from motion.clip import Clip
from motion.h36m_angles import expmap_to_euler
from motion.kinematics import forward_kinematics
from motion.skeleton import SKELETONS
from seq2seq.data import RunData
from seq2seq.fit import batches, compiled
from seq2seq.model import predict
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
    seconds = time_steps(model, draw, repeats + 2, clip_norm=config.clip_norm, xla=xla)
    first, _, *others = seconds
    return [
        Measurement(
            _work(config, xla),
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
    return [Measurement(_work(config, xla), seconds, first, operations)]


def measure_pipeline(
    source: WindowSource, config: Config, number: int, repeats: int
) -> list[Measurement]:
    """Windows drawn by tf.data and nothing done with them."""
    drawn = training_batches(
        source,
        batch_size=config.batch_size,
        past_frames=config.past_frames,
        future_frames=config.future_frames,
        first_start=0,
        seed=0,
    )
    iterator = iter(drawn)
    first, seconds = timed(lambda: [next(iterator) for _ in range(number)], repeats)
    count = number * config.batch_size
    work = f"{count} windows, batch {config.batch_size}"
    return [Measurement(work, seconds, first, count=count, unit="windows")]


def measure_conversions(clips: Sequence[Clip], repeats: int) -> list[Measurement]:
    """Exponential maps to Euler angles, and rotations to joint positions."""
    skeleton = SKELETONS[clips[0].skeleton]
    rotations = np.concatenate([clip.rotations for clip in clips])
    frames, joints = rotations.shape[:2]
    conversions = (
        ("exponential map to Euler", expmap_to_euler, frames * joints, "rotations"),
        (
            "forward kinematics",
            lambda each: forward_kinematics(each, skeleton),
            frames,
            "frames",
        ),
    )
    return [
        Measurement(
            f"{name}, {count}",
            timed(lambda convert=convert: convert(rotations), repeats)[1],
            count=count,
            unit=unit,
        )
        for name, convert, count, unit in conversions
    ]


def measure_scoring(windows: ScoredWindows) -> list[Measurement]:
    """What scoring costs besides prediction: the truth once, the errors each time."""
    count = sum(len(each) for each in windows.columns.values())

    def convert_truth():
        for columns in windows.columns.values():
            columns_to_euler(columns)

    def score():
        windows.errors(lambda past, future, action: future)

    return [
        Measurement(work, timed(call, 1)[1], count=count, unit="windows")
        for work, call in (
            (f"truth of {count} windows to Euler, once", convert_truth),
            (f"errors of {count} predictions", score),
        )
    ]


def measure_prediction(config: Config, material: RunData) -> list[Measurement]:
    """Forecasts of all test windows."""
    model, windows = compiled(config, material), material.test.columns
    count = sum(len(each) for each in windows.values())

    def predict_all():
        for action, columns in windows.items():
            actions = [action] * len(columns)
            predict(model, columns[:, :PAST_FRAMES], FUTURE_FRAMES, actions)

    first, seconds = timed(predict_all, 1)
    return [
        Measurement(
            f"{count} predictions, {config.architecture}, H={config.hidden_units}",
            seconds,
            first,
            count * forecast(config, model.width),
            count=count,
            unit="windows",
        )
    ]


def _work(config: Config, xla: bool) -> str:
    return f"H={config.hidden_units}{', XLA' if xla else ''}"
