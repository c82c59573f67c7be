"""Tiny models, windows and recordings, made in milliseconds.

12 columns a frame (root translation, root rotation, two joints), of which 9 are used,
and two actions: D = 11 features.
"""

import dataclasses
import functools
import pathlib

import numpy as np

from data_prep.normalise import Statistics
from data_prep.synthetic import generator as synthetic
from data_prep.windows import WindowSource
from motion.clip import Clip
from seq2seq.features import Features
from seq2seq.studies import STUDIES, Config

ACTIONS = ("walking", "waving")
USED = np.array([0, 1, 3, 4, 6, 7, 9, 10, 11])
COLUMNS, PAST, FUTURE, BATCH = 12, 6, 4, 3
SIZES = {
    **{"hidden_units": 8, "past_frames": PAST, "future_frames": FUTURE},
    **{"noise_levels": (), "noise_steps": ()},
}
# One study of each kind of network.
KINDS = ("martinez_residual_sup", "bi_enc_50", "erd", "lstm_3lr")


def config(study: str = "martinez_residual_sup", **changes) -> Config:
    # A layer of ERD has a tenth of the units, and its ReLUs may all be off.
    sizes = {**SIZES, "hidden_units": 60} if study == "erd" else SIZES
    return dataclasses.replace(STUDIES[study], **{**sizes, **changes})


def features() -> Features:
    """Spreads that differ from column to column; 1 where a column is not used."""
    scale = np.ones(COLUMNS, np.float32)
    scale[USED] = np.linspace(0.5, 1.5, len(USED))
    mean = np.linspace(-1, 1, COLUMNS, dtype=np.float32)
    return Features(Statistics(mean, scale, USED), ACTIONS)


def model(study: str = "martinez_residual_sup", seed: int = 0, **changes):
    """A model of the study with the given initial weights."""
    import keras

    from seq2seq.model import build

    keras.utils.set_random_seed(seed)
    return build(config(study, **changes), None, features())


def batch(seed: int = 0, rows: int = BATCH) -> dict[str, np.ndarray]:
    """Network features: {'past': (B, S, D), 'future': (B, T, D)}."""
    random = np.random.default_rng(seed)
    frames = random.normal(size=(rows, PAST + FUTURE, len(USED) + len(ACTIONS)))
    frames = frames.astype(np.float32)
    return {"past": frames[:, :PAST], "future": frames[:, PAST:]}


def columns(seed: int = 0, rows: int = BATCH, frames: int = PAST + FUTURE):
    """Text columns (N, frames, C) of windows; columns not used hold their mean."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(rows, frames, len(USED))).astype(np.float32)
    return features().statistics.unnormalise(values)


def material(seed: int = 0):
    """What `seq2seq.fit` trains on, from four random walks instead of files."""
    from seq2seq.data import RunData

    random = np.random.default_rng(seed)
    lengths = np.array([30, 25, 40, 22])
    width = len(USED) + len(ACTIONS)
    walks = random.normal(0, 0.3, (lengths.sum(), width)).cumsum(axis=0)
    source = WindowSource(
        features=(walks - walks.mean(axis=0)).astype(np.float32),
        offsets=np.cumsum(lengths) - lengths,
        lengths=lengths,
        clip_ids=tuple("abcd"),
        actions=("walking",) * 4,
    )
    manifest = {"skeleton": "cmu38", "dataset": "synthetic"}
    return RunData(features(), source, None, None, manifest, "8")


def run(folder: pathlib.Path, records_dir: pathlib.Path = pathlib.Path(), **changes):
    """The identity of a run on synthetic motion."""
    import tensorflow as tf

    from training.run import Run
    from training.run_folder import RunFolder

    values = {
        "study": "tiny",
        "label": "tiny",
        "profile": "quick",
        "seed": 0,
        "data": "synthetic",
        "reduced": "",
        "command": "",
        "records_dir": records_dir,
        "folder": RunFolder(folder),
        "strategy": tf.distribute.get_strategy(),
    }
    return Run(**{**values, **changes})


@functools.cache
def synthetic_clips(frames: int = 200) -> dict[str, list[Clip]]:
    """Walking and waving people, cut short; the first frame counts as a T-pose."""

    def clips(split: str, subjects: tuple[int, ...]) -> list[Clip]:
        return [
            dataclasses.replace(
                clip,
                rotations=clip.rotations[:frames],
                root_translation=clip.root_translation[:frames],
                calibration_frames=1,
            )
            for action in ACTIONS
            for number, subject in enumerate(subjects, start=1)
            for clip in [synthetic.make_clip(0, split, action, number, subject)]
        ]

    return {
        "train": clips("train", (1, 2)),
        "validation": clips("validation", (5,)),
        "extra": [],
        "test": clips("test", (6,)),
    }


def write_records(directory: pathlib.Path, frames: int = 200) -> pathlib.Path:
    """Records of the clips above; returns what --records_dir wants."""
    from data_prep import records  # needs TensorFlow, which the rest here does not

    clips = synthetic_clips(frames)
    records.write(directory / "synthetic", "synthetic", clips, "tiny", {})
    return directory
