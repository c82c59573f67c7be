"""Trains and scores one study of the Spatio-Temporal Transformer."""

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import tensorflow as tf

from evaluation.poses.described import describe_poses, describe_scored
from evaluation.run_results import RunResult
from stt.data import prepare
from stt.forecaster import Forecaster
from stt.model import build, predict
from stt.optimisation import compile_model
from stt.studies import STUDIES, Config
from training import runtime
from training.launch import Run
from training.loop import BEST, Loop, Schedule
from training.model_files import load_model
from training.pose_data import PoseRunData, window_batches
from training.pose_pictures import Pictures
from training.settings import differences
from training.tensorboard import TensorBoardWriter


def compiled(config: Config, material: PoseRunData) -> Forecaster:
    """The model with its optimizer and loss."""
    model = build(config, features=material.features)
    compile_model(model, config)
    return model


def batches(
    config: Config, material: PoseRunData, seed: int
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> batches of (frames of a window, the same frames one later)."""
    windows = window_batches(
        material.training, config.batch_size, seed, past_frames=config.window
    )

    def from_step(step: int) -> tf.data.Dataset:
        return windows(step).map(
            lambda window: (
                window["past"],
                tf.concat([window["past"][:, 1:], window["future"][:, :1]], axis=1),
            )
        )

    return from_step


def make_loop(
    config: Config, material: PoseRunData, model: Forecaster, run: Run
) -> Loop:
    """The training loop of a run."""
    schedule = Schedule(
        config.steps,
        config.evaluate_every,
        config.clip_norm,
        micro_batch=config.micro_batch,
        patience=config.patience,
        max_seconds=config.max_seconds,
    )
    xla = runtime.use_xla(run.xla, run.strategy.num_replicas_in_sync)
    draw = batches(config, material, run.seed)
    return Loop(model, draw, schedule, run.folder, run.strategy, xla)


def train(config: Config, run: Run, checkpoint: Path | None = None) -> RunResult | None:
    """Trains from the last checkpoint, scores, and writes the run's results.

    Args:
        checkpoint: a model.keras of this family to score instead of training one; what
            it was built with holds then, and not `config`.

    Returns:
        The record, or None where the run was finished before.

    Raises:
        DataError, SettingsError: one line, naming file or setting.
    """
    model = None
    if checkpoint is not None:
        model = load_model(checkpoint, Forecaster)
        config, published = model.config, STUDIES["01"]
        fields = [field.name for field in dataclasses.fields(config)]
        reduced = differences(config, published, fields)
        run = dataclasses.replace(run, reduced=reduced)
    material = prepare(config, run.records_dir, run.data)
    if not run.begin(config, describe_poses(material.poses)):
        return None
    if model is not None:
        model.features.statistics.save(run.folder.statistics)
        pictures = Pictures(material.test, functools.partial(predict, model))
        return _finish(config, run, material, model, pictures, 0, 0.0, "steps")
    material.features.statistics.save(run.folder.statistics)
    with run.strategy.scope():
        model = compiled(config, material)
    loop = make_loop(config, material, model, run)
    pictures = Pictures(material.test, functools.partial(predict, model))
    writer = TensorBoardWriter(run.folder.tensorboard, config, pictures.strip)
    loop.run(lambda: _validate(model, material), [writer], run.label)
    trained = int(loop.step), float(loop.seconds), loop.ending
    return _finish(config, run, material, model, pictures, *trained)


def _validate(model: Forecaster, material: PoseRunData) -> dict[str, float]:
    score = material.validation.validation_score(
        lambda past, frames: predict(model, past, frames)
    )
    return {BEST: score}


def _finish(config, run, material, model, pictures, *trained) -> RunResult:
    pictures.save(run.folder.path)
    return run.finish(
        model,
        *trained,
        family="stt",
        errors=material.test.errors(lambda past, frames: predict(model, past, frames)),
        reading="as_published" if config.norm_over == "sample" else "corrected",
        **describe_scored(material.poses, material.test),
    )


def train_and_summarise(
    config: Config, run: Run, checkpoint: Path | None = None
) -> str:
    """Trains and says the result in one line: joint angle error by horizon."""
    record = train(config, run, checkpoint)
    if record is None:
        return f"{run.folder.shared}: finished before"
    errors = record.errors["joint_angle_sum"].values()
    means = np.mean([each.mean(axis=0) for each in errors], axis=0)
    values = " ".join(f"{value:.3f}" for value in means)
    return (
        f"{record.study} seed {record.seed}: joint angle {values} "
        f"({record.steps} steps, {record.seconds:.0f} s)"
    )
