"""How a study of the toy family is trained and scored."""

import functools

import keras
import numpy as np
import tensorflow as tf

from evaluation.poses.described import describe_scored
from toy_family.model import FadingMovement, build, predict
from toy_family.studies import Config
from training.loop import Schedule
from training.poses.data import PoseRunData, prepare_poses, window_batches
from training.poses.pictures import Pictures
from training.progress import BEST
from training.recipe import Recipe, Training
from training.settings import check


def _prepare(config: Config, run) -> PoseRunData:
    check(config)
    return prepare_poses(run.records_dir, run.data, "rotation_matrix", "cmu")


def _compiled(config: Config, data: PoseRunData) -> FadingMovement:
    model = build(config, data.features)
    model.compile(keras.optimizers.Adam(config.learning_rate), "mean_squared_error")
    return model


def _batches(training: Training):
    config = training.config
    windows = window_batches(
        training.material.training,
        config.batch_size,
        training.run.seed,
        past_frames=config.past_frames,
    )

    def from_step(step: int) -> tf.data.Dataset:
        return windows(step).map(lambda window: (window["past"], window["future"]))

    return from_step


def _validation(training: Training):
    forecast = functools.partial(predict, training.model)
    return lambda: {BEST: training.material.validation.validation_score(forecast)}


def _pictures(training: Training) -> Pictures:
    forecast = functools.partial(predict, training.model)
    return Pictures(training.material.test, forecast)


def _results(training: Training) -> dict:
    data = training.material
    return {
        "errors": data.test.errors(functools.partial(predict, training.model)),
        "reading": "corrected",
        "history": tuple(training.run.folder.read_history()),
        **describe_scored(data.poses, data.test),
    }


def _summary(result) -> str:
    errors = result.errors["joint_angle_at"].values()
    return f"joint angle {np.mean([each[:, -1].mean() for each in errors]):.3f} rad"


RECIPE = Recipe(
    prepare=_prepare,
    build=_compiled,
    batches=_batches,
    schedule=lambda config, data: Schedule(config.steps, config.steps, clip_norm=1.0),
    validation=_validation,
    pictures=_pictures,
    score=_results,
    summary=_summary,
)
