"""The data of one run: training windows, and true windows to score against."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from data_prep.augment import mirrored
from data_prep.datasets import DATASETS
from data_prep.manifest import read_manifest
from data_prep.normalise import column_statistics
from data_prep.records import read_clips, read_statistics
from data_prep.windows import WindowSource, make_window_source
from evaluation.angles.windows import DOWNSAMPLE, ScoredWindows
from evaluation.run_results import describe_data
from motion.clip import Clip
from motion.h36m_angles import clip_to_columns
from reenact.errors import DataError, SettingsError
from seq2seq.features import Features, to_quaternions
from seq2seq.studies import Config, check_together
from training.settings import check


@dataclasses.dataclass(frozen=True, eq=False)
class RunData:
    """The data of one run.

    `validation` is None where nothing is held out; it is scored like the test windows,
    which are those of `protocol`, of `evaluation.angles.protocols.PROTOCOLS`.
    """

    features: Features
    training: WindowSource
    validation: ScoredWindows | None
    test: ScoredWindows
    manifest: dict
    protocol: str

    @property
    def data(self) -> dict[str, Any]:
        """What a record says of its data."""
        return describe_data(self.manifest)

    @property
    def rate_hz(self) -> float:
        """Frames per second that the network sees."""
        return self.manifest["rate_hz"] / DOWNSAMPLE


def prepare(config: Config, records_dir: Path, dataset: str, protocol: str) -> RunData:
    """Reads the records and makes what training and scoring need.

    Raises:
        DataError: the records. SettingsError: a setting that makes no sense.
    """
    check(config)
    check_together(config)
    directory = Path(records_dir) / dataset
    manifest = read_manifest(directory)
    known = DATASETS[dataset].actions
    if config.actions != "all" and config.actions not in known:
        raise SettingsError(
            f"expected actions to be 'all' or one of {', '.join(known)}, "
            f"found {config.actions!r}"
        )
    actions = known if config.actions == "all" else (config.actions,)

    clips = {
        split: [clip for clip in read_clips(directory, split) if clip.action in actions]
        for split in ("train", "validation", "test")
    }
    if not clips["test"]:
        raise DataError(
            f"{directory}: expected test clips of {', '.join(actions)}, found none"
        )
    published_training = clips["train"] + clips["validation"]
    held_out = clips["validation"] if config.hold_out_validation else []
    training = clips["train"] if held_out else published_training
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
    return RunData(
        features,
        source,
        ScoredWindows.cut(dataset, held_out, statistics, "8") if held_out else None,
        ScoredWindows.cut(dataset, clips["test"], statistics, protocol),
        manifest,
        protocol,
    )


def _values(rotation_format: str) -> Callable[[Clip], np.ndarray]:
    if rotation_format == "exponential_map":
        return clip_to_columns
    return lambda clip: to_quaternions(clip_to_columns(clip))
