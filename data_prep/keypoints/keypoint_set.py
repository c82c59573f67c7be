"""Data sets of keypoints: filmed ones, and motion capture seen by cameras."""

import dataclasses
import hashlib
import pathlib
from collections.abc import Sequence

from data_prep.build_records import find_or_build
from data_prep.datasets import CMU, CMU_ASF_AMC, SYNTHETIC
from data_prep.keypoints.projection import CAMERA_VERSION, CAMERAS, capture_keypoints
from data_prep.manifest import read_manifest
from data_prep.poses.pose_set import build_pose_set
from data_prep.splits import SPLITS
from motion.clip import Clip
from motion.keypoints import KeypointClip
from reenact.errors import DataError

CLIMBING = "climbing"
_CLIMBER = "01"  # the subject of CMU on a playground, the others are elsewhere
# Data sets that were declared under other names; every other name is its own.
_RECORDS = {
    "penn_brace": ("penn_action", "brace"),  # what the thesis pretrains on
    CLIMBING: (CMU_ASF_AMC.name,),
}
PROJECTED = (CMU.name, CLIMBING, SYNTHETIC.name)


@dataclasses.dataclass(frozen=True, eq=False)
class KeypointSet:
    """All clips of a data set; `data_prep.keypoints.split` decides what they are for.

    Args:
        name: of the data set: 'penn_brace'.
        fingerprint: of all the records that it was read from, and of the cameras.
        clips: several cameras of a recording next to each other, the first one first.
    """

    name: str
    fingerprint: str
    clips: tuple[KeypointClip, ...]


def records_of(dataset: str) -> tuple[str, ...]:
    """Names of the declared data sets that one of keypoints is made of."""
    return _RECORDS.get(dataset, (dataset,))


def build_keypoint_set(
    dataset: str, data_dir: str | None, records_dir: str | pathlib.Path
) -> str:
    """Builds what `read_keypoint_set` reads, where the records do not exist yet.

    Args:
        dataset: 'cmu', 'climbing' or 'synthetic', motion capture; 'penn_brace'; the
            name of a data set of keypoints; or 'auto': cmu where its recordings or
            records are found, else synthetic.
        data_dir, records_dir: as in `data_prep.build_records.find_or_build`.

    Returns:
        The name of the data set.

    Raises:
        DataError: as `data_prep.build_records.build`.
    """
    if dataset in ("auto", CMU.name):
        return build_pose_set(dataset, data_dir, records_dir)
    for name in records_of(dataset):
        find_or_build(name, data_dir, records_dir)
    return dataset


def read_keypoint_set(
    records_dir: str | pathlib.Path, dataset: str, cameras: int = CAMERAS
) -> KeypointSet:
    """Reads a data set.

    'cmu' is all of its motion, of whatever published split, together with the
    recordings in their original form where they were built, except 'climbing', which is
    subject 01 of those. Its cameras roll, and it has hands and feet.

    Args:
        records_dir: holds a folder for each data set.
        dataset: as `build_keypoint_set` returns it.
        cameras: how many of the 4 that see each recording of motion capture.

    Raises:
        DataError: the records, or no clip. ValueError: no such number of cameras.
    """
    if not 1 <= cameras <= CAMERAS:
        raise ValueError(f"expected 1 to {CAMERAS} cameras, received {cameras}")
    records_dir = pathlib.Path(records_dir)
    if dataset in PROJECTED:
        names, clips = _motion(records_dir, dataset)
        climbs = dataset == CLIMBING
        found = [
            capture_keypoints(clip, number, fingers=climbs, rolls=climbs)
            for clip in clips
            for number in range(cameras)
        ]
    else:
        from data_prep.keypoints.records import read_keypoint_clips  # TensorFlow

        names = records_of(dataset)
        found = [
            clip for name in names for clip in read_keypoint_clips(records_dir / name)
        ]
    if not found:
        raise DataError(
            f"{records_dir / names[0]}: expected clips of {dataset}, found none"
        )
    fingerprints = [read_manifest(records_dir / name)["fingerprint"] for name in names]
    if dataset in PROJECTED:
        fingerprints.append(f"{dataset} by cameras {CAMERA_VERSION}")
    return KeypointSet(dataset, _fingerprint(fingerprints), tuple(found))


def _motion(records_dir: pathlib.Path, dataset: str) -> tuple[list[str], list[Clip]]:
    """The recordings of a data set of motion, and names of the records they lie in."""
    from data_prep.records import read_clips  # imports TensorFlow

    original = records_dir / CMU_ASF_AMC.name
    if dataset == CLIMBING:
        clips = read_clips(original, "train")
        return [original.name], [clip for clip in clips if clip.subject == _CLIMBER]
    names = [dataset]
    clips = [
        clip for split in SPLITS for clip in read_clips(records_dir / dataset, split)
    ]
    if dataset == CMU.name and (original / "manifest.json").exists():
        names.append(original.name)
        # Its other split, 'extra', is the trial that the text has as well.
        clips += [c for c in read_clips(original, "train") if c.subject != _CLIMBER]
    return names, clips


def _fingerprint(fingerprints: Sequence[str]) -> str:
    """That of one data set as it is, of several together one of their own."""
    if len(fingerprints) == 1:
        return fingerprints[0]
    return hashlib.sha256("\n".join(fingerprints).encode()).hexdigest()
