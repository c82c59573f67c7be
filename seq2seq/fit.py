"""Trains and scores one study of the seq2seq family."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

from data_prep.datasets import DATASETS
from data_prep.pipeline import training_batches
from evaluation.angles.horizons import HORIZON_FRAMES, LABEL_MS
from evaluation.angles.windows import ScoredWindows
from evaluation.run_results import RunResult, describe_data
from motion.skeleton import SKELETONS
from seq2seq.data import RunData, prepare
from seq2seq.forecaster import Forecaster
from seq2seq.losses import FrameAngleLoss
from seq2seq.model import build, predict, predict_one_step
from seq2seq.pictures import Pictures
from seq2seq.studies import Config
from training import runtime
from training.launch import Run
from training.loop import BEST, Loop, Schedule
from training.schedules import InputNoise, stepwise_decay
from training.tensorboard import TensorBoardWriter


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
            DATASETS[material.manifest["dataset"]].first_start,
            seed,
            step,
        )
        return windows.map(lambda window: (window, model.targets(window)))

    return from_step


def train(
    config: Config, run: Run, protocol: str = "8", max_seconds: float = 0.0
) -> RunResult | None:
    """Trains from the last checkpoint, scores, and writes the run's results.

    Args:
        protocol: of the test windows, of `evaluation.angles.protocols.PROTOCOLS`.
        max_seconds: of training; 0: no limit.

    Returns:
        The record, or None where the run was finished before.

    Raises:
        DataError, SettingsError: one line, naming file or setting.
    """
    material = prepare(config, run.records_dir, run.data, protocol)
    if not run.begin(config, describe_data(material.manifest)):
        return None
    material.features.statistics.save(run.folder.statistics)
    with run.strategy.scope():
        model = compiled(config, material)
    loop = Loop(
        model,
        batches(config, material, model, run.seed),
        Schedule(
            config.steps,
            config.evaluate_every,
            config.clip_norm,
            max_seconds=max_seconds,
        ),
        run.folder,
        run.strategy,
        runtime.use_xla(run.xla, run.strategy.num_replicas_in_sync),
    )
    pictures = Pictures(material, model)
    callbacks = [TensorBoardWriter(run.folder.tensorboard, config, pictures.strip)]
    if config.noise_levels:
        callbacks.append(InputNoise(config.noise_levels, config.noise_steps))
    loop.run(lambda: _validate(model, material), callbacks, run.label)
    pictures.save(run.folder.path)
    return run.finish(
        model,
        int(loop.step),
        float(loop.seconds),
        loop.ending,
        family="seq2seq",
        data=describe_data(material.manifest),
        protocol=protocol,
        horizon_frames=HORIZON_FRAMES,
        label_ms=LABEL_MS,
        rate_hz=material.rate_hz,
        errors={
            "corrected": _errors(model, material.test, one_step=False),
            "as_published": _errors(model, material.test, one_step=True),
        },
        windows=material.test.starts(),
        reading="corrected" if config.hold_out_validation else "as_published",
    )


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


def train_and_summarise(config: Config, run: Run, protocol: str) -> str:
    """Trains and says the result in one line: mean error over actions by horizon."""
    record = train(config, run, protocol)
    if record is None:
        return f"{run.folder.shared}: finished before"

    errors = record.errors["corrected"].values()
    means = np.mean([each.mean(axis=0) for each in errors], axis=0)
    values = " ".join(f"{value:.3f}" for value in means)
    return f"{record.study} seed {record.seed}: {values} ({record.seconds:.0f} s)"
