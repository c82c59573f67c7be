"""Trains and scores one study of generator and critic."""

import functools

import numpy as np

from evaluation.poses.described import describe_poses, describe_scored
from evaluation.poses.forecast_metrics import MEAN_ANGLE_ERROR, MSE_ACTIVE
from evaluation.poses.forecast_windows import ForecastWindows
from evaluation.run_results import RunResult
from gan.checks import left_out
from gan.data import batches, prepare
from gan.diagnostics_picture import draw_diagnostics
from gan.model import WassersteinGan, build, predict
from gan.report.study_groups import READINGS
from gan.step import AdversarialStep
from gan.studies import Config
from gan.validation import Validation
from gan.warnings import Warnings, with_penalty
from networks.configured_model import predict_rows
from reenact.files import whole_file
from training import runtime
from training.launch import Run
from training.loop import Loop, Schedule
from training.pose_data import PoseRunData
from training.pose_pictures import Pictures
from training.progress import BEST
from training.tensorboard import TensorBoardWriter, write_findings

# What a line of progress says; history and TensorBoard have all of it.
SHOWN = ("loss", "g_mse_val", BEST)


def make_loop(
    config: Config,
    material: PoseRunData,
    model: WassersteinGan,
    step: AdversarialStep,
    run: Run,
) -> Loop:
    """The training loop of a run: an epoch is so many steps of the generator."""
    schedule = Schedule(
        steps=config.epochs * config.steps_per_epoch,
        evaluate_every=config.steps_per_epoch,
        clip_norm=0.0,  # the step clips by itself
        max_seconds=config.max_seconds,
    )
    xla = runtime.use_xla(run.xla, run.strategy.num_replicas_in_sync)
    draw = batches(config, material, step.batches_a_step, run.seed)
    return Loop(model, draw, schedule, run.folder, run.strategy, xla, step)


def train(config: Config, run: Run) -> RunResult | None:
    """Trains from the last checkpoint, scores, and writes the run's results.

    Returns:
        The record, or None where the run was finished before.

    Raises:
        DataError, SettingsError: one line, naming file or setting.
    """
    replicas = run.strategy.num_replicas_in_sync
    material = prepare(config, run.records_dir, run.data, replicas)
    if not run.begin(config, describe_poses(material.poses)):
        return None
    for line in left_out(config):
        print(f"{run.label}: WARNING: {line}", flush=True)
    material.features.statistics.save(run.folder.statistics)
    with run.strategy.scope():
        model = build(config, features=material.features)
        step = AdversarialStep(model)
    loop = make_loop(config, material, model, step, run)
    pictures = Pictures(material.test, functools.partial(predict, model))
    writer = TensorBoardWriter(run.folder.tensorboard, config, pictures.strip)
    warnings = Warnings(run.folder, run.label, with_penalty(config))
    validation = Validation(step, material, run.strategy)
    loop.run(validation, [writer, warnings], run.label, SHOWN)
    history = run.folder.read_history()
    _draw(config, run, history)
    pictures.save(run.folder.path)
    return run.finish(
        model,
        int(loop.step),
        float(loop.seconds),
        loop.ending,
        family="gan",
        errors=score(model, material),
        reading="as_published" if run.study in READINGS else "corrected",
        history=tuple(history),
        **describe_scored(material.poses, material.test),
    )


def _draw(config: Config, run: Run, history: list[dict[str, float]]) -> None:
    """The picture of the diagnostics, in the folder and in TensorBoard."""
    title = f"{run.label} on {run.data}, {run.profile} profile, seed {run.seed}"
    picture = draw_diagnostics(history, title, with_penalty(config))
    with whole_file(run.folder.path / "diagnostics.png") as temporary:
        temporary.write_bytes(picture)
    write_findings(run.folder.tensorboard, {"diagnostics": picture}, {})


def score(model: WassersteinGan, material: PoseRunData) -> dict:
    """The errors of the test windows: metric -> action -> (windows, horizons)."""
    windows = ForecastWindows.of(material.features, material.test)
    return windows.errors(predict_rows(model, windows.past))


def train_and_summarise(config: Config, run: Run) -> str:
    """Trains and says the result in one line: squared error and angle error."""
    record = train(config, run)
    if record is None:
        return f"{run.folder.shared}: finished before"
    squared, angles = (
        np.mean([each.mean(axis=0) for each in record.errors[name].values()], axis=0)
        for name in (MSE_ACTIVE, MEAN_ANGLE_ERROR)
    )
    values = " ".join(f"{value:.3f}" for value in angles)
    return (
        f"{record.study} seed {record.seed}: squared error {100 * squared[-1]:.1f} %, "
        f"mean angle error {values} ({record.steps} steps, {record.seconds:.0f} s)"
    )
