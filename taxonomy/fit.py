"""Trains and scores one study of the taxonomy family."""

import functools

import numpy as np
import tensorflow as tf

from evaluation.poses.described import describe_scored
from evaluation.poses.forecast_metrics import MEAN_ANGLE_ERROR
from evaluation.poses.forecast_windows import ForecastWindows
from evaluation.run_results import RunResult
from taxonomy.data import batches, prepare
from taxonomy.forecaster import Forecaster
from taxonomy.model import build, predict, predict_features
from taxonomy.optimisation import compile_model
from taxonomy.studies import Config, departures
from training.gradients import SupervisedStep
from training.loop import Schedule
from training.plateau import Plateau
from training.poses.data import PoseRunData
from training.poses.pictures import Pictures
from training.progress import BEST, VALIDATION_LOSS
from training.recipe import Recipe, Training

# PyTorch halves the rate after more than 5 epochs without a lower loss; it never stops.
SGD_PLATEAU = Plateau(factor=0.5, reduce_after=6)
DEAD_BELOW = 0.01  # standard deviation of a unit of the prior's code
_ROWS = 64  # of a validation batch


class Step(SupervisedStep):
    """A step that also says its loss divided by the rows of a batch.

    fairmotion logs that: it divides the sum of the batches' means by the windows.
    """

    def __call__(self, inputs, targets):
        found = super().__call__(inputs, targets)
        rows = self.model.config.batch_size
        return {**found, "mse_per_sequence": found["loss"] / rows}


def compiled(config: Config, material: PoseRunData) -> Forecaster:
    """The model with its optimizer and loss."""
    model = build(config, features=material.features)
    compile_model(model)
    return model


def schedule(config: Config, material: PoseRunData) -> Schedule:
    """How long to train."""
    return Schedule(
        steps=config.epochs * config.steps_per_epoch,
        evaluate_every=config.steps_per_epoch,
        clip_norm=config.clip_norm,
        plateau=SGD_PLATEAU if config.optimizer == "sgd" else None,
    )


class Validation:
    """What every epoch finds on held-out windows.

    Averaged as in the tables. BEST is fairmotion's mean angle error of 24 frames.

    Args:
        model: of the run.
        material: its data.
    """

    def __init__(self, model: Forecaster, material: PoseRunData):
        self.model = model
        self.windows = ForecastWindows.of(material.features, material.validation)
        self._teach = tf.function(self.model.teach, autograph=False)
        self.zero_velocity = self.windows.squared(self.windows.zero_velocity)

    def __call__(self) -> dict[str, float]:
        windows, config = self.windows, self.model.config
        frames = windows.future.shape[1]
        predicted = predict_features(self.model, windows.past, frames)
        angles = windows.angles(predicted)
        mse, mse_active = windows.squared(predicted)
        zero_velocity, zero_velocity_active = self.zero_velocity
        logs = {
            "validation_mse": mse,
            "validation_mse_active": mse_active,
            "validation_mse_teacher_forced": self._mse_teacher_forced(),
            "validation_mse_per_sequence": mse / config.batch_size,
            "zero_velocity_mse": zero_velocity,
            "zero_velocity_mse_active": zero_velocity_active,
            **angles,
            BEST: angles[f"mae_{frames}"],
        }
        if config.optimizer == "sgd":
            logs[VALIDATION_LOSS] = mse
        return logs | self._code() if self.model.prior is not None else logs

    def _mse_teacher_forced(self) -> float:
        future = self.windows.future
        seen = self.windows.past[:, -self.model.config.past_frames :]
        rows = [slice(n, n + _ROWS) for n in range(0, len(seen), _ROWS)]
        parts = [self._teach(seen[each], future[each]) for each in rows]
        predicted = tf.concat(parts, axis=0)[:, -future.shape[1] :]
        return self.windows.squared(np.asarray(predicted))[0]

    def _code(self) -> dict[str, float]:
        """How much the units of the prior's code are used."""
        code = np.asarray(self.model.prior.code(self.windows.past), np.float64)
        mean, std = (each(axis=(0, 1)) for each in (code.mean, code.std))
        return {
            "code_mean_min": float(mean.min()),
            "code_mean_max": float(mean.max()),
            "code_std_mean": float(std.mean()),
            "dead_codes": float((std < DEAD_BELOW).mean()),
        }


def score(model: Forecaster, material: PoseRunData) -> dict:
    """The errors of the test windows: metric -> action -> (windows, horizons)."""
    windows = ForecastWindows.of(material.features, material.test)
    frames = windows.future.shape[1]
    return windows.errors(predict_features(model, windows.past, frames))


def _results(training: Training) -> dict:
    material, departs = training.material, departures(training.config)
    return {
        "errors": score(training.model, material),
        "reading": "as_published" if departs else "corrected",
        "history": tuple(training.run.folder.read_history()),
        **describe_scored(material.poses, material.test),
    }


def _summary(record: RunResult) -> str:
    """The mean angle error by horizon."""
    errors = record.errors[MEAN_ANGLE_ERROR].values()
    means = np.mean([each.mean(axis=0) for each in errors], axis=0)
    values = " ".join(f"{value:.2f}" for value in means)
    return (
        f"mean angle error {values} rad ({record.steps} steps, {record.seconds:.0f} s)"
    )


RECIPE = Recipe(
    prepare=lambda config, run: prepare(config, run.records_dir, run.data),
    build=compiled,
    step=lambda model: Step(model, model.config.clip_norm, micro_batch=0),
    batches=lambda training: batches(
        training.config, training.material, training.model, training.run.seed
    ),
    schedule=schedule,
    validation=lambda training: Validation(training.model, training.material),
    shown=("loss", "validation_mse", BEST),
    pictures=lambda training: Pictures(
        training.material.test, functools.partial(predict, training.model)
    ),
    score=_results,
    summary=_summary,
)
