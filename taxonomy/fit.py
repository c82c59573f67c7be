"""Trains and scores one study of the taxonomy family."""

import functools

import numpy as np
import tensorflow as tf

from data_prep.poses import POSE_RATE_HZ
from evaluation.forecast_metrics import (
    MEAN_ANGLE_ERROR,
    MSE_ACTIVE,
    MSE_ALL,
    forecast_errors,
    mean_angle_errors,
    mse_errors,
)
from evaluation.pose_horizons import HORIZON_FRAMES, LABEL_MS, PAST_FRAMES
from evaluation.results import RunRecord, describe_poses
from taxonomy.checks import departures
from taxonomy.forecaster import Forecaster
from taxonomy.material import batches, prepare
from taxonomy.model import build, predict, predict_features
from taxonomy.optimisation import compile_model
from taxonomy.studies import Config
from training import runtime
from training.gradients import SupervisedStep
from training.launch import Run
from training.loop import Loop, Schedule
from training.plateau import Plateau
from training.pose_material import PoseMaterial, window_features
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


def compiled(config: Config, material: PoseMaterial) -> Forecaster:
    """The model with its optimizer and loss."""
    model = build(config, features=material.features)
    compile_model(model)
    return model


def make_loop(
    config: Config, material: PoseMaterial, model: Forecaster, run: Run
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

    def __init__(self, model: Forecaster, material: PoseMaterial):
        self.model, self.scored = model, material.validation
        self.used = material.features.used
        windows = window_features(material.features, self.scored)
        self.past, self.future = np.split(windows, [PAST_FRAMES], axis=1)
        self._teach = tf.function(self.model.teach, autograph=False)
        last = np.repeat(self.past[:, -1:], self.future.shape[1], axis=1)
        self.zero_velocity = self._mse(last, "zero_velocity")

    def __call__(self) -> dict[str, float]:
        frames = self.future.shape[1]
        predicted = predict_features(self.model, self.past, frames)
        matrices = self.model.features.decode(predicted)
        errors = mean_angle_errors(self.scored, matrices)
        free = self._mse(predicted, "validation")
        mse = free["validation_mse"]
        logs = {
            **free,
            "validation_mse_teacher_forced": self._mse_teacher_forced(),
            "validation_mse_per_sequence": mse / self.model.config.batch_size,
            **self.zero_velocity,
            **{f"mae_{n + 1}": e for n, e in zip(HORIZON_FRAMES, errors, strict=True)},
            BEST: errors[-1],
        }
        if self.model.config.optimizer == "sgd":
            logs[VALIDATION_LOSS] = mse
        return logs | self._code() if self.model.prior is not None else logs

    def _mse(self, predicted: np.ndarray, name: str) -> dict[str, float]:
        found = mse_errors(self.future, predicted, self.used)
        return {
            f"{name}{ending}": self._mean(found[metric][:, -1])
            for ending, metric in (("_mse", MSE_ALL), ("_mse_active", MSE_ACTIVE))
        }

    def _mean(self, values: np.ndarray) -> float:
        """Over the windows of an action, then over actions."""
        groups = self.scored.by_action(values).values()
        return float(np.mean([each.mean() for each in groups]))

    def _mse_teacher_forced(self) -> float:
        seen = self.past[:, -self.model.config.past_frames :]
        rows = [slice(n, n + _ROWS) for n in range(0, len(seen), _ROWS)]
        parts = [self._teach(seen[each], self.future[each]) for each in rows]
        predicted = tf.concat(parts, axis=0)[:, -self.future.shape[1] :]
        return self._mse(np.asarray(predicted), "forced")["forced_mse"]

    def _code(self) -> dict[str, float]:
        """How much the units of the prior's code are used."""
        code = np.asarray(self.model.prior.code(self.past), np.float64)
        mean, std = (each(axis=(0, 1)) for each in (code.mean, code.std))
        return {
            "code_mean_min": float(mean.min()),
            "code_mean_max": float(mean.max()),
            "code_std_mean": float(std.mean()),
            "dead_codes": float((std < DEAD_BELOW).mean()),
        }


def train(config: Config, run: Run) -> RunRecord | None:
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
    pictures.strip(run.folder.path / "strip.png")
    pictures.animation(run.folder.path / "prediction.gif")
    return run.finish(
        model,
        int(loop.step),
        float(loop.seconds),
        loop.ending,
        family="taxonomy",
        data=describe_poses(material.poses),
        protocol=material.test.protocol,
        horizon_frames=HORIZON_FRAMES,
        label_ms=LABEL_MS,
        rate_hz=POSE_RATE_HZ,
        errors=score(model, material),
        windows=material.test.starts(),
        reading="as_published" if departures(config) else "corrected",
        excluded=material.test.excluded,
        history=tuple(run.folder.read_history()),
    )


def score(model: Forecaster, material: PoseMaterial) -> dict:
    """The errors of the test windows: metric -> action -> (windows, horizons)."""
    windows = window_features(material.features, material.test)
    past, future = np.split(windows, [PAST_FRAMES], axis=1)
    predicted = predict_features(model, past, future.shape[1])
    matrices = model.features.decode(predicted)
    used = material.features.used
    return forecast_errors(material.test, matrices, future, predicted, used)


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
