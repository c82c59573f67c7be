"""More training clips from the same recordings."""

import dataclasses

import numpy as np

from motion.clip import Clip
from motion.skeleton import SKELETONS


def mirrored(clip: Clip) -> Clip:
    """The motion seen in a mirror: left and right exchanged.

    A reflection of the x axis, from left to right in the rest pose of every skeleton,
    turns a rotation vector (x, y, z) into (x, -y, -z).
    """
    order = np.arange(clip.rotations.shape[1])
    for left, right in SKELETONS[clip.skeleton].mirror_pairs:
        order[[left, right]] = right, left
    reflection = np.array([-1, 1, 1], np.float32)
    offsets_m = clip.offsets_m
    return dataclasses.replace(
        clip,
        clip_id=f"{clip.clip_id}_mirrored",
        rotations=clip.rotations[:, order] * np.array([1, -1, -1], np.float32),
        root_translation=clip.root_translation * reflection,
        offsets_m=None if offsets_m is None else offsets_m[order] * reflection,
    )
