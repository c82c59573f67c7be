"""Windows of poses as one NumPy archive, for machines that have no TensorFlow."""

import dataclasses
import pathlib

import numpy as np

from data_prep.normalise import Statistics
from data_prep.poses.pose_set import PoseSequence, pose_statistics, read_pose_set
from data_prep.poses.windows import WINDOW_FRAMES, strided_windows
from motion.body_joints import BODY_JOINTS
from reenact.commands import python
from reenact.errors import DataError
from reenact.files import whole_file

SPLITS = ("train", "validation", "test")
_NUMBERS = 9  # of a rotation matrix, row by row


@dataclasses.dataclass(frozen=True, eq=False)
class Windows:
    """All windows of a split.

    Args:
        rotations: (N, 144, 15, 9) float32 rotation matrices, row by row.
        actions, clip_ids: (N,) of the recording that each is from.
        starts: (N,) int64, its first frame there, at 60 Hz.
    """

    rotations: np.ndarray
    actions: np.ndarray
    clip_ids: np.ndarray
    starts: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class WindowArchive:
    """What `export_windows` wrote.

    Args:
        name, fingerprint: of the data set.
        statistics: of all training frames, 'channel_variance' of the 135 numbers.
        train, validation, test: `Windows`.
    """

    name: str
    fingerprint: str
    statistics: Statistics
    train: Windows
    validation: Windows
    test: Windows


def export_windows(
    records_dir: str | pathlib.Path,
    dataset: str,
    path: str | pathlib.Path,
    stride: int = 24,
) -> None:
    """Writes the windows of 144 frames at every `stride`-th frame of all recordings.

    They are not normalised. `load_windows` reads them, and so does
    `numpy.load(path, allow_pickle=False)`.

    Args:
        records_dir, dataset: as for `data_prep.poses.pose_set.read_pose_set`.
        path: the .npz archive; it is written whole or not at all.

    Raises:
        DataError: the records, or no recording that is long enough to train on.
    """
    poses = read_pose_set(records_dir, dataset)
    statistics = pose_statistics(poses.train, "rotation_matrix", "channel_variance")
    content = {
        "name": np.array(poses.name),
        "fingerprint": np.array(poses.fingerprint),
        "mean": statistics.mean,
        "scale": statistics.scale,
    }
    for split in SPLITS:
        windows = _cut(getattr(poses, split), stride)
        if split == "train" and not len(windows.starts):
            raise DataError(
                f"{pathlib.Path(records_dir) / dataset}: expected a training clip of "
                f"at least {WINDOW_FRAMES} frames at 60 Hz, found none"
            )
        for field in dataclasses.fields(Windows):
            content[f"{split}_{field.name}"] = getattr(windows, field.name)
    with whole_file(path) as temporary, open(temporary, "wb") as file:
        np.savez(file, **content)


def load_windows(path: str | pathlib.Path) -> WindowArchive:
    """Reads and checks what `export_windows` wrote; needs NumPy only.

    Raises:
        DataError: naming the file, and the array that is not as it should be.
    """
    path = pathlib.Path(path)
    try:
        with np.load(path, allow_pickle=False) as archive:
            content = dict(archive)
        statistics = Statistics(
            content["mean"], content["scale"], np.arange(len(content["mean"]))
        )
        splits = {
            split: Windows(
                rotations=content[f"{split}_rotations"],
                actions=content[f"{split}_actions"],
                clip_ids=content[f"{split}_clip_ids"],
                starts=content[f"{split}_starts"],
            )
            for split in SPLITS
        }
        name, fingerprint = str(content["name"]), str(content["fingerprint"])
    except Exception as error:  # a damaged archive raises almost anything
        raise DataError(
            f"{path}: expected an .npz archive of windows, found "
            f"{type(error).__name__} ({python()} -m data_prep.build --export=npz)"
        ) from error
    statistics.check(path)
    if len(statistics.mean) != len(BODY_JOINTS) * _NUMBERS:
        raise DataError(
            f"{path}: expected mean of {len(BODY_JOINTS) * _NUMBERS} numbers, found "
            f"{len(statistics.mean)}"
        )
    for split, windows in splits.items():
        _check(path, split, windows)
    return WindowArchive(name, fingerprint, statistics, **splits)


def _cut(sequences: tuple[PoseSequence, ...], stride: int) -> Windows:
    lengths = [len(sequence) for sequence in sequences]
    clips, starts = strided_windows(lengths, WINDOW_FRAMES, stride)
    shape = len(clips), WINDOW_FRAMES, len(BODY_JOINTS), _NUMBERS
    rotations = np.empty(shape, np.float32)
    for window, clip, start in zip(rotations, clips, starts, strict=True):
        frames = sequences[clip].rotations[start : start + WINDOW_FRAMES]
        window[:] = frames.reshape(shape[1:])
    return Windows(
        rotations,
        np.array([sequences[clip].action for clip in clips], np.str_),
        np.array([sequences[clip].clip_id for clip in clips], np.str_),
        starts,
    )


def _check(path: pathlib.Path, split: str, windows: Windows) -> None:
    count = len(windows.starts) if windows.starts.ndim == 1 else -1
    shape = count, WINDOW_FRAMES, len(BODY_JOINTS), _NUMBERS
    found = windows.rotations
    if found.shape != shape or found.dtype != np.float32:
        raise DataError(
            f"{path}: expected {split}_rotations to be {shape} float32, found "
            f"{found.shape} {found.dtype}"
        )
    finite = np.isfinite(found).all(axis=(1, 2, 3))
    if not finite.all():
        raise DataError(
            f"{path}: expected finite {split}_rotations, found others in window "
            f"{finite.argmin()}"
        )
    for name in ("actions", "clip_ids"):
        names = getattr(windows, name)
        if names.shape != (count,) or names.dtype.kind != "U":
            raise DataError(
                f"{path}: expected {split}_{name} to be {count} strings, found "
                f"{names.shape} {names.dtype}"
            )
    if windows.starts.dtype != np.int64 or (windows.starts < 0).any():
        raise DataError(
            f"{path}: expected {split}_starts to be int64 from 0, found others"
        )
