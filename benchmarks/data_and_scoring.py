"""The input pipeline, conversions of rotations, and the evaluation of many windows."""

import time
from collections.abc import Sequence

import numpy as np

from benchmarks.arithmetic import forecast
from benchmarks.machine import Measurement, timed
from data_prep.pipeline import training_batches
from data_prep.windows import WindowSource
from evaluation.horizons import FUTURE_FRAMES
from evaluation.metrics import columns_to_euler
from motion.clip import Clip
from motion.h36m_angles import expmap_to_euler
from motion.kinematics import forward_kinematics
from motion.skeleton import SKELETONS
from seq2seq.fit import compiled
from seq2seq.material import Material
from seq2seq.model import predict
from seq2seq.studies import Config


def measure_pipeline(
    source: WindowSource, config: Config, batches: int, repeats: int, rate: float
) -> list[Measurement]:
    """Windows drawn by tf.data and nothing done with them."""
    shape = config.batch_size, config.past_frames, config.future_frames
    iterator = iter(training_batches(source, *shape, first_start=0, seed=0))
    first, seconds = timed(lambda: [next(iterator) for _ in range(batches)], repeats)
    count = batches * config.batch_size
    work = f"input pipeline, {count} windows"
    return [Measurement(work, seconds, rate, first, count=count, unit="windows")]


def measure_conversions(
    clips: Sequence[Clip], repeats: int, rate: float
) -> list[Measurement]:
    """Exponential maps to Euler angles, and rotations to joint positions."""
    skeleton = SKELETONS[clips[0].skeleton]
    rotations = np.concatenate([clip.rotations for clip in clips])
    count = rotations.shape[0] * rotations.shape[1]
    _, euler = timed(lambda: expmap_to_euler(rotations), repeats)
    _, positions = timed(lambda: forward_kinematics(rotations, skeleton), repeats)
    return [
        Measurement(
            f"exponential map to Euler, {count}",
            euler,
            rate,
            count=count,
            unit="rotations",
        ),
        Measurement(
            f"forward kinematics, {len(rotations)} frames",
            positions,
            rate,
            count=len(rotations),
            unit="frames",
        ),
    ]


def measure_evaluation(
    config: Config, material: Material, rate: float
) -> list[Measurement]:
    """Forecasts and scores every window twice; the first time builds the graph."""
    model, windows = compiled(config, material), material.test
    count = sum(len(each) for each in windows.columns.values())
    predicting = []

    def predict_timed(past, future, action):
        started = time.perf_counter()
        predicted = predict(model, past, FUTURE_FRAMES, [action] * len(past))
        predicting.append(time.perf_counter() - started)
        return predicted

    first, seconds = timed(lambda: windows.errors(predict_timed), 1)
    first_prediction, prediction = np.split(np.array(predicting), 2)

    def measurement(work, seconds, first, operations=None):
        return Measurement(
            f"evaluation of {count}: {work}",
            float(seconds),
            rate,
            None if first is None else float(first),
            operations,
            count=count,
            unit="windows",
        )

    def truth():
        for columns in windows.columns.values():
            columns_to_euler(columns)

    operations = count * forecast(config, model.width)
    return [
        measurement("truth to Euler", timed(truth, 1)[1], None),
        measurement(
            f"{config.architecture}, H={config.hidden_units}",
            prediction.sum(),
            first_prediction.sum(),
            operations,
        ),
        measurement(
            "error", seconds - prediction.sum(), first - first_prediction.sum()
        ),
    ]
