"""Trains and scores one study of the seq2seq family."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from data_prep.augment import mirrored
from data_prep.datasets import DATASETS
from data_prep.errors import DataError, SettingsError
from data_prep.files import whole_file
from data_prep.manifest import read_manifest
from data_prep.normalise import column_statistics
from data_prep.pipeline import training_batches
from data_prep.records import read_clips, read_statistics
from data_prep.windows import WindowSource, make_window_source
from evaluation.horizons import (
    FUTURE_FRAMES,
    HORIZON_FRAMES,
    LABEL_MS,
    PAST_FRAMES,
)
from evaluation.results import RunRecord, describe_data
from evaluation.scoring import DOWNSAMPLE, ScoredWindows
from motion.clip import Clip
from motion.h36m_angles import clip_to_columns, columns_to_rotations
from motion.kinematics import forward_kinematics
from motion.skeleton import SKELETONS
from motion.viewer import animate, skeleton_strip
from seq2seq.features import Features, to_quaternions
from seq2seq.forecaster import Forecaster
from seq2seq.losses import FrameAngleLoss
from seq2seq.model import build, predict, predict_one_step
from seq2seq.studies import Config
from training import runtime
from training.loop import BEST, Loop, Schedule
from training.run_folder import RunFolder
from training.schedules import InputNoise, stepwise_decay
from training.tensorboard import TensorBoardWriter


@dataclasses.dataclass(frozen=True)
class Run:
    """What identifies a run besides its Config; see `training.flags` for the rest."""

    study: str
    label: str
    profile: str
    seed: int
    data: str
    protocol: str
    reduced: str
    command: str
    records_dir: Path
    folder: RunFolder
    strategy: str = "auto"
    xla: str = "auto"
    precision: str = "auto"
    deterministic: bool = False


@dataclasses.dataclass(frozen=True, eq=False)
class Material:
    """The data of one run."""

    features: Features
    training: WindowSource
    validation: ScoredWindows | None
    test: ScoredWindows
    manifest: dict


def prepare(config: Config, run: Run) -> Material:
    """Reads the records and makes what training and scoring need."""
    directory = Path(run.records_dir) / run.data
    manifest = read_manifest(directory)
    known = DATASETS[run.data].actions
    if config.actions != "all" and config.actions not in known:
        raise SettingsError(
            f"expected actions to be 'all' or one of {', '.join(known)}, "
            f"found {config.actions!r}"
        )
    actions = known if config.actions == "all" else (config.actions,)

    def clips(split: str) -> list[Clip]:
        return [clip for clip in read_clips(directory, split) if clip.action in actions]

    published_training = clips("train") + clips("validation")
    held_out = clips("validation") if config.hold_out_validation else []
    training = clips("train") if held_out else published_training
    to_values = _values(config.rotation_format)
    features = Features(
        column_statistics(published_training, to_values),
        actions if config.one_hot else (),
        config.rotation_format,
    )
    if config.mirror:
        training = training + [mirrored(clip) for clip in training]
    source = make_window_source(
        training,
        features.statistics,
        features.actions or None,
        DOWNSAMPLE,
        config.drop_calibration_row,
        to_values,
    )
    statistics = read_statistics(directory)
    test = clips("test")
    if not test:
        raise DataError(f"{directory}: expected test clips of {actions}, found none")
    return Material(
        features,
        source,
        ScoredWindows.cut(run.data, held_out, statistics, "8") if held_out else None,
        ScoredWindows.cut(run.data, test, statistics, run.protocol),
        manifest,
    )


def _values(rotation_format: str) -> Callable[[Clip], np.ndarray]:
    formats = {
        "exponential_map": clip_to_columns,
        "quaternion": lambda clip: to_quaternions(clip_to_columns(clip)),
    }
    if rotation_format not in formats:
        raise SettingsError(
            f"expected rotation_format of {', '.join(formats)}, "
            f"found {rotation_format!r}"
        )
    return formats[rotation_format]


def compiled(config: Config, material: Material) -> Forecaster:
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
    if config.loss not in losses:
        raise SettingsError(
            f"expected loss of {', '.join(losses)}, found {config.loss!r}"
        )
    optimizers = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}
    if config.optimizer not in optimizers:
        raise SettingsError(
            f"expected optimizer of {', '.join(optimizers)}, found {config.optimizer!r}"
        )
    optimizer = optimizers[config.optimizer](rate)
    if keras.config.dtype_policy().name == "mixed_float16":
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    model.compile(optimizer=optimizer, loss=losses[config.loss]())
    return model


def batches(
    config: Config, material: Material, model: Forecaster, run: Run
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> batches of (inputs, targets)."""

    def from_step(step: int) -> tf.data.Dataset:
        windows = training_batches(
            material.training,
            config.batch_size,
            config.past_frames,
            config.future_frames,
            DATASETS[run.data].first_start,
            run.seed,
            step,
        )
        return windows.map(lambda window: (window, model.targets(window)))

    return from_step


def train(config: Config, run: Run) -> RunRecord | None:
    """Trains from the last checkpoint, scores, and writes the run's results.

    Returns:
        The record, or None where the run was finished before.

    Raises:
        DataError, SettingsError: one line, naming file or setting.
    """
    material = prepare(config, run)
    keras.backend.clear_session()
    runtime.configure(run.seed, run.precision, run.deterministic)
    data = describe_data(material.manifest)
    run.folder.start(config, {**runtime.environment(), "data": data})
    if run.folder.finished:
        return None
    material.features.statistics.save(run.folder.statistics)
    strategy = runtime.strategy(run.strategy)
    with strategy.scope():
        model = compiled(config, material)
    loop = Loop(
        model,
        batches(config, material, model, run),
        Schedule(config.steps, config.evaluate_every, config.clip_norm),
        run.folder,
        strategy,
        runtime.use_xla(run.xla, strategy.num_replicas_in_sync),
    )
    pictures = Pictures(material, model)
    callbacks = [
        TensorBoardWriter(
            run.folder.tensorboard, config, config.evaluate_every, pictures.strip
        )
    ]
    if config.noise_levels:
        callbacks.append(InputNoise(config.noise_levels, config.noise_steps))
    loop.run(lambda: _validate(model, material), callbacks, run.label)
    return _finish(config, run, material, model, float(loop.seconds), pictures)


def _errors(model: Forecaster, windows: ScoredWindows, one_step: bool):
    def forecast(past, future, action):
        actions = [action] * len(past)
        if one_step:
            return predict_one_step(model, past, future, actions)
        return predict(model, past, future.shape[1], actions)

    return windows.errors(forecast)


def _validate(model: Forecaster, material: Material) -> dict[str, float]:
    if material.validation is None:
        return {}
    errors = _errors(model, material.validation, one_step=False)
    return {BEST: float(np.mean([each.mean() for each in errors.values()]))}


def _finish(config, run, material, model, seconds, pictures) -> RunRecord:
    with whole_file(run.folder.model) as temporary:
        named = temporary.with_name(temporary.name + ".keras")
        model.save(named)
        named.replace(temporary)
    pictures.strip(run.folder.path / "strip.png")
    pictures.animation(run.folder.path / "prediction.gif")
    record = RunRecord(
        family="seq2seq",
        study=run.label,
        seed=run.seed,
        profile=run.profile,
        data=describe_data(material.manifest),
        protocol=run.protocol,
        horizon_frames=HORIZON_FRAMES,
        label_ms=LABEL_MS,
        rate_hz=material.manifest["rate_hz"] / DOWNSAMPLE,
        errors={
            "corrected": _errors(model, material.test, one_step=False),
            "as_published": _errors(model, material.test, one_step=True),
        },
        windows=material.test.starts(),
        steps=config.steps,
        seconds=round(seconds, 1),
        parameters=model.count_params(),
        command=run.command,
        code_version=runtime.code_version(),
        reading="corrected" if config.hold_out_validation else "as_published",
        reduced=run.reduced,
    )
    record.save(run.folder.metrics)
    return record


class Pictures:
    """Draws one test window: walking where there is one; the global root held still."""

    def __init__(self, material: Material, model: Forecaster):
        self.model, self.rate_hz = model, material.manifest["rate_hz"] / DOWNSAMPLE
        self.skeleton = SKELETONS[material.manifest["skeleton"]]
        actions = sorted(material.test.columns)
        self.action = "walking" if "walking" in actions else actions[0]
        self.window = material.test.columns[self.action][:1]

    def strip(self, path: Path | None = None) -> bytes:
        """PNG: past, truth and prediction side by side in time."""
        return skeleton_strip(*self._motions(), self.skeleton, self.rate_hz, path)

    def animation(self, path: Path) -> bytes:
        """GIF of the same."""
        return animate(*self._motions(), self.skeleton, self.rate_hz, path)

    def _motions(self):
        past, truth = self.window[:, :PAST_FRAMES], self.window[:, PAST_FRAMES:]
        predictions = {
            "prediction": predict(self.model, past, FUTURE_FRAMES, [self.action]),
            "zero velocity": np.repeat(past[:, -1:], FUTURE_FRAMES, axis=1),
        }
        positions = {name: self._positions(each) for name, each in predictions.items()}
        return self._positions(past), self._positions(truth), positions

    def _positions(self, columns: np.ndarray) -> np.ndarray:
        columns = columns[0].copy()
        columns[:, :6] = 0
        rotations, _ = columns_to_rotations(columns, self.skeleton)
        return forward_kinematics(rotations, self.skeleton)


def summary(record: RunRecord) -> str:
    """One line: the mean error over actions at each horizon."""

    def means(mode: str) -> Sequence[float]:
        return np.mean([each.mean(0) for each in record.errors[mode].values()], axis=0)

    values = " ".join(f"{value:.3f}" for value in means("corrected"))
    return f"{record.study} seed {record.seed}: {values} ({record.seconds:.0f} s)"
