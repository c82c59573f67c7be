"""Trains and scores one study of the seq2seq family."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from data_prep.datasets import DATASETS
from data_prep.pipeline import training_batches
from evaluation.angles.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.angles.windows import ScoredWindows
from evaluation.run_results import RunResult
from motion.skeleton import SKELETONS
from seq2seq.data import RunData, prepare
from seq2seq.forecaster import Forecaster
from seq2seq.losses import FrameAngleLoss
from seq2seq.model import build, predict, predict_one_step
from seq2seq.pictures import Pictures
from seq2seq.studies import Config
from training.loop import BEST, Schedule
from training.recipe import Recipe, Training
from training.schedules import InputNoise, stepwise_decay


def compiled(config: Config, material: RunData) -> Forecaster:
    """The model with its optimizer and loss."""
    skeleton = SKELETONS[material.manifest["skeleton"]]
    model = build(config, skeleton, material.features)
    rate = stepwise_decay(
        config.learning_rate, config.learning_rate_decay, config.learning_rate_steps
    )
    losses = {
        "squared": lambda: "mean_squared_error",
        "frame_angle": lambda: FrameAngleLoss(material.features.angle_scale()),
    }
    optimizers = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}
    # Under mixed_float16 Keras adds the scaling of the loss to the optimizer.
    model.compile(optimizers[config.optimizer](rate), losses[config.loss]())
    return model


def batches(
    config: Config, material: RunData, model: Forecaster, seed: int
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> batches of (inputs, targets)."""

    def from_step(step: int) -> tf.data.Dataset:
        windows = training_batches(
            material.training,
            config.batch_size,
            config.past_frames,
            config.future_frames,
            first_start=DATASETS[material.manifest["dataset"]].first_start,
            seed=seed,
            start_step=step,
        )
        return windows.map(lambda window: (window, model.targets(window)))

    return from_step


def _schedule(config: Config, material: RunData) -> Schedule:
    return Schedule(config.steps, config.evaluate_every, config.clip_norm)


def _noise(training: Training) -> list[InputNoise]:
    config = training.config
    if not config.noise_levels:
        return []
    return [InputNoise(config.noise_levels, config.noise_steps)]


def _errors(model: Forecaster, windows: ScoredWindows, one_step: bool):
    def forecast(past, future, action):
        actions = [action] * len(past)
        if one_step:
            return predict_one_step(model, past, future, actions)
        return predict(model, past, future.shape[1], actions)

    return windows.errors(forecast)


def _validate(model: Forecaster, material: RunData) -> dict[str, float]:
    if material.validation is None:
        return {}
    errors = _errors(model, material.validation, one_step=False)
    return {BEST: float(np.mean([each.mean() for each in errors.values()]))}


def _score(training: Training) -> dict:
    model, material = training.model, training.material
    held_out = training.config.hold_out_validation
    return {
        "protocol": material.protocol,
        "horizon_frames": HORIZON_FRAMES,
        "label_ms": LABEL_MS,
        "rate_hz": material.rate_hz,
        "errors": {
            "corrected": _errors(model, material.test, one_step=False),
            "as_published": _errors(model, material.test, one_step=True),
        },
        "windows": material.test.starts(),
        "reading": "corrected" if held_out else "as_published",
    }


def _summary(record: RunResult) -> str:
    """The mean error over actions by horizon."""
    errors = record.errors["corrected"].values()
    means = np.mean([each.mean(axis=0) for each in errors], axis=0)
    values = " ".join(f"{value:.3f}" for value in means)
    return f"{values} ({record.seconds:.0f} s)"


def make_recipe(protocol: str = "8") -> Recipe:
    """How studies are trained.

    Args:
        protocol: of the test windows, of `evaluation.angles.protocols.PROTOCOLS`.
    """
    return Recipe(
        prepare=lambda config, run: prepare(
            config, run.records_dir, run.data, protocol
        ),
        build=compiled,
        batches=lambda training: batches(
            training.config, training.material, training.model, training.run.seed
        ),
        schedule=_schedule,
        validation=lambda training: (
            lambda: _validate(training.model, training.material)
        ),
        callbacks=_noise,
        pictures=lambda training: Pictures(training.material, training.model),
        score=_score,
        summary=_summary,
        arguments=(f"--protocol={protocol}",),
    )


RECIPE = make_recipe()
