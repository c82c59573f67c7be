"""The data of one run: training windows, and true windows to score against."""

import dataclasses
from pathlib import Path

from data_prep.pose_windows import fixed_source, pose_source
from data_prep.poses import PoseSet, pose_statistics, read_pose_set
from data_prep.windows import WindowSource
from evaluation.pose_protocols import DEFAULT_PROTOCOL
from evaluation.pose_scoring import ScoredPoses
from stt.checks import check
from stt.features import Features
from stt.studies import Config

FUTURE_FRAMES = 24  # of a training window; only its first is trained on, as released


@dataclasses.dataclass(frozen=True, eq=False)
class Material:
    """The data of one run; `validation` decides on the best weights."""

    features: Features
    training: WindowSource
    validation: ScoredPoses
    test: ScoredPoses
    poses: PoseSet


def prepare(config: Config, records_dir: Path, dataset: str) -> Material:
    """Reads the records and makes what training and scoring need.

    Raises:
        DataError: the records. SettingsError: a setting that makes no sense.
    """
    check(config)
    poses = read_pose_set(records_dir, dataset, config.mirror)
    statistics = pose_statistics(
        poses.train, config.rotation_format, config.normalisation
    )
    source = pose_source(poses.train, statistics, config.rotation_format)
    # The published protocols are AMASS'; other data sets have one of their own.
    protocol = DEFAULT_PROTOCOL[dataset]
    protocol = config.protocol if protocol == "eth" else protocol
    return Material(
        Features(statistics, config.rotation_format),
        fixed_source(source) if config.protocol == "fairmotion" else source,
        ScoredPoses.cut(poses.validation, protocol, "validation"),
        ScoredPoses.cut(poses.test, protocol),
        poses,
    )
