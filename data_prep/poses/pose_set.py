"""What rotation models learn from: the 15 body joints of all recordings, at 60 Hz."""

import collections
import dataclasses
import hashlib
import pathlib
from collections.abc import Iterator, Sequence

import numpy as np

from data_prep.augment import mirrored
from data_prep.build_records import find_or_build
from data_prep.datasets import CMU, CMU_ASF_AMC, data_folder
from data_prep.manifest import read_manifest
from data_prep.normalise import Moments, Statistics
from data_prep.poses.formats import encode
from data_prep.rates import at_rate
from motion.body_joints import body_rotations
from motion.clip import Clip
from reenact.errors import DataError

POSE_RATE_HZ = 60.0
NORMALISATIONS = (
    "channel_variance",
    "channel_std",
    "all_std",
    "all_variance",
    "none",
)
# A channel that varies less is at rest. CMU's knees are hinges: the first number of
# their matrices has a variance of 1.3e-8, the next smallest one of all is 5e-6.
_TINY_VARIANCE = 1e-7


@dataclasses.dataclass(frozen=True, eq=False)
class PoseSequence:
    """The captured frames of one recording.

    Args:
        clip_id, action: as of the `motion.clip.Clip`.
        rotations: (frames, 15, 3, 3) float32 at 60 Hz, see `motion.body_joints`.
    """

    clip_id: str
    action: str
    rotations: np.ndarray

    def __len__(self) -> int:
        return len(self.rotations)

    @classmethod
    def of(cls, clip: Clip) -> "PoseSequence":
        """The poses of a clip.

        Raises:
            DataError: a rate that is no multiple of 60 Hz, or a skeleton that does not
                have the 15 body joints.
        """
        clip = at_rate(clip, POSE_RATE_HZ)
        try:
            rotations = body_rotations(clip)[clip.calibration_frames :]
        except ValueError as error:
            raise DataError(str(error)) from error
        return cls(clip.clip_id, clip.action, rotations)


@dataclasses.dataclass(frozen=True, eq=False)
class PoseSet:
    """A data set of poses.

    Args:
        name: of the data set: 'cmu'.
        fingerprint: of all the records that it was read from.
        train, validation, test: who trains, who validates, who tests.
        training_files: action to number of training recordings, mirrored ones not
            counted.
    """

    name: str
    fingerprint: str
    train: tuple[PoseSequence, ...]
    validation: tuple[PoseSequence, ...]
    test: tuple[PoseSequence, ...]
    training_files: dict[str, int]


def build_pose_set(
    dataset: str, data_dir: str | None, records_dir: str | pathlib.Path
) -> str:
    """Builds what `read_pose_set` reads, where the records do not exist yet.

    For 'cmu' that includes the recordings in their original form, if there are any.

    Args:
        dataset, data_dir, records_dir: as in `data_prep.build_records.find_or_build`.

    Returns:
        The name of the data set.

    Raises:
        DataError: as `data_prep.build_records.build`.
    """
    dataset = find_or_build(dataset, data_dir, records_dir)
    if dataset == CMU.name:
        folders = CMU_ASF_AMC.folders
        if any((data_folder(data_dir) / folder).is_dir() for folder in folders):
            find_or_build(CMU_ASF_AMC.name, data_dir, records_dir)
    return dataset


def read_pose_set(
    records_dir: str | pathlib.Path, dataset: str, mirror: bool = False
) -> PoseSet:
    """Reads the records of a data set.

    'cmu' also trains on what its published protocol leaves aside (walking_extra), and
    on the recordings in their original form where they were built.

    Args:
        records_dir: holds a folder for each data set.
        dataset: whose skeleton has the 15 body joints.
        mirror: train on the mirror image of each training recording too.

    Raises:
        DataError: the records, or nothing to train on.
    """
    records_dir = pathlib.Path(records_dir)
    manifests = [read_manifest(records_dir / dataset)]
    training = [(dataset, "train")]
    if dataset == CMU.name:
        training.append((dataset, "extra"))
        if (records_dir / CMU_ASF_AMC.name / "manifest.json").exists():
            manifests.append(read_manifest(records_dir / CMU_ASF_AMC.name))
            training.append((CMU_ASF_AMC.name, "train"))
    train = [
        sequence
        for name, split in training
        for sequence in _read_split(records_dir / name, split, mirror)
    ]
    counted = collections.Counter(each.action for each in train)
    if not counted:
        raise DataError(f"{records_dir / dataset}: expected training clips, found none")
    return PoseSet(
        name=dataset,
        fingerprint=_fingerprint([manifest["fingerprint"] for manifest in manifests]),
        train=tuple(train),
        validation=tuple(_read_split(records_dir / dataset, "validation")),
        test=tuple(_read_split(records_dir / dataset, "test")),
        training_files={
            action: count // (1 + mirror) for action, count in sorted(counted.items())
        },
    )


def pose_statistics(
    sequences: Sequence[PoseSequence], rotation_format: str, normalisation: str
) -> Statistics:
    """How the 15 P numbers of a frame are centred and scaled, from all frames.

    Args:
        sequences: that train.
        rotation_format: key of `data_prep.poses.formats.WIDTHS`.
        normalisation: 'channel_variance' divides each number by its variance, the
            released configuration of Aksan et al. 2021 (its source calls that an
            accident that worked better than the standard deviation, 'channel_std');
            'all_std', 'all_variance': one mean and one spread of all numbers; 'none'.

    Variances are unbiased (n - 1); one below 1e-7 divides by 1.

    Raises:
        DataError: no sequence. ValueError: an unknown normalisation.
    """
    if normalisation not in NORMALISATIONS:
        raise ValueError(
            f"expected a normalisation of {', '.join(NORMALISATIONS)}, "
            f"received {normalisation!r}"
        )
    together = normalisation.startswith("all_")
    parts = []
    for sequence in sequences:
        values = pose_values(sequence, rotation_format)
        channels = values.shape[1]
        parts.append(Moments.of(values.reshape(-1, 1) if together else values))
    frames, mean, squares = Moments.combined(parts)
    variance = squares / (frames - 1)
    scale = np.sqrt(variance) if normalisation.endswith("_std") else variance
    scale = np.where(variance < _TINY_VARIANCE, 1.0, scale)
    if normalisation == "none":
        mean, scale = np.zeros(1), np.ones(1)
    return Statistics(
        np.broadcast_to(mean, channels).astype(np.float32),
        np.broadcast_to(scale, channels).astype(np.float32),
        np.arange(channels),
    )


def pose_values(sequence: PoseSequence, rotation_format: str) -> np.ndarray:
    """The numbers of a sequence in a rotation format: (frames, 15 P) float32."""
    return encode(sequence.rotations, rotation_format).reshape(len(sequence), -1)


def _read_split(
    directory: pathlib.Path, split: str, mirror: bool = False
) -> Iterator[PoseSequence]:
    from data_prep.records import read_clips  # imports TensorFlow

    for clip in read_clips(directory, split):
        yield PoseSequence.of(clip)
        if mirror:
            yield PoseSequence.of(mirrored(clip))


def _fingerprint(fingerprints: Sequence[str]) -> str:
    """That of one data set as it is, of several together one of their own."""
    if len(fingerprints) == 1:
        return fingerprints[0]
    return hashlib.sha256("\n".join(fingerprints).encode()).hexdigest()
