"""Trains a study from exported windows with `model.fit`, on any Keras backend.

    .venv/bin/python -m data_prep.build --dataset=cmu --export=npz
    KERAS_BACKEND=jax .venv/bin/python -m stt.train_from_windows --windows=… --study=02

For machines that have another backend and no TensorFlow: nothing here imports it. The
network, its loss, learning rate and clipping are those of `stt.train`. Not here: mirror
images, other rotation formats, micro-batches, patience, time limits and resuming.
"""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from absl import flags

from data_prep.normalise import Statistics
from data_prep.poses.export import WindowArchive, Windows, load_windows
from data_prep.poses.features import PoseFeatures
from data_prep.poses.pose_set import PoseSequence
from evaluation.poses.windows import ScoredPoses
from reenact.errors import SettingsError
from reenact.files import whole_file
from reenact.startup import import_keras, run_script
from stt.studies import ALL_STUDIES, PROFILES, TRAINABLE, Config
from training.settings import check, resolve

PROTOCOL = "cmu"  # of which a window of 144 frames is a whole recording
SCORES = "scores.json"


def archive_statistics(archive: WindowArchive, normalisation: str) -> Statistics:
    """What the archive knows of all training frames, as a setting wants it.

    Raises:
        SettingsError: a normalisation that needs the frames themselves.
    """
    given = archive.statistics
    if normalisation == "channel_variance":
        return given
    if normalisation == "channel_std":
        return dataclasses.replace(given, scale=np.sqrt(given.scale))
    raise SettingsError(
        "expected normalisation of channel_variance, channel_std, found "
        f"{normalisation!r}: exported windows know no other statistics"
    )


def scored(windows: Windows) -> ScoredPoses:
    """Exported windows as recordings of 144 frames to score."""
    rotations = windows.rotations.reshape(*windows.rotations.shape[:3], 3, 3)
    names = zip(windows.clip_ids, windows.starts, windows.actions, strict=True)
    sequences = [
        PoseSequence(f"{clip} from {start}", str(action), frames)
        for (clip, start, action), frames in zip(names, rotations, strict=True)
    ]
    return ScoredPoses.cut(sequences, PROTOCOL)


def drawn_batches(features: np.ndarray, config: Config, seed: int):
    """Batches for `model.fit`, an epoch of them between evaluations.

    Each row is a random part of a random window, and the same frames one later.
    """
    import keras

    class Batches(keras.utils.PyDataset):
        epoch = 0

        def __len__(self):
            done = self.epoch * config.evaluate_every
            return max(0, min(config.evaluate_every, config.steps - done))

        def __getitem__(self, index):
            random = np.random.default_rng([seed, self.epoch, index])
            rows = random.integers(len(features), size=config.batch_size)
            last = features.shape[1] - config.window
            starts = random.integers(last, size=config.batch_size)
            frames = starts[:, None] + np.arange(config.window + 1)
            cut = features[rows[:, None], frames]
            return cut[:, :-1], cut[:, 1:]

    return Batches()


def train(
    archive: WindowArchive,
    config: Config,
    out: Path,
    seed: int = 0,
    report: Callable[[str], None] = print,
) -> dict:
    """Trains, keeps the best weights, and writes model.keras and scores.json.

    Returns:
        What scores.json holds.

    Raises:
        SettingsError, DataError: one line.
    """
    import keras

    from stt.checks import check_together
    from stt.model import build, predict
    from stt.optimisation import compile_model

    config = dataclasses.replace(config, mirror=False, micro_batch=0)
    check(config)
    check_together(config)
    if config.rotation_format != "rotation_matrix":
        raise SettingsError(
            "expected rotation_format of rotation_matrix, which exported windows "
            f"hold, found {config.rotation_format!r}"
        )
    features = PoseFeatures(archive_statistics(archive, config.normalisation))
    validation, test = scored(archive.validation), scored(archive.test)
    keras.utils.set_random_seed(seed)
    model = build(config, features=features)
    compile_model(model, config, config.clip_norm)
    windows = archive.train.rotations
    windows = features.statistics.normalise(windows.reshape(*windows.shape[:2], -1))
    batches = drawn_batches(windows, config, seed)

    def forecast(past, frames):
        return predict(model, past, frames)

    best, kept, history = float("inf"), model.get_weights(), []
    while len(batches) > 0:
        fitted = model.fit(batches, verbose=0, shuffle=False)
        batches.epoch += 1
        step = min(batches.epoch * config.evaluate_every, config.steps)
        loss, error = fitted.history["loss"][0], validation.validation_score(forecast)
        history.append({"step": step, "loss": loss, "validation_error": error})
        report(f"step {step}/{config.steps}, loss {loss:.4f}, error {error:.4f}")
        if error < best:
            best, kept = error, model.get_weights()
    model.set_weights(kept)
    scores = {
        "config": dataclasses.asdict(config),
        "seed": seed,
        "backend": keras.backend.backend(),
        "data": {"name": archive.name, "fingerprint": archive.fingerprint},
        "history": history,
        "joint_angle_sum": _means(test, forecast),
        "zero_velocity": _means(test, lambda past, n: past[:, -1:].repeat(n, axis=1)),
    }
    out.mkdir(parents=True, exist_ok=True)
    with whole_file(out / "model.keras") as temporary:
        model.save(temporary)
    with whole_file(out / SCORES) as temporary:
        temporary.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    return scores


def _means(test: ScoredPoses, predict) -> dict[str, list[float]]:
    """Joint angle error summed up to the horizons, action by action."""
    errors = test.errors(predict)["joint_angle_sum"]
    return {action: each.mean(axis=0).tolist() for action, each in errors.items()}


def main() -> None:
    values = flags.FLAGS
    studies = {study: ALL_STUDIES[study] for study in TRAINABLE}
    config = resolve(studies, PROFILES, values.study, values.profile, values.set)
    archive = load_windows(values.windows)
    import_keras()  # before anything else does
    scores = train(archive, config, Path(values.out), values.seed)
    for name in ("joint_angle_sum", "zero_velocity"):
        means = np.mean(list(scores[name].values()), axis=0)
        print(f"{name}: " + " ".join(f"{value:.3f}" for value in means))


if __name__ == "__main__":
    flags.DEFINE_string("windows", None, "What data_prep.build --export=npz wrote.")
    flags.DEFINE_enum("study", None, TRAINABLE, "Study to train.")
    flags.DEFINE_enum("profile", "quick", list(PROFILES), "As for stt.train.")
    flags.DEFINE_multi_string(
        "set", [], "Changes one setting, such as --set layers=4. Repeatable."
    )
    flags.DEFINE_integer("seed", 0, "Of initial weights and windows.")
    flags.DEFINE_string("out", None, "Folder for model.keras and scores.json.")
    flags.mark_flags_as_required(["windows", "study", "out"])
    run_script(main)
