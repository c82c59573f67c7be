"""Trains and scores one study of generator and critic."""

import functools

import numpy as np

from evaluation.poses.described import describe_scored
from evaluation.poses.forecast_metrics import MEAN_ANGLE_ERROR, MSE_ALL
from evaluation.poses.forecast_windows import ForecastWindows
from evaluation.run_results import RunResult
from gan.checks import left_out
from gan.data import batches, prepare
from gan.diagnostics.picture import draw_diagnostics
from gan.diagnostics.warnings import Warnings, with_penalty
from gan.model import WassersteinGan, build, predict
from gan.report.study_groups import READINGS
from gan.step import AdversarialStep
from gan.studies import Config
from gan.validation import Validation
from networks.configured_model import predict_rows
from reenact.files import whole_file
from training.loop import Schedule
from training.poses.data import PoseRunData
from training.poses.pictures import Pictures
from training.progress import BEST
from training.recipe import Recipe, Training
from training.tensorboard import write_findings

# What a line of progress says; history and TensorBoard have all of it.
SHOWN = ("loss", "g_mse_val", BEST)


def _schedule(config: Config, material: PoseRunData) -> Schedule:
    """An epoch is so many steps of the generator."""
    return Schedule(
        steps=config.epochs * config.steps_per_epoch,
        evaluate_every=config.steps_per_epoch,
        clip_norm=0.0,  # the step clips by itself
    )


def _warnings(training: Training) -> list[Warnings]:
    run, config = training.run, training.config
    penalty = with_penalty(config)
    return [Warnings(run.folder, run.label, penalty, left_out(config))]


def _draw_diagnostics(training: Training) -> None:
    """The picture of the diagnostics, in the folder and in TensorBoard."""
    run = training.run
    title = f"{run.label} on {run.data}, {run.profile} profile, seed {run.seed}"
    penalty = with_penalty(training.config)
    picture = draw_diagnostics(run.folder.read_history(), title, penalty)
    with whole_file(run.folder.path / "diagnostics.png") as temporary:
        temporary.write_bytes(picture)
    write_findings(run.folder.tensorboard, {"diagnostics": picture}, {})


def score(model: WassersteinGan, material: PoseRunData) -> dict:
    """The errors of the test windows: metric -> action -> (windows, horizons)."""
    windows = ForecastWindows.of(material.features, material.test)
    return windows.errors(predict_rows(model, windows.past))


def _results(training: Training) -> dict:
    material, run = training.material, training.run
    return {
        "errors": score(training.model, material),
        "reading": "as_published" if run.study in READINGS else "corrected",
        "history": tuple(run.folder.read_history()),
        **describe_scored(material.poses, material.test),
    }


def _summary(record: RunResult) -> str:
    """Squared error, of what the table at the end has, and angle error."""
    squared, angles = (
        np.mean([each.mean(axis=0) for each in record.errors[name].values()], axis=0)
        for name in (MSE_ALL, MEAN_ANGLE_ERROR)
    )
    values = " ".join(f"{value:.3f}" for value in angles)
    return (
        f"squared error of all numbers {100 * squared[-1]:.1f} %, "
        f"mean angle error {values} ({record.steps} steps, {record.seconds:.0f} s)"
    )


RECIPE = Recipe(
    prepare=lambda config, run: prepare(
        config, run.records_dir, run.data, run.strategy.num_replicas_in_sync
    ),
    build=lambda config, material: build(config, features=material.features),
    step=AdversarialStep,
    batches=lambda training: batches(
        training.config,
        training.material,
        training.step.batches_a_step,
        training.run.seed,
    ),
    schedule=_schedule,
    validation=lambda training: Validation(
        training.step, training.material, training.run.strategy
    ),
    shown=SHOWN,
    callbacks=_warnings,
    after_training=_draw_diagnostics,
    pictures=lambda training: Pictures(
        training.material.test, functools.partial(predict, training.model)
    ),
    score=_results,
    summary=_summary,
)
