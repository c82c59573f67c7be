"""Exponential maps, Euler angles and text columns as Martinez et al. 2017 have them.

Kept bug for bug, because published errors are measured with these conversions; for
everything else use `motion.rotations`. The matrices here are meant for row vectors
(`x_parent = x_joint @ R`), the transposes of those that a `Clip` means: hence the
opposite sign of its rotations. All conversions take any leading axes and compute in
float64. Source: data_utils.py of una-dinosauria/human-motion-prediction.
"""

import numpy as np

from motion.clip import Clip
from motion.skeleton import SKELETONS, Skeleton

_EPSILON = float(np.finfo(np.float32).eps)  # 1.1920929e-7, even in double precision
# axis @ _CROSS is the matrix K with K @ x = axis × x, its nine elements in a row.
_CROSS = np.array(
    [
        [0, 0, 0, 0, 0, -1, 0, 1, 0],
        [0, 0, 1, 0, 0, 0, -1, 0, 0],
        [0, -1, 0, 1, 0, 0, 0, 0, 0],
    ],
    np.float64,
)


def expmap_to_matrix(expmap: np.ndarray) -> np.ndarray:
    """Exponential maps (..., 3) in radians to matrices (..., 3, 3), Rodrigues' formula.

    The axis is divided by the angle plus 1.19e-7, so the matrix is not quite a
    rotation; exp(0, π/2, 0) thereby misses the gimbal branch of `matrix_to_euler`.
    """
    expmap = np.asarray(expmap, np.float64)
    angle = np.linalg.norm(expmap, axis=-1, keepdims=True)
    cross = (expmap / (angle + _EPSILON)) @ _CROSS
    cross = cross.reshape(*expmap.shape, 3)
    angle = angle[..., None]
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)


def matrix_to_euler(matrix: np.ndarray) -> np.ndarray:
    """Matrices (..., 3, 3) to Euler angles (E1, E2, E3) (..., 3) in radians.

    Where R[0, 2] is exactly 1 or -1 the remaining angle is dropped: E3 = 0 and
    E1 = atan2(R[0, 1], R[0, 2]), which is 0 or π.
    """
    matrix = np.asarray(matrix, np.float64)
    sine = matrix[..., 0, 2]
    gimbal = np.abs(sine) == 1
    second = -np.arcsin(np.clip(sine, -1, 1))  # the original gives NaN beyond 1
    # The original divides both arguments of atan2 by cos E2 > 0, which changes nothing.
    first = np.arctan2(
        np.where(gimbal, matrix[..., 0, 1], matrix[..., 1, 2]),
        np.where(gimbal, sine, matrix[..., 2, 2]),
    )
    third = np.arctan2(matrix[..., 0, 1], matrix[..., 0, 0])
    return np.stack([first, second, np.where(gimbal, 0.0, third)], axis=-1)


def expmap_to_euler(expmap: np.ndarray) -> np.ndarray:
    """Exponential maps (..., 3) to Euler angles (..., 3), radians."""
    return matrix_to_euler(expmap_to_matrix(expmap))


def matrix_to_quaternion(matrix: np.ndarray) -> np.ndarray:
    """Matrices (..., 3, 3) to quaternions (..., 4), w first.

    Breaks at a rotation of exactly π, where the antisymmetric part vanishes: the
    result is then (near) zero instead of a unit quaternion.
    """
    matrix = np.asarray(matrix, np.float64)
    axis = 0.5 * (matrix.reshape(*matrix.shape[:-2], 9) @ _CROSS.T)
    sine = np.linalg.norm(axis, axis=-1, keepdims=True)
    cosine = (np.trace(matrix, axis1=-2, axis2=-1)[..., None] - 1) / 2
    half_angle = np.arctan2(sine, cosine) / 2
    unit_axis = 2 * axis / (2 * sine + _EPSILON)
    return np.concatenate([np.cos(half_angle), unit_axis * np.sin(half_angle)], axis=-1)


def quaternion_to_expmap(quaternion: np.ndarray) -> np.ndarray:
    """Quaternions (..., 4), w first, to exponential maps (..., 3) of angle up to π.

    Raises:
        ValueError: if a quaternion's length is off 1 by more than 1e-3.
    """
    quaternion = np.asarray(quaternion, np.float64)
    lengths = np.linalg.norm(quaternion, axis=-1)
    if np.any(np.abs(lengths - 1) > 1e-3):
        worst = lengths.flat[np.abs(lengths - 1).argmax()]
        raise ValueError(f"expected quaternions of length 1, found length {worst:.6g}")
    sine = np.linalg.norm(quaternion[..., 1:], axis=-1, keepdims=True)
    angle = np.mod(2 * np.arctan2(sine, quaternion[..., :1]), 2 * np.pi)
    angle = np.where(angle > np.pi, angle - 2 * np.pi, angle)
    return angle * quaternion[..., 1:] / (sine + _EPSILON)


def clip_to_columns(clip: Clip) -> np.ndarray:
    """The text file's columns of a clip: (frames, 3 + 3 * joints) float32.

    Root translation in the file's unit, then minus the rotation vector of each joint.
    """
    unit_m = SKELETONS[clip.skeleton].text_unit_m
    translation = clip.root_translation.astype(np.float64) / unit_m
    rotations = -clip.rotations.reshape(len(clip), -1)
    return np.concatenate([translation.astype(np.float32), rotations], axis=1)


def columns_to_rotations(
    columns: np.ndarray, skeleton: Skeleton
) -> tuple[np.ndarray, np.ndarray]:
    """Columns (..., 3 + 3 * joints) to a clip's rotations and root translation.

    Returns:
        Rotation vectors (..., joints, 3) in radians and translations (..., 3) in
        metres, in the dtype of the columns.

    Raises:
        ValueError: if the number of columns is not that of the skeleton.
    """
    joints = skeleton.joint_count
    if columns.shape[-1] != 3 + 3 * joints:
        raise ValueError(
            f"skeleton {skeleton.name} has {3 + 3 * joints} columns, "
            f"found {columns.shape[-1]}"
        )
    rotations = -columns[..., 3:].reshape(*columns.shape[:-1], joints, 3)
    return rotations, columns[..., :3] * skeleton.text_unit_m
