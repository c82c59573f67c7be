"""Lengths of bones that predicted frames give, for HP-GAN's second term.

Nine numbers of a joint need not be a rotation, and then they stretch what hangs on it.
Rotation vectors and quaternions always are rotations: bones keep their length.
"""

import numpy as np
from keras import ops

from data_prep.poses.features import PoseFeatures
from motion.skeleton import SMPL

# Bones that hang on a joint below the root, which does not turn.
_BONES = tuple(joint for joint, parent in enumerate(SMPL.parents) if parent > 0)


def bone_lengths(features: PoseFeatures, frames):
    """Lengths of normalised frames (..., T, 24 x 9) of matrices: (..., T, bones) m.

    Raises:
        ValueError: another format, or not the whole body.
    """
    if features.rotation_format != "rotation_matrix" or not features.whole_body:
        raise ValueError(
            "expected frames of 24 rotation matrices, received "
            f"{features.rotation_format} (bones cannot change their length)"
        )
    numbers = features.statistics
    values = frames * numbers.scale + numbers.mean
    local = ops.reshape(values, (*ops.shape(values)[:-1], SMPL.joint_count, 3, 3))
    turned = [local[..., 0, :, :]]
    for joint, parent in enumerate(SMPL.parents[1:], start=1):
        turned.append(ops.matmul(turned[parent], local[..., joint, :, :]))
    bones = [
        ops.matmul(
            turned[SMPL.parents[joint]], np.float32(SMPL.offsets_m[joint, :, None])
        )
        for joint in _BONES
    ]
    squares = ops.sum(ops.square(ops.stack(bones, axis=-3)[..., 0]), axis=-1)
    return ops.sqrt(squares + 1e-12)
