"""The input pipeline, conversions of rotations, and the evaluation of many windows."""

from collections.abc import Sequence

import numpy as np

from benchmarks.arithmetic import forecast
from benchmarks.machine import Measurement, timed
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
from seq2seq.fit import compiled
from seq2seq.model import predict
from seq2seq.studies import Config


def measure_pipeline(
    source: WindowSource, config: Config, batches: int, repeats: int
) -> list[Measurement]:
    """Windows drawn by tf.data and nothing done with them."""
    shape = config.batch_size, config.past_frames, config.future_frames
    iterator = iter(training_batches(source, *shape, first_start=0, seed=0))
    first, seconds = timed(lambda: [next(iterator) for _ in range(batches)], repeats)
    count = batches * config.batch_size
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
