"""Trains and scores one run of the smoothing family."""

from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from data_prep.keypoints.windows import ScoredClip, window_table
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.keypoints.scores import (
    COLUMNS,
    clip_rows,
    measure,
    score_clips,
    torso_spread,
)
from evaluation.pictures.shown_motions import MOTIONS_FILE, save_motions
from evaluation.run_results import RunResult
from reenact.errors import DataError
from smoothing.checks import check
from smoothing.data import (
    RunData,
    ordered_batches,
    prepare,
    steps_per_epoch,
    training_batches,
)
from smoothing.losses import make_loss
from smoothing.model import NETWORKS, build, decode, predict, share_of_empty_maps
from smoothing.motions import shown_motions, smoothed_track
from smoothing.pictures import draw_clip, trajectory
from smoothing.studies import NETWORK_SETTINGS, Config
from training import runtime
from training.launch import Run
from training.loop import Loop, Schedule
from training.model_files import load_model
from training.plateau import Plateau
from training.progress import BEST, VALIDATION_LOSS
from training.settings import differences
from training.tensorboard import TensorBoardWriter

VALIDATION_PCK = "validation_pck"


def compiled(config: Config) -> keras.Model:
    """The model with its optimizer and loss."""
    model = build(config)
    # PyTorch's epsilon; Keras has 1e-7.
    optimizer = keras.optimizers.Adam(config.learning_rate, epsilon=1e-8)
    model.compile(optimizer, make_loss(config))
    return model


def make_loop(config: Config, material: RunData, model: keras.Model, run: Run) -> Loop:
    """The training loop of a run."""
    epoch = steps_per_epoch(config, material)
    schedule = Schedule(
        steps=config.epochs * epoch,
        evaluate_every=epoch,
        clip_norm=0.0,  # none is published
        micro_batch=config.micro_batch,
        plateau=Plateau(
            config.learning_rate_factor,
            config.learning_rate_patience,
            config.stop_patience,
        ),
    )
    xla = runtime.use_xla(run.xla, run.strategy.num_replicas_in_sync)
    batches = training_batches(config, material.windows.train, run.seed)
    return Loop(model, batches, schedule, run.folder, run.strategy, xla)


def train(config: Config, run: Run, init_from: Path | None = None) -> RunResult | None:
    """Trains from the last checkpoint, scores, and writes the run's results.

    Args:
        init_from: a model.keras of the same network, whose weights to start from.

    Returns:
        The record, or None where the run was finished before.

    Raises:
        DataError, SettingsError: one line, naming file or setting.
    """
    check(config)
    trained = None if init_from is None else load_trained(config, init_from)
    material = prepare(config, run.records_dir, run.data, run.data_dir)
    data = {**material.data, **torso_spread(material.windows.test)}
    if trained is not None:
        data["init_from"] = str(init_from)
        weights = trained.get_weights()
    if not run.begin(config, data):
        return None
    with run.strategy.scope():
        model = compiled(config)
        if trained is not None:
            model.set_weights(weights)
    loop = make_loop(config, material, model, run)
    validate = Validation(config, model, material.windows.validation)
    writer = TensorBoardWriter(
        run.folder.tensorboard,
        config,
        lambda: draw_clip(model, material.windows.test[0]),
        "noisy input, target and output",
    )
    loop.run(validate, [writer], run.label)
    return _finish(config, run, model, material, data, loop)


class Validation:
    """Loss and PCK of a model on held-out clips.

    Args:
        config, model: of the run.
        clips: what is held out.
    """

    def __init__(
        self, config: Config, model: keras.Model, clips: tuple[ScoredClip, ...]
    ):
        self.config, self.model, self.clips = config, model, clips
        self.batches = ordered_batches(config, window_table(clips))
        self._forward = tf.function(self._outputs_and_loss, autograph=False)

    def _outputs_and_loss(self, inputs, targets):
        outputs = self.model(inputs, training=False)
        loss = self.model.compute_loss(inputs, targets, outputs, training=False)
        return outputs, loss

    def __call__(self) -> dict[str, float]:
        losses, rows, empty, found = [], [], [], []
        for inputs, targets in self.batches:
            outputs, loss = self._forward(inputs, targets)
            losses.append(float(loss))
            rows.append(len(inputs))
            found.append(decode(self.config, outputs.numpy()))
            empty.append(share_of_empty_maps(self.config, outputs, targets))
        scores = self._scores(np.concatenate(found))
        return {
            VALIDATION_LOSS: float(np.average(losses, weights=rows)),
            VALIDATION_PCK: measure(scores, "own_pck_0.2"),
            BEST: 1 - measure(scores, f"own_pck_{self.config.select_by}"),
            "empty_maps": float(np.average(empty, weights=rows)),
        }

    def _scores(self, positions: np.ndarray) -> dict:
        ends = np.cumsum([len(clip.noisy.starts) for clip in self.clips])
        names = [clip.noisy.clip_id for clip in self.clips]
        found = dict(zip(names, np.split(positions, ends[:-1]), strict=True))
        return score_clips(
            self.clips,
            lambda noisy: found[noisy.clip_id],
            self.config.torso_fallback,
            self.config.keypoint_torso_fallback,
        )


def load_trained(config: Config, path: Path) -> keras.Model:
    """The model of a finished run, to start from.

    Raises:
        DataError: a file that cannot be read, or of a network of other sizes.
    """
    trained = load_model(path, NETWORKS[config.architecture])
    other = differences(trained.config, config, NETWORK_SETTINGS)
    if other:
        raise DataError(f"{path}: expected the same network, found {other}")
    return trained


def _finish(config, run, model, material, data, loop) -> RunResult:
    clips = material.windows.test
    smoothed = {clip.noisy.clip_id: predict(model, clip.noisy) for clip in clips}
    _show(run.folder.path, model, clips, smoothed, material.rate_hz)
    return run.finish(
        model,
        int(loop.step),
        float(loop.seconds),
        loop.ending,
        family="smoothing",
        data=data,
        protocol=f"windows of {config.window} frames",
        horizon_frames=(),
        label_ms=(),
        rate_hz=material.rate_hz / config.frame_step,
        errors=score_clips(
            clips,
            lambda noisy: smoothed[noisy.clip_id],
            config.torso_fallback,
            config.keypoint_torso_fallback,
        ),
        windows=clip_rows(clips),
        reading="as_published" if config.keep_invisible else "corrected",
        excluded=material.windows.skipped,
        columns=COLUMNS,
        history=tuple(run.folder.read_history()),
    )


def _show(folder, model, clips, smoothed, rate_hz) -> None:
    """Writes pictures of the first clip and motions of a few."""
    first = clips[0]
    draw_clip(model, first, folder / "strip.png")
    track = smoothed_track(first, smoothed[first.noisy.clip_id])
    trajectory(first.noisy.positions, first.truth, track, folder / "trajectory.png")
    save_motions(folder / MOTIONS_FILE, shown_motions(clips, smoothed, rate_hz))


def train_and_summarise(config: Config, run: Run, init_from: Path | None = None) -> str:
    """Trains and says the result in one line: PCK at the three thresholds."""
    record = train(config, run, init_from)
    if record is None:
        return f"{run.folder.shared}: finished before"
    values = " ".join(
        f"{100 * measure(record.errors, f'pck_{threshold}'):.1f}"
        for threshold in THRESHOLDS
    )
    return (
        f"{record.study} seed {record.seed}: PCK@0.05/0.1/0.2 {values} % "
        f"({record.steps} steps, {record.seconds:.0f} s)"
    )
