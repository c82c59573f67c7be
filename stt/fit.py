"""Trains and scores one study of the Spatio-Temporal Transformer."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from data_prep.code_version import code_version
from data_prep.errors import DataError
from data_prep.files import whole_file
from data_prep.pipeline import training_batches
from data_prep.poses import POSE_RATE_HZ
from evaluation.pose_horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.results import RunRecord, describe_poses
from stt.forecaster import Forecaster
from stt.material import FUTURE_FRAMES, Material, prepare
from stt.model import build, predict
from stt.optimisation import compile_model
from stt.pictures import Pictures
from stt.studies import STUDIES, Config
from training import runtime
from training.launch import Run
from training.loop import BEST, Loop, Schedule
from training.settings import differences
from training.tensorboard import TensorBoardWriter


def compiled(config: Config, material: Material) -> Forecaster:
    """The model with its optimizer and loss."""
    model = build(config, features=material.features)
    compile_model(model, config)
    return model


def batches(
    config: Config, material: Material, seed: int
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> batches of (frames of a window, the same frames one later)."""

    def from_step(step: int) -> tf.data.Dataset:
        windows = training_batches(
            material.training,
            config.batch_size,
            config.window,
            FUTURE_FRAMES,
            first_start=0,
            seed=seed,
            start_step=step,
            include_last=True,
        )
        return windows.map(
            lambda window: (
                window["past"],
                tf.concat([window["past"][:, 1:], window["future"][:, :1]], axis=1),
            )
        )

    return from_step


def make_loop(config: Config, material: Material, model: Forecaster, run: Run) -> Loop:
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


def train(config: Config, run: Run, checkpoint: Path | None = None) -> RunRecord | None:
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
        model = load(checkpoint)
        config, published = model.config, STUDIES["01"]
        fields = [field.name for field in dataclasses.fields(config)]
        reduced = differences(config, published, fields)
        run = dataclasses.replace(run, reduced=reduced)
    material = prepare(config, run.records_dir, run.data)
    keras.backend.clear_session()
    runtime.configure(run.seed, run.precision, run.deterministic)
    data = describe_poses(material.poses)
    run.folder.start(config, {**runtime.environment(), "data": data})
    if run.folder.finished:
        return None
    if model is not None:
        model.features.statistics.save(run.folder.statistics)
        return _finish(config, run, material, model, 0, 0.0, "steps")
    material.features.statistics.save(run.folder.statistics)
    with run.strategy.scope():
        model = compiled(config, material)
    loop = make_loop(config, material, model, run)
    pictures = Pictures(material.test, model)
    writer = TensorBoardWriter(run.folder.tensorboard, config, pictures.strip)
    loop.run(lambda: _validate(model, material), [writer], run.label)
    return _finish(
        config, run, material, model, int(loop.step), float(loop.seconds), loop.ending
    )


def _validate(model: Forecaster, material: Material) -> dict[str, float]:
    score = material.validation.validation_score(
        lambda past, frames: predict(model, past, frames)
    )
    return {BEST: score}


def load(checkpoint: Path) -> Forecaster:
    """A model of this family from its file.

    Raises:
        DataError: a file that cannot be read, or that of another model.
    """
    try:
        model = keras.saving.load_model(checkpoint, safe_mode=True)
    except Exception as error:  # a damaged file raises almost anything
        raise DataError(
            f"{checkpoint}: expected a model.keras of this family, found "
            f"{type(error).__name__}"
        ) from error
    if not isinstance(model, Forecaster):
        raise DataError(
            f"{checkpoint}: expected a model.keras of this family, found "
            f"{type(model).__name__}"
        )
    return model


def _finish(config, run, material, model, steps, seconds, ending) -> RunRecord:
    with whole_file(run.folder.model) as temporary:
        model.save(temporary)
    pictures = Pictures(material.test, model)
    pictures.strip(run.folder.path / "strip.png")
    pictures.animation(run.folder.path / "prediction.gif")
    record = RunRecord(
        family="stt",
        study=run.label,
        seed=run.seed,
        profile=run.profile,
        data=describe_poses(material.poses),
        protocol=material.test.protocol,
        horizon_frames=HORIZON_FRAMES,
        label_ms=LABEL_MS,
        rate_hz=POSE_RATE_HZ,
        errors=material.test.errors(lambda past, frames: predict(model, past, frames)),
        windows=material.test.starts(),
        steps=steps,
        seconds=round(seconds, 1),
        parameters=model.count_params(),
        command=run.command,
        code_version=code_version(),
        reading="as_published" if config.norm_over == "sample" else "corrected",
        reduced=run.reduced,
        stopped=ending,
        excluded=material.test.excluded,
    )
    record.save(run.folder.metrics)
    return record


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
