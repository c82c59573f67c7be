"""Trains and scores one run of the smoothing family."""

import functools

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
)
from evaluation.run_results import RunResult
from smoothing.checks import check_together
from smoothing.data import (
    RunData,
    ordered_batches,
    prepare,
    steps_per_epoch,
    training_batches,
)
from smoothing.losses import make_loss
from smoothing.model import build, decode, predict, share_of_empty_maps
from smoothing.motions import RunPictures
from smoothing.studies import Config
from training.loop import Schedule
from training.plateau import Plateau
from training.progress import BEST, VALIDATION_LOSS
from training.recipe import Recipe, Training
from training.run import Run
from training.settings import check

VALIDATION_PCK = "validation_pck"


def compiled(config: Config) -> keras.Model:
    """The model with its optimizer and loss."""
    model = build(config)
    # PyTorch's epsilon; Keras has 1e-7.
    optimizer = keras.optimizers.Adam(config.learning_rate, epsilon=1e-8)
    model.compile(optimizer, make_loss(config))
    return model


def _prepare(config: Config, run: Run) -> RunData:
    check(config)
    check_together(config)
    return prepare(config, run.records_dir, run.data, run.data_dir)


def _schedule(config: Config, material: RunData) -> Schedule:
    epoch = steps_per_epoch(config, material)
    return Schedule(
        steps=config.epochs * epoch,
        evaluate_every=epoch,
        clip_norm=0.0,  # none is published
        micro_batch=config.micro_batch,
        plateau=Plateau(
            config.learning_rate_factor,
            config.learning_rate_patience,
            stops=True,
        ),
    )


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


def _score(training: Training) -> dict:
    config, material = training.config, training.material
    clips = material.windows.test
    return {
        "protocol": f"windows of {config.window} frames",
        "horizon_frames": (),
        "label_ms": (),
        "rate_hz": material.rate_hz / config.frame_step,
        "errors": score_clips(
            clips,
            functools.partial(predict, training.model),
            config.torso_fallback,
            config.keypoint_torso_fallback,
        ),
        "windows": clip_rows(clips),
        "reading": "as_published" if config.keep_invisible else "corrected",
        "excluded": material.windows.skipped,
        "columns": COLUMNS,
        "history": tuple(training.run.folder.read_history()),
    }


def _summary(record: RunResult) -> str:
    """PCK at the three thresholds."""
    values = " ".join(
        f"{100 * measure(record.errors, f'pck_{threshold}'):.1f}"
        for threshold in THRESHOLDS
    )
    return f"PCK@0.05/0.1/0.2 {values} % ({record.steps} steps, {record.seconds:.0f} s)"


RECIPE = Recipe(
    prepare=_prepare,
    build=lambda config, material: compiled(config),
    batches=lambda training: training_batches(
        training.config, training.material.windows.train, training.run.seed
    ),
    schedule=_schedule,
    validation=lambda training: Validation(
        training.config, training.model, training.material.windows.validation
    ),
    pictures=lambda training: RunPictures(
        training.model, training.material.windows.test, training.material.rate_hz
    ),
    score=_score,
    summary=_summary,
)
