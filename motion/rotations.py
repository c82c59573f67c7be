"""Rotations in the usual forms, batched over any leading axes, computed in float64.

Column-vector convention; quaternions are (w, x, y, z) of length 1; "6D" is the first
two columns of the matrix, one after the other (Zhou et al. 2019, "On the Continuity of
Rotation Representations in Neural Networks", section 3.2). The published Human3.6M
conversions with their quirks live apart in `motion.h36m_angles`.
"""

import numpy as np
from scipy.spatial.transform import Rotation


def rotvec_to_matrix(rotvec: np.ndarray) -> np.ndarray:
    """(..., 3) radians to (..., 3, 3)."""
    rotvec = np.asarray(rotvec, np.float64)
    matrix = Rotation.from_rotvec(rotvec.reshape(-1, 3)).as_matrix()
    return matrix.reshape(*rotvec.shape, 3)


def matrix_to_rotvec(matrix: np.ndarray) -> np.ndarray:
    """(..., 3, 3) to (..., 3) radians, of length up to π."""
    return _from_matrix(matrix).as_rotvec().reshape(np.shape(matrix)[:-1])


def rotvec_to_quaternion(rotvec: np.ndarray) -> np.ndarray:
    """(..., 3) radians to (..., 4), w first and never negative."""
    rotvec = np.asarray(rotvec, np.float64)
    rotation = Rotation.from_rotvec(rotvec.reshape(-1, 3))
    quaternion = rotation.as_quat(canonical=True, scalar_first=True)
    return quaternion.reshape(*rotvec.shape[:-1], 4)


def quaternion_to_rotvec(quaternion: np.ndarray) -> np.ndarray:
    """(..., 4) of any length but zero to (..., 3) radians, of length up to π."""
    rotation = _from_quaternion(quaternion)
    return rotation.as_rotvec().reshape(*np.shape(quaternion)[:-1], 3)


def matrix_to_quaternion(matrix: np.ndarray) -> np.ndarray:
    """(..., 3, 3) to (..., 4), w first and never negative."""
    quaternion = _from_matrix(matrix).as_quat(canonical=True, scalar_first=True)
    return quaternion.reshape(*np.shape(matrix)[:-2], 4)


def quaternion_to_matrix(quaternion: np.ndarray) -> np.ndarray:
    """(..., 4) of any length but zero to (..., 3, 3)."""
    matrix = _from_quaternion(quaternion).as_matrix()
    return matrix.reshape(*np.shape(quaternion)[:-1], 3, 3)


def matrix_to_6d(matrix: np.ndarray) -> np.ndarray:
    """(..., 3, 3) to (..., 6): first column, then second column."""
    columns = np.swapaxes(np.asarray(matrix, np.float64)[..., :2], -1, -2)
    return columns.reshape(*columns.shape[:-2], 6)


def matrix_from_6d(six: np.ndarray) -> np.ndarray:
    """(..., 6), any two independent vectors, to (..., 3, 3) by Gram-Schmidt."""
    six = np.asarray(six, np.float64)
    first = six[..., :3] / np.linalg.norm(six[..., :3], axis=-1, keepdims=True)
    second = six[..., 3:]
    second = second - np.sum(first * second, axis=-1, keepdims=True) * first
    second = second / np.linalg.norm(second, axis=-1, keepdims=True)
    return np.stack([first, second, np.cross(first, second)], axis=-1)


def unit_quaternion(values: np.ndarray) -> np.ndarray:
    """(..., 4) of any length to length 1; no rotation where there is hardly any."""
    values = np.asarray(values, np.float64)
    lengths = np.linalg.norm(values, axis=-1, keepdims=True)
    identity = np.array([1.0, 0, 0, 0])
    return np.where(lengths > 1e-6, values / np.maximum(lengths, 1e-6), identity)


def continuous_quaternions(quaternion: np.ndarray) -> np.ndarray:
    """Makes quaternions (frames, ..., 4) continuous in time, same rotations.

    q and -q are one rotation; each frame takes the sign nearer to the frame before, and
    the first frame stays.
    """
    quaternion = np.asarray(quaternion, np.float64)
    along = np.sum(quaternion[1:] * quaternion[:-1], axis=-1, keepdims=True)
    signs = np.cumprod(np.where(along < 0, -1.0, 1.0), axis=0)
    return np.concatenate([quaternion[:1], quaternion[1:] * signs])


def geodesic_angle(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Angle in radians, 0 to π, between matrices (..., 3, 3); exact at both ends."""
    turn = np.asarray(first, np.float64).swapaxes(-1, -2) @ second
    skew = turn - turn.swapaxes(-1, -2)
    sine = np.linalg.norm(skew, axis=(-2, -1)) / np.sqrt(8)
    cosine = (np.trace(turn, axis1=-2, axis2=-1) - 1) / 2
    return np.arctan2(sine, cosine)


def unwrap_rotation_vectors(rotvec: np.ndarray) -> np.ndarray:
    """Makes rotation vectors (frames, ..., 3) continuous in time, same rotations.

    Adding 2π along its axis leaves a rotation what it is. Each frame takes the form
    that lies nearest to the frame before; the first frame stays.
    """
    unwrapped = np.array(rotvec, np.float64)
    angles = np.linalg.norm(unwrapped, axis=-1, keepdims=True)
    for frame in range(1, len(unwrapped)):
        previous, angle = unwrapped[frame - 1], angles[frame]
        # No rotation has no axis of its own: any will do, so the previous one's does.
        axis = np.where(angle > 0, unwrapped[frame], previous)
        axis = axis / np.maximum(np.linalg.norm(axis, axis=-1, keepdims=True), 1e-300)
        along = np.sum(previous * axis, axis=-1, keepdims=True)
        turns = np.round((along - angle) / (2 * np.pi))
        unwrapped[frame] += 2 * np.pi * turns * axis
    return unwrapped


def _from_matrix(matrix: np.ndarray) -> Rotation:
    return Rotation.from_matrix(np.asarray(matrix, np.float64).reshape(-1, 3, 3))


def _from_quaternion(quaternion: np.ndarray) -> Rotation:
    flat = np.asarray(quaternion, np.float64).reshape(-1, 4)
    return Rotation.from_quat(flat, scalar_first=True)
