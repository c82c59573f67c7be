"""A motion from any file that is read here, and back into a file."""

import dataclasses
import os
import pathlib

import numpy as np

from data_prep import datasets
from data_prep.poses.joint_mapping import read_mapping
from data_prep.sources import amass, asf_amc
from data_prep.sources.bvh import read_bvh, write_bvh
from data_prep.sources.readers import exponential_map_text
from data_prep.sources.readers import motion_npz as plain_motion
from data_prep.sources.readers.recordings import Recording, as_it_lies, read_bytes
from motion.bvh import BvhMotion, bvh_of
from motion.motion import Motion
from motion.retarget import BodyMap
from motion.rotations import matrix_to_rotvec, rotvec_to_matrix
from motion.skeleton import CMU_UNIT_M, SMPL
from reenact.errors import DataError

_TEXTS = {117: datasets.CMU, 99: datasets.H36M}  # columns of a row
# BVH does not say its unit: that which brings the rest pose nearest to a person's size.
_PERSON_M = 1.7
_UNITS_M = (1.0, CMU_UNIT_M, 0.0254, 0.01, 0.001)


@dataclasses.dataclass(frozen=True, eq=False)
class MotionFile:
    """A motion and what is needed to write another one into a file like its own.

    Args:
        path: where it was read.
        kind: 'bvh', 'amc', 'npz' or 'txt'.
        motion: as the file has it.
        bvh: hierarchy and channels, where the file is BVH.
    """

    path: pathlib.Path
    kind: str
    motion: Motion
    bvh: BvhMotion | None = None


def read_motion(
    path: str | os.PathLike, asf: str | os.PathLike | None = None
) -> MotionFile:
    """Reads a motion as its ending says.

    All but .npz may be compressed: a file that is not there is looked for with .gz
    after its name, or without.

    .bvh; .amc with its .asf, at 120 Hz as CMU has it; .npz of AMASS, or as
    `write_motion` makes them; .txt of exponential maps: 117 columns of CMU at 120 Hz,
    whose first row is a T-pose and left out, or 99 of Human3.6M at 50 Hz.

    Args:
        path: the file.
        asf: the skeleton of an .amc file; by default <subject>.asf (or .asf.gz)
            beside <subject>_<trial>.amc.

    Raises:
        DataError: naming file and line or frame of what cannot be used.
    """
    path = as_it_lies(pathlib.Path(path))
    name = pathlib.PurePath(path.name.removesuffix(".gz"))
    match name.suffix.lower():
        case ".bvh":
            return _read_bvh(path, name.stem)
        case ".amc":
            return MotionFile(path, "amc", _read_amc(path, name.stem, asf))
        case ".npz":
            return MotionFile(path, "npz", _read_npz(path, name.stem))
        case ".txt":
            return MotionFile(path, "txt", _read_text(path, name.stem))
    raise DataError(
        f"{path}: expected a file in .bvh, .amc, .npz or .txt, found {name.suffix!r}"
    )


def write_motion(path: str | os.PathLike, capture: Motion, like: MotionFile) -> None:
    """Writes a motion as its ending says, whole or not at all.

    .bvh: with the hierarchy and channels of `like` if that was BVH, else those of the
    skeleton in centimetres. .npz: as AMASS has it if the body is SMPL's, else as
    `data_prep.sources.readers.motion_npz` says.

    Args:
        path: the file to write.
        capture: a motion of the skeleton of `like`.
        like: what was read.

    Raises:
        DataError: an ending that is not written, or a folder that cannot be written.
    """
    path = pathlib.Path(path)
    try:
        match path.suffix.lower():
            case ".bvh":
                write_bvh(path, _as_bvh(capture, like))
            case ".npz" if capture.skeleton is SMPL:
                vectors = matrix_to_rotvec(capture.rotations)
                amass.write_poses(path, vectors, capture.root_m, capture.rate_hz)
            case ".npz":
                plain_motion.write(path, capture)
            case other:
                raise DataError(f"{path}: expected .bvh or .npz, found {other!r}")
    except OSError as error:
        raise DataError(
            f"{path}: expected a file that can be written, found {error.strerror}"
        ) from error


def map_body(motion: MotionFile, mapping: str | os.PathLike | None = None) -> BodyMap:
    """Which joints of a file are the 15 of the body; see `motion.retarget.BodyMap`.

    Args:
        motion: what was read.
        mapping: file that names the joints, see `read_mapping`; by default their names
            are guessed.

    Raises:
        DataError: naming the file, what was matched and what was not.
    """
    names = None
    if mapping:
        names = read_mapping(mapping, motion.motion.skeleton.joint_names)
    try:
        return BodyMap.of(motion.motion.skeleton, names)
    except ValueError as error:
        raise DataError(f"{mapping or motion.path}: {error}") from error


def _read_bvh(path: pathlib.Path, title: str) -> MotionFile:
    bvh = read_bvh(path)
    size = np.ptp(_rest_positions(bvh), axis=0).max()
    if not size > 0:
        raise DataError(f"{path}: expected bones with a length, found none")
    unit_m = min(_UNITS_M, key=lambda unit: abs(np.log(size * unit / _PERSON_M)))
    capture = Motion(
        name=title,
        skeleton=bvh.skeleton(unit_m),
        rate_hz=bvh.rate_hz,
        rotations=bvh.rotations(),
        root_m=bvh.root_positions() * unit_m,
    )
    return MotionFile(path, "bvh", capture, bvh)


def _rest_positions(bvh: BvhMotion) -> np.ndarray:
    """(joints, 3) in the file's unit."""
    skeleton = bvh.skeleton(1.0)
    at_rest = np.tile(np.eye(3), (1, skeleton.joint_count, 1, 1))
    return Motion("rest", skeleton, 1.0, at_rest, np.zeros((1, 3))).positions()[0]


def _read_npz(path: pathlib.Path, title: str) -> Motion:
    poses = amass.read_poses(path)
    if poses is None:
        return plain_motion.read(path, title)
    rotations, translation, rate_hz = poses
    return Motion(title, SMPL, rate_hz, rotvec_to_matrix(rotations), translation)


def _read_amc(path: pathlib.Path, title: str, asf: str | os.PathLike | None) -> Motion:
    beside = path.with_name(f"{title.partition('_')[0]}.asf")
    skeleton = as_it_lies(pathlib.Path(asf or beside))
    if not skeleton.is_file():
        raise DataError(
            f"{path}: expected its skeleton at {skeleton} (or where --asf says), "
            "found no such file"
        )
    recording = Recording(path, title, needs=(skeleton,))
    return Motion.of(asf_amc.read_clip(datasets.CMU_ASF_AMC, recording))


def _read_text(path: pathlib.Path, title: str) -> Motion:
    first = read_bytes(path).decode("latin-1").partition("\n")[0]
    columns = first.count(",") + 1
    if columns not in _TEXTS:
        raise DataError(
            f"{path}:1: expected 117 columns (CMU) or 99 (Human3.6M), found {columns}"
        )
    recording = Recording(path, title)
    clip = exponential_map_text.read_clip(_TEXTS[columns], recording)
    if len(clip) <= clip.calibration_frames:
        raise DataError(f"{path}: expected frames after the T-pose, found none")
    return Motion.of(clip)


def _as_bvh(capture: Motion, like: MotionFile) -> BvhMotion:
    if like.bvh is None:
        return bvh_of(
            capture.skeleton, capture.rotations, capture.root_m, capture.rate_hz
        )
    same_rate = capture.rate_hz == like.bvh.rate_hz
    return like.bvh.with_motion(
        capture.rotations,
        capture.root_m / capture.skeleton.text_unit_m,
        None if same_rate else 1 / capture.rate_hz,
    )
