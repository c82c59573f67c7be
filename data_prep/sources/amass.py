"""Reader of AMASS: one .npz a motion, poses of a body of the SMPL family.

AMASS (Mahmood et al. 2019) gives rotation vectors of all joints at the rate of the
recording, z up. Of SMPL-H and SMPL-X bodies the first 22 joints are those of SMPL; its
two hands, which they resolve into fingers, stay at rest here.
"""

import pathlib

import numpy as np
from absl import logging
from scipy.spatial.transform import Rotation

from data_prep.dataset import Dataset
from data_prep.sources.readers import split_lists
from data_prep.sources.readers.npz_reader import read_arrays
from data_prep.sources.readers.recordings import Recording
from motion.clip import Clip
from motion.resample import resampled
from motion.rotations import unwrap_rotation_vectors
from motion.skeleton import SMPL
from reenact.errors import DataError
from reenact.files import whole_file

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

_SHARED_JOINTS = 22  # pelvis to wrists, the same in all three bodies
_WIDTHS = {72: SMPL.joint_count, 156: _SHARED_JOINTS, 165: _SHARED_JOINTS}
_RATE_NAMES = ("mocap_framerate", "mocap_frame_rate")
_RATES_HZ = (1.0, 1000.0)
_Y_UP = Rotation.from_rotvec([-np.pi / 2, 0, 0])  # z becomes y, and y becomes -z
_LARGEST = 1e6  # of a rotation in radians or a position in metres


def list_amass(root: pathlib.Path) -> list[Recording]:
    """The files below a folder that the split lists name, by path."""
    paths = {
        path.relative_to(root).with_suffix("").as_posix(): path
        for path in sorted(root.rglob("*.npz"))
    }
    return split_lists.listed(root, paths)


def read_clip(dataset: Dataset, recording: Recording) -> Clip | None:
    """Reads one file and brings it to the data set's rate.

    The pelvis is where the file's `trans` is: its place in the body model's own frame,
    some 20 cm that never change, comes with that model's licence.

    Returns:
        None, with a warning, where a file has no poses or too few for a window.

    Raises:
        DataError: naming the file, and the frame of what is not finite.
    """
    path = recording.path
    motion = read_poses(path)
    if motion is None:
        logging.warning("%s: no poses: left out", path)
        return None
    rotations, translation, rate_hz = motion
    clip = Clip(
        clip_id=recording.clip_id,
        subject=recording.subject,
        action=recording.action,
        skeleton=dataset.skeleton,
        rate_hz=rate_hz,
        rotations=unwrap_rotation_vectors(rotations).astype(np.float32),
        root_translation=translation.astype(np.float32),
        root_kind=dataset.root_kind,
    )
    return split_lists.long_enough(resampled(clip, dataset.rate_hz))


def read_poses(
    path: pathlib.Path,
) -> tuple[np.ndarray, np.ndarray, float] | None:
    """Rotation vectors of SMPL's 24 joints, translations with y up, and the rate.

    Returns:
        (frames, 24, 3), (frames, 3) and frames per second as the file has them; None
        where it has no poses.

    Raises:
        DataError: as `read_clip`.
    """
    arrays = read_arrays(path, ("poses", "trans", *_RATE_NAMES))
    if "poses" not in arrays:
        return None
    poses, translation, rate_hz = _checked(path, arrays)
    rotations = np.zeros((len(poses), SMPL.joint_count, 3))
    joints = _WIDTHS[poses.shape[1]]
    rotations[:, :joints] = poses[:, : 3 * joints].reshape(-1, joints, 3)
    rotations[:, 0] = (_Y_UP * Rotation.from_rotvec(rotations[:, 0])).as_rotvec()
    return rotations, _Y_UP.apply(translation), rate_hz


def write_poses(
    path: pathlib.Path, rotations: np.ndarray, translation: np.ndarray, rate_hz: float
) -> None:
    """Writes what `read_poses` reads, 72 columns a frame and z up."""
    poses = np.array(rotations, np.float64)
    poses[:, 0] = (_Y_UP.inv() * Rotation.from_rotvec(poses[:, 0])).as_rotvec()
    with whole_file(path) as temporary:
        np.savez(
            temporary,
            poses=poses.reshape(len(poses), -1),
            trans=_Y_UP.inv().apply(translation),
            mocap_framerate=np.array(float(rate_hz)),
        )


def _checked(
    path: pathlib.Path, arrays: dict[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, float]:
    """Poses (frames, 72, 156 or 165), translations (frames, 3), and the rate."""
    rates = [arrays[name] for name in _RATE_NAMES if name in arrays]
    if "trans" not in arrays or not rates:
        missing = f"{_RATE_NAMES[0]!r}" if "trans" in arrays else "'trans'"
        raise DataError(f"{path}: expected {missing} beside 'poses', found none")
    poses, translation, rate = arrays["poses"], arrays["trans"], rates[0]
    kinds = {array.dtype.kind for array in (poses, translation, rate)}
    if not kinds <= set("fiu"):
        raise DataError(f"{path}: expected numbers, found {' '.join(sorted(kinds))}")
    frames = len(poses) if poses.ndim == 2 else 0
    if not frames or poses.shape[1] not in _WIDTHS:
        raise DataError(
            f"{path}: expected poses (frames, 72, 156 or 165), found {poses.shape}"
        )
    if translation.shape != (frames, 3):
        raise DataError(
            f"{path}: expected trans ({frames}, 3), found {translation.shape}"
        )
    if rate.size != 1 or not _RATES_HZ[0] <= rate.item() <= _RATES_HZ[1]:
        raise DataError(
            f"{path}: expected a rate of {_RATES_HZ[0]:g} to {_RATES_HZ[1]:g} Hz, "
            f"found {rate.ravel()[:3]}"
        )
    numbers = np.concatenate([poses, translation], axis=1).astype(np.float64)
    sound = (np.abs(numbers) <= _LARGEST).all(axis=1)
    if not sound.all():
        raise DataError(
            f"{path}: frame {sound.argmin()}: expected finite numbers up to "
            f"{_LARGEST:g}, found others"
        )
    return numbers[:, :-3], numbers[:, -3:], float(rate.item())


DATASET = Dataset(
    name="amass",
    title="AMASS",
    folders=("amass",),
    layout=f"<database>/<subject>/<name>.npz, {split_lists.LAYOUT}",
    offers=("poses",),
    skeleton="smpl24",
    rate_hz=60.0,  # files of other rates are brought to it
    test_windows="eth",
    list_recordings=list_amass,
    read_clip=read_clip,
    options=lambda root: {
        "reader_version": READER_VERSION,
        "lists": split_lists.digests(root),
    },
    how_to_get="""\
AMASS may not be passed on:
1. Register at https://amass.is.tue.mpg.de and accept its licence.
2. Put the files of SMPL+H, SMPL or SMPL-X bodies, as they come, and your lists of who
   trains, validates and tests in
   {folder}/{layout}
3. {python} -m data_prep.build --dataset=amass""",
)
