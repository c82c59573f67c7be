"""Trains and scores one study of the Spatio-Temporal Transformer."""

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import tensorflow as tf

from evaluation.poses.described import describe_scored
from evaluation.run_results import RunResult
from stt.data import prepare
from stt.forecaster import Forecaster
from stt.model import build, predict
from stt.optimisation import compile_model
from stt.studies import STUDIES, Config
from training.loop import BEST, Schedule
from training.model_files import load_model
from training.poses.data import PoseRunData, window_batches
from training.poses.pictures import Pictures
from training.recipe import Recipe, Training
from training.run import Run
from training.settings import differences
from training.start import Start


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


def _schedule(config: Config, material: PoseRunData) -> Schedule:
    return Schedule(
        config.steps,
        config.evaluate_every,
        config.clip_norm,
        micro_batch=config.micro_batch,
    )


def _validation(training: Training) -> Callable[[], dict[str, float]]:
    forecast = functools.partial(predict, training.model)
    held_out = training.material.validation
    return lambda: {BEST: held_out.validation_score(forecast)}


def _score(training: Training) -> dict:
    material, norm_over = training.material, training.config.norm_over
    return {
        "errors": material.test.errors(functools.partial(predict, training.model)),
        "reading": "as_published" if norm_over == "sample" else "corrected",
        **describe_scored(material.poses, material.test),
    }


def _summary(record: RunResult) -> str:
    """The joint angle error by horizon."""
    errors = record.errors["joint_angle_sum"].values()
    means = np.mean([each.mean(axis=0) for each in errors], axis=0)
    values = " ".join(f"{value:.3f}" for value in means)
    return f"joint angle {values} ({record.steps} steps, {record.seconds:.0f} s)"


RECIPE = Recipe(
    prepare=lambda config, run: prepare(config, run.records_dir, run.data),
    build=compiled,
    batches=lambda training: batches(
        training.config, training.material, training.run.seed
    ),
    schedule=_schedule,
    validation=_validation,
    pictures=lambda training: Pictures(
        training.material.test, functools.partial(predict, training.model)
    ),
    score=_score,
    summary=_summary,
)


def scoring_only(checkpoint: Path) -> Recipe:
    """For study 01: what scores a model.keras of this family and trains nothing.

    What the model was built with holds, and not the settings of the study.
    """

    def start_from(config: Config, run: Run) -> Start:
        model = load_model(checkpoint, Forecaster)
        fields = [field.name for field in dataclasses.fields(model.config)]
        reduced = differences(model.config, STUDIES["01"], fields)
        run = dataclasses.replace(run, reduced=reduced)
        return Start(model, checkpoint, model.config, run, only_scored=True)

    return dataclasses.replace(RECIPE, start_from=start_from)
