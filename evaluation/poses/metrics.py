"""Errors of predicted joint rotations, frame by frame, as printed for AMASS and DIP.

N windows, L predicted frames, J = 15 body joints (`motion.body_joints`). Definitions:
the released evaluation of Aksan et al. 2019 ("Structured Prediction Helps 3D Human
Motion Modelling") and 2021 ("A Spatio-temporal Transformer for 3D Human Motion
Prediction"). `horizons` sums or averages these curves up to a horizon.

All is computed in float64. True rotations must be rotations; predicted matrices become
the nearest rotations first (`nearest_rotations`).
"""

import dataclasses
from collections.abc import Callable

import numpy as np
from scipy.spatial.transform import Rotation

from evaluation.angles.metrics import CONSTANT_STD
from motion.body_joints import BODY_PARENTS, SMPL_INDEX, global_rotations
from motion.rotations import geodesic_angle
from motion.skeleton import SMPL

# Distances at which a joint still counts as correct, in lengths of the left thigh: 0.3
# is 11 cm. The papers print them as if they were metres.
PCK_THRESHOLDS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)

_THIGH_M = np.linalg.norm(SMPL.offsets_m[SMPL.index("l_knee")])  # a bone's far end
_OFFSETS = SMPL.offsets_m[list(SMPL_INDEX)] / _THIGH_M  # (J, 3)


def nearest_rotations(matrices: np.ndarray) -> np.ndarray:
    """The rotations that are nearest in the Frobenius norm, (..., 3, 3) in and out.

    U diag(1, 1, det(U Vᵀ)) Vᵀ of the singular value decomposition.
    """
    left, _, right = np.linalg.svd(np.asarray(matrices, np.float64))
    left[..., 2] *= np.sign(np.linalg.det(left @ right))[..., None]
    return left @ right


def euler_angles(rotations: np.ndarray) -> np.ndarray:
    """Euler angles of (..., 3, 3) rotations: (..., 3) radians.

    The convention of Martinez et al. 2017 with the two cases of gimbal lock told apart
    by exact equality, as released.
    """
    r = np.asarray(rotations, np.float64)
    locked = np.abs(r[..., 0, 2]) == 1
    second = -np.arcsin(np.clip(r[..., 0, 2], -1, 1))
    cosine = np.where(locked, 1, np.cos(second))
    first = np.arctan2(r[..., 1, 2] / cosine, r[..., 2, 2] / cosine)
    third = np.arctan2(r[..., 0, 1] / cosine, r[..., 0, 0] / cosine)
    locked_first = np.arctan2(r[..., 0, 1], r[..., 0, 2])
    return np.stack(
        [
            np.where(locked, locked_first, first),
            second,
            np.where(locked, 0, third),
        ],
        axis=-1,
    )


def fairmotion_euler_angles(rotations: np.ndarray) -> np.ndarray:
    """The same by fairmotion's convention, intrinsic XYZ: (..., 3) radians.

    Equal to the negative of `euler_angles` but for gimbal lock and ±π.
    """
    rotations = np.asarray(rotations, np.float64)
    turns = Rotation.from_matrix(rotations.reshape(-1, 3, 3))
    angles = turns.as_euler("XYZ", suppress_warnings=True)
    return angles.reshape(rotations.shape[:-1])


@dataclasses.dataclass(frozen=True, eq=False)
class BodyMotion:
    """Poses and what the errors are made of.

    Args:
        euler: (N, L, J, 3) radians, of the local rotations.
        turned: (N, L, J, 3, 3) rotations in the frame of the root.
        positions: (N, L, J, 3) in thigh lengths, the root at the origin, unturned.
    """

    euler: np.ndarray
    turned: np.ndarray
    positions: np.ndarray

    @classmethod
    def of(
        cls,
        rotations: np.ndarray,
        to_euler: Callable[[np.ndarray], np.ndarray] = euler_angles,
    ) -> "BodyMotion":
        """From local rotations (N, L, J, 3, 3)."""
        local = np.asarray(rotations, np.float64)
        if local.ndim != 5 or local.shape[2:] != (len(BODY_PARENTS), 3, 3):
            raise ValueError(
                f"expected rotations (windows, frames, {len(BODY_PARENTS)}, 3, 3), "
                f"found shape {local.shape}"
            )
        turned = global_rotations(local)
        return cls(to_euler(local), turned, joint_positions(turned))


def joint_positions(turned: np.ndarray) -> np.ndarray:
    """Positions (..., J, 3) in thigh lengths from rotations in the frame of the root.

    Hips and the lowest spine joint hang on the root, which does not turn, so they never
    move; knees, head and elbows carry no joint of the 15, so their rotations move none.
    """
    positions = np.empty(turned.shape[:-1])
    for joint, parent in enumerate(BODY_PARENTS):
        if parent < 0:
            positions[..., joint, :] = _OFFSETS[joint]
        else:
            bone = turned[..., parent, :, :] @ _OFFSETS[joint]
            positions[..., joint, :] = positions[..., parent, :] + bone
    return positions


def varying_angles(true_euler: np.ndarray, batch: int | None = None) -> np.ndarray:
    """Which Euler angles count: (N, 1, J, 3) bool, those that vary in the truth.

    Args:
        true_euler: (N, L, J, 3).
        batch: windows that are judged together, in order; None: all of them. The
            released evaluation judges each batch for itself.
    """
    windows = len(true_euler)
    counts = np.empty((windows, 1, *true_euler.shape[2:]), bool)
    for start in range(0, windows, batch or max(windows, 1)):
        part = slice(start, start + batch if batch else None)
        counts[part] = true_euler[part].std(axis=(0, 1)) > CONSTANT_STD
    return counts


def euler_error(
    truth: BodyMotion, predicted: BodyMotion, counts: np.ndarray
) -> np.ndarray:
    """Distance between all counted Euler angles of a pose: (N, L) radians.

    Not averaged over joints; differences are not wrapped.

    Args:
        counts: of the truth, from `varying_angles`.
    """
    squared = np.where(counts, (truth.euler - predicted.euler) ** 2, 0)
    return np.sqrt(squared.sum(axis=(-2, -1)))


def joint_angle_error(truth: BodyMotion, predicted: BodyMotion) -> np.ndarray:
    """Mean over joints of the angle between rotations to the root: (N, L) radians.

    An error at a joint is counted again at every joint below it.
    """
    return geodesic_angle(truth.turned, predicted.turned).mean(axis=-1)


def joint_distances(truth: BodyMotion, predicted: BodyMotion) -> np.ndarray:
    """Distance between joints: (N, L, J) in thigh lengths."""
    return np.linalg.norm(truth.positions - predicted.positions, axis=-1)


def positional_error(distances: np.ndarray) -> np.ndarray:
    """Mean over joints of (N, L, J) distances: (N, L)."""
    return distances.mean(axis=-1)


def correct_joints(distances: np.ndarray) -> np.ndarray:
    """PCK: the share of joints within each threshold, (N, L, J) -> (N, L, 9).

    Never below 3/15: see `joint_positions`.
    """
    return np.stack(
        [(distances <= threshold).mean(axis=-1) for threshold in PCK_THRESHOLDS], -1
    )
