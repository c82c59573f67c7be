"""The data of a run that forecasts rotations: what trains, and what is scored.

N windows, S = 120 past and T = 24 future frames at 60 Hz, D features of a frame.
"""

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import tensorflow as tf

from data_prep.pipeline import training_batches
from data_prep.poses.features import PoseFeatures
from data_prep.poses.pose_set import PoseSet, pose_statistics, read_pose_set
from data_prep.poses.windows import fixed_source, pose_source, window_statistics
from data_prep.windows import WindowSource
from evaluation.poses.described import describe_poses
from evaluation.poses.horizons import FUTURE_FRAMES, PAST_FRAMES
from evaluation.poses.protocols import DEFAULT_PROTOCOL
from evaluation.poses.windows import ScoredPoses


@dataclasses.dataclass(frozen=True, eq=False)
class PoseRunData:
    """The data of one run; `validation` decides on the best weights."""

    features: PoseFeatures
    training: WindowSource
    validation: ScoredPoses
    test: ScoredPoses
    poses: PoseSet

    @property
    def data(self) -> dict[str, Any]:
        """What a record says of its data."""
        return describe_poses(self.poses)


def prepare_poses(
    records_dir: Path,
    dataset: str,
    rotation_format: str,
    protocol: str,
    *,
    mirror: bool = False,
    whole_body: bool = False,
    normalisation: str | None = None,
) -> PoseRunData:
    """Reads the records and makes what training and scoring need.

    Args:
        records_dir: holds a folder for each data set.
        dataset: key of `DEFAULT_PROTOCOL`.
        rotation_format: key of `data_prep.poses.formats.WIDTHS`.
        protocol: 'fairmotion' trains on fixed windows, the others on random ones. What
            is scored follows it on AMASS and DIP; elsewhere the data set's own.
        mirror: train on the mirror image of each training recording too.
        whole_body: see `PoseFeatures`.
        normalisation: of `pose_set.NORMALISATIONS`, which are for 15 joints; None:
            z-scores, of what training windows can show of the past.

    What was prepared last is kept: the studies of one command mostly share it.

    Raises:
        DataError: the records.
    """
    files = tuple(
        (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(Path(records_dir).glob(f"{dataset}*/*"))
    )
    wanted = _Wanted(
        rotation_format=rotation_format,
        protocol=protocol,
        mirror=mirror,
        whole_body=whole_body,
        normalisation=normalisation,
    )
    return _prepared(Path(records_dir), dataset, wanted, files)


class _Wanted(NamedTuple):
    """What was asked for, see `prepare_poses`."""

    rotation_format: str
    protocol: str
    mirror: bool
    whole_body: bool
    normalisation: str | None


@functools.lru_cache(maxsize=1)
def _prepared(
    records_dir: Path, dataset: str, wanted: _Wanted, files: tuple
) -> PoseRunData:
    """`files` are what the records are in, so that others are read again."""
    poses = read_pose_set(records_dir, dataset, wanted.mirror)
    kind, fixed = wanted.rotation_format, wanted.protocol == "fairmotion"
    if wanted.normalisation is None:
        statistics = window_statistics(poses.train, kind, wanted.whole_body, fixed)
    else:
        statistics = pose_statistics(poses.train, kind, wanted.normalisation)
    features = PoseFeatures(statistics, kind, wanted.whole_body)
    source = pose_source(poses.train, features)
    own = DEFAULT_PROTOCOL[dataset]
    scored = wanted.protocol if own == "eth" else own
    return PoseRunData(
        features,
        fixed_source(source) if fixed else source,
        ScoredPoses.cut(poses.validation, scored, "validation"),
        ScoredPoses.cut(poses.test, scored),
        poses,
    )


def window_batches(
    source: WindowSource,
    batch_size: int,
    seed: int,
    past_frames: int = PAST_FRAMES,
) -> Callable[[int], tf.data.Dataset]:
    """Start step -> endless batches {'past': (B, S, D), 'future': (B, T, D)}."""

    def from_step(step: int) -> tf.data.Dataset:
        return training_batches(
            source,
            batch_size,
            past_frames,
            FUTURE_FRAMES,
            first_start=0,
            seed=seed,
            start_step=step,
            include_last=True,
        )

    return from_step
