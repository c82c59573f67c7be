"""Reader of DIP: one .pkl a motion, rotation matrices of 15 joints at 60 Hz.

Deep Inertial Poser (Huang et al. 2018) published AMASS in this form. Of the skeleton
'smpl24' it leaves out the root, ankles, feet, wrists and hands: they stay at rest, and
the body where it is.
"""

import pathlib

import numpy as np

from data_prep.dataset import Dataset
from data_prep.sources.readers import split_lists
from data_prep.sources.readers.recordings import Recording
from data_prep.sources.readers.safe_pickle import read_arrays
from motion.body_joints import BODY_JOINTS, SMPL_INDEX
from motion.clip import Clip
from motion.rotations import matrix_to_rotvec, unwrap_rotation_vectors
from motion.skeleton import SMPL
from reenact.errors import DataError

READER_VERSION = 1  # part of the fingerprint: raise it when clips come out different

_TOLERANCE = 1e-3  # of any element of R.T @ R


def database_of(folder: str) -> str:
    """What the split lists call a folder: 'CMU' for 'AMASS_CMU' and 'CMU_60FPS'.

    What comes after the first underscore if the name contains AMASS, else what comes
    before it.
    """
    before, _, after = folder.partition("_")
    return (after or before) if "AMASS" in folder else before


def list_dip(root: pathlib.Path) -> list[Recording]:
    """The files below a folder that the split lists name, by 'database/name'."""
    paths = {}
    for path in sorted(root.rglob("*.pkl")):
        name = f"{database_of(path.parent.name)}/{path.stem}"
        if name in paths:
            raise DataError(f"{path}: expected {name} once, found {paths[name]} too")
        paths[name] = path
    return split_lists.listed(root, paths)


def read_clip(dataset: Dataset, recording: Recording) -> Clip | None:
    """Reads one file; None, with a warning, where it has too few frames for a window.

    Raises:
        DataError: naming the file, and the frame (from 0) of what is no rotation.
    """
    matrices = read_matrices(recording.path)
    rotations = np.zeros((len(matrices), SMPL.joint_count, 3))
    rotations[:, SMPL_INDEX] = matrix_to_rotvec(matrices)
    clip = Clip(
        clip_id=recording.clip_id,
        subject=recording.subject,
        action=recording.action,
        skeleton=dataset.skeleton,
        rate_hz=dataset.rate_hz,
        rotations=unwrap_rotation_vectors(rotations).astype(np.float32),
        root_translation=np.zeros((len(matrices), 3), np.float32),
        root_kind=dataset.root_kind,
    )
    return split_lists.long_enough(clip)


def read_matrices(path: pathlib.Path) -> np.ndarray:
    """(frames, 15, 3, 3) local rotations, float64, joints as in `BODY_JOINTS`."""
    poses = read_arrays(path).get("poses")
    if poses is None or poses.dtype.kind != "f":
        raise DataError(f"{path}: expected an array of numbers 'poses', found none")
    width = 9 * len(BODY_JOINTS)
    if poses.ndim != 2 or poses.shape[1] != width or not len(poses):
        raise DataError(
            f"{path}: expected poses (frames, {width}), found {poses.shape}"
        )
    matrices = poses.astype(np.float64).reshape(-1, len(BODY_JOINTS), 3, 3)
    bounded = np.abs(matrices).max(axis=(-2, -1)) <= 2  # so that products are finite
    safe = np.where(bounded[..., None, None], matrices, 0.0)
    errors = np.abs(safe.swapaxes(-1, -2) @ safe - np.eye(3)).max(axis=(-2, -1))
    sound = (errors < _TOLERANCE) & (np.linalg.det(safe) > 0)
    if not sound.all():
        frame, joint = np.argwhere(~sound)[0]
        raise DataError(
            f"{path}: frame {frame}: expected a rotation of {BODY_JOINTS[joint]}, "
            f"found {matrices[frame, joint].ravel().round(3).tolist()}"
        )
    return matrices


DATASET = Dataset(
    name="dip",
    title="DIP",
    folders=("dip",),
    layout=f"<database>/<name>.pkl, {split_lists.LAYOUT}",
    offers=("poses",),
    skeleton="smpl24",
    rate_hz=60.0,
    test_windows="eth",
    list_recordings=list_dip,
    read_clip=read_clip,
    options=lambda root: {
        "reader_version": READER_VERSION,
        "lists": split_lists.digests(root),
    },
    how_to_get="""\
AMASS as rotation matrices of 15 joints, as Deep Inertial Poser uses it, may not be
passed on:
1. Register at https://dip.is.tue.mpg.de, accept its licence and get the synthetic
   data at 60 Hz.
2. Put the files, and the three lists that eth-ait/spl, eth-ait/motion-transformer and
   facebookresearch/fairmotion have in common, in
   {folder}/{layout}
3. {python} -m data_prep.build --dataset=dip""",
)
