"""Reader and writer of motion as .npz of plain arrays, for any skeleton.

joint_names, parents (-1: the root) and offsets_m (joints, 3) describe the skeleton;
rotations (frames, joints, 3) are rotation vectors in radians relative to the parent,
root_m (frames, 3) metres, rate_hz frames per second.
"""

import pathlib

import numpy as np

from data_prep.sources.readers.lines import LARGEST
from data_prep.sources.readers.npz_reader import read_arrays
from motion.joint_names import mirror_pairs
from motion.motion import Motion
from motion.rotations import matrix_to_rotvec, rotvec_to_matrix
from motion.skeleton import Skeleton
from reenact.errors import DataError
from reenact.files import whole_file

# Kind and number of axes of each array.
_ARRAYS = {
    "joint_names": ("U", 1),
    "parents": ("iu", 1),
    "offsets_m": ("fiu", 2),
    "rotations": ("fiu", 3),
    "root_m": ("fiu", 2),
    "rate_hz": ("fiu", 0),
}


def read(path: pathlib.Path, name: str) -> Motion:
    """Reads one file.

    Raises:
        DataError: naming the file and the array that is missing or cannot be used.
    """
    arrays = read_arrays(path, tuple(_ARRAYS))
    for key, (kinds, axes) in _ARRAYS.items():
        if key not in arrays:
            expected = f"'poses' (AMASS) or {', '.join(map(repr, _ARRAYS))}"
            raise DataError(f"{path}: expected arrays {expected}, found no {key!r}")
        array = arrays[key]
        if array.dtype.kind not in kinds or array.ndim != axes:
            found = f"{array.shape} {array.dtype}"
            raise DataError(f"{path}: expected {key} with {axes} axes, found {found}")
        if kinds != "U" and not (np.abs(array) <= LARGEST).all():
            raise DataError(f"{path}: expected finite numbers in {key}, found others")
    rate_hz = float(arrays["rate_hz"])
    if not rate_hz > 0:
        raise DataError(f"{path}: expected a positive rate_hz, found {rate_hz:g}")
    names = tuple(arrays["joint_names"].tolist())
    rotations = arrays["rotations"]
    try:
        skeleton = Skeleton(
            name="npz",
            joint_names=names,
            parents=tuple(arrays["parents"].tolist()),
            offsets_m=arrays["offsets_m"].astype(np.float64),
            mirror_pairs=mirror_pairs(names),
            text_unit_m=1.0,
        )
        if not names or rotations.shape[-1] != 3:
            raise ValueError(f"{len(names)} joints, rotations {rotations.shape}")
        turns = rotvec_to_matrix(rotations)
        return Motion(
            name, skeleton, rate_hz, turns, arrays["root_m"].astype(np.float64)
        )
    except ValueError as error:
        raise DataError(f"{path}: expected a motion, found {error}") from error


def write(path: pathlib.Path, capture: Motion) -> None:
    """Writes one file, whole or not at all."""
    skeleton = capture.skeleton
    with whole_file(path) as temporary:
        np.savez(
            temporary,
            joint_names=np.array(skeleton.joint_names),
            parents=np.array(skeleton.parents),
            offsets_m=skeleton.offsets_m,
            rotations=matrix_to_rotvec(capture.rotations),
            root_m=capture.root_m,
            rate_hz=np.array(float(capture.rate_hz)),
        )
