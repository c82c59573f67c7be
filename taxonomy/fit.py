"""Trains and scores one study of the taxonomy family."""

import functools

import numpy as np
import tensorflow as tf

from evaluation.poses.described import describe_poses, describe_scored
from evaluation.poses.forecast_metrics import MEAN_ANGLE_ERROR
from evaluation.poses.forecast_windows import ForecastWindows
from evaluation.run_results import RunResult
from taxonomy.checks import departures
from taxonomy.data import batches, prepare
from taxonomy.forecaster import Forecaster
from taxonomy.model import build, predict, predict_features
from taxonomy.optimisation import compile_model
from taxonomy.studies import Config
from training import runtime
from training.gradients import SupervisedStep
from training.launch import Run
from training.loop import Loop, Schedule
from training.plateau import Plateau
from training.pose_data import PoseRunData
from training.pose_pictures import Pictures
from training.progress import BEST, VALIDATION_LOSS
from training.tensorboard import TensorBoardWriter

# PyTorch halves the rate after more than 5 epochs without a lower loss; it never stops.
SGD_PLATEAU = Plateau(factor=0.5, reduce_after=6, stop_after=10**9)
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


def make_loop(
    config: Config, material: PoseRunData, model: Forecaster, run: Run
) -> Loop:
    """The training loop of a run."""
    schedule = Schedule(
        steps=config.epochs * config.steps_per_epoch,
        evaluate_every=config.steps_per_epoch,
        clip_norm=config.clip_norm,
        patience=config.patience,
        max_seconds=config.max_seconds,
        plateau=SGD_PLATEAU if config.optimizer == "sgd" else None,
    )
    with run.strategy.scope():
        step = Step(model, config.clip_norm, micro_batch=0)
    xla = runtime.use_xla(run.xla, run.strategy.num_replicas_in_sync)
    draw = batches(config, material, model, run.seed)
    return Loop(model, draw, schedule, run.folder, run.strategy, xla, step)


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
        still, still_active = self.zero_velocity
        logs = {
            "validation_mse": mse,
            "validation_mse_active": mse_active,
            "validation_mse_teacher_forced": self._mse_teacher_forced(),
            "validation_mse_per_sequence": mse / config.batch_size,
            "zero_velocity_mse": still,
            "zero_velocity_mse_active": still_active,
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


def train(config: Config, run: Run) -> RunResult | None:
    """Trains from the last checkpoint, scores, and writes the run's results.

    Returns:
        The record, or None where the run was finished before.

    Raises:
        DataError, SettingsError: one line, naming file or setting.
    """
    material = prepare(config, run.records_dir, run.data)
    if not run.begin(config, describe_poses(material.poses)):
        return None
    material.features.statistics.save(run.folder.statistics)
    with run.strategy.scope():
        model = compiled(config, material)
    loop = make_loop(config, material, model, run)
    pictures = Pictures(material.test, functools.partial(predict, model))
    writer = TensorBoardWriter(run.folder.tensorboard, config, pictures.strip)
    shown = ("loss", "validation_mse", BEST)
    loop.run(Validation(model, material), [writer], run.label, shown)
    pictures.save(run.folder.path)
    return run.finish(
        model,
        int(loop.step),
        float(loop.seconds),
        loop.ending,
        family="taxonomy",
        errors=score(model, material),
        reading="as_published" if departures(config) else "corrected",
        history=tuple(run.folder.read_history()),
        **describe_scored(material.poses, material.test),
    )


def score(model: Forecaster, material: PoseRunData) -> dict:
    """The errors of the test windows: metric -> action -> (windows, horizons)."""
    windows = ForecastWindows.of(material.features, material.test)
    frames = windows.future.shape[1]
    return windows.errors(predict_features(model, windows.past, frames))


def train_and_summarise(config: Config, run: Run) -> str:
    """Trains and says the result in one line: mean angle error by horizon."""
    record = train(config, run)
    if record is None:
        return f"{run.folder.shared}: finished before"
    errors = record.errors[MEAN_ANGLE_ERROR].values()
    means = np.mean([each.mean(axis=0) for each in errors], axis=0)
    values = " ".join(f"{value:.2f}" for value in means)
    return (
        f"{record.study} seed {record.seed}: mean angle error {values} rad "
        f"({record.steps} steps, {record.seconds:.0f} s)"
    )
