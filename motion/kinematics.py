"""From joint rotations to joint positions, and from root increments to a path."""

import dataclasses

import numpy as np

from motion.clip import Clip
from motion.rotations import (
    matrix_to_rotvec,
    rotvec_to_matrix,
    unwrap_rotation_vectors,
)
from motion.skeleton import Skeleton


def forward_kinematics(
    rotations: np.ndarray,
    skeleton: Skeleton,
    root_translation: np.ndarray | None = None,
) -> np.ndarray:
    """Joint positions (..., joints, 3) in metres, float64.

    `W(j) = W(parent) @ R(j)` and `x(j) = x(parent) + W(parent) @ offset(j)`; the root
    lies at its offset plus its translation. An integrated clip gives a path, one whose
    root is 'increment' does not: see `integrate_root`.

    Args:
        rotations: (..., joints, 3) rotation vectors in radians, parent-relative.
        skeleton: whose bones; for those of a clip's own subject, `clip.body`.
        root_translation: (..., 3) in metres, zero if left out.

    Raises:
        ValueError: if the rotations do not end in (joints, 3).
    """
    if rotations.shape[-2:] != (skeleton.joint_count, 3):
        raise ValueError(
            f"skeleton {skeleton.name} needs rotations "
            f"(..., {skeleton.joint_count}, 3), found {rotations.shape}"
        )
    return positions_of(rotvec_to_matrix(rotations), skeleton, root_translation)


def positions_of(
    matrices: np.ndarray,
    skeleton: Skeleton,
    root_translation: np.ndarray | None = None,
) -> np.ndarray:
    """As `forward_kinematics`, of rotations as matrices (..., joints, 3, 3)."""
    world = np.array(matrices, np.float64)  # local until visited
    positions = np.empty(world.shape[:-1], np.float64)
    root = 0.0 if root_translation is None else root_translation
    positions[..., 0, :] = skeleton.offsets_m[0] + root
    for joint, parent in enumerate(skeleton.parents[1:], start=1):
        offset = world[..., parent, :, :] @ skeleton.offsets_m[joint]
        positions[..., joint, :] = positions[..., parent, :] + offset
        world[..., joint, :, :] = world[..., parent, :, :] @ world[..., joint, :, :]
    return positions


def integrate_root(clip: Clip) -> Clip:
    """The clip with an absolute root, starting unturned at the origin.

    The translation of a frame is measured in the root's frame of the frame before, as
    in the Human3.6M text (`revert_coordinate_space` of the Martinez et al. 2017 code).
    A clip that is absolute already comes back as it is.
    """
    if clip.root_kind == "absolute":
        return clip
    turns = rotvec_to_matrix(clip.rotations[:, 0])
    world = np.empty_like(turns)
    path = np.empty(clip.root_translation.shape, np.float64)
    orientation, position = np.eye(3), np.zeros(3)
    for frame, turn in enumerate(turns):
        position = position + orientation @ clip.root_translation[frame]
        orientation = orientation @ turn
        path[frame], world[frame] = position, orientation
    rotations = clip.rotations.copy()
    rotations[:, 0] = unwrap_rotation_vectors(matrix_to_rotvec(world))
    return dataclasses.replace(
        clip,
        rotations=rotations,
        root_translation=path.astype(np.float32),
        root_kind="absolute",
    )
