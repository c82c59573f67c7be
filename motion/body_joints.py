"""The 15 joints by which rotation models see a body, whatever skeleton recorded it.

They are those of SMPL's 24 that the DIP recordings keep: no root, ankles, feet, wrists
or hands. Rotations are matrices for column vectors, relative to the parent among the
15, and the identity in a T-pose with the frames of all joints along the room's axes.
Huang et al. 2018, "Deep Inertial Poser", section 5; Loper et al. 2015, "SMPL".
"""

import numpy as np

from motion.clip import Clip
from motion.rotations import rotvec_to_matrix
from motion.skeleton import SKELETONS, SMPL, Skeleton

# Joint, and the joint at the same place in both forms of the CMU recordings.
_SAME_PLACE = """
l_hip       LeftUpLeg      lfemur
r_hip       RightUpLeg     rfemur
spine1      LowerBack      lowerback
l_knee      LeftLeg        ltibia
r_knee      RightLeg       rtibia
spine2      Spine          upperback
spine3      Spine1         thorax
neck        Neck1          upperneck
l_collar    LeftShoulder   lclavicle
r_collar    RightShoulder  rclavicle
head        Head           head
l_shoulder  LeftArm        lhumerus
r_shoulder  RightArm       rhumerus
l_elbow     LeftForeArm    lradius
r_elbow     RightForeArm   rradius
"""
_ROWS = [line.split() for line in _SAME_PLACE.strip().splitlines()]

BODY_JOINTS = tuple(row[0] for row in _ROWS)
SMPL_INDEX = tuple(SMPL.index(name) for name in BODY_JOINTS)
# Parents among the 15; -1 for the absent root.
BODY_PARENTS = tuple(
    SMPL_INDEX.index(SMPL.parents[joint]) if SMPL.parents[joint] else -1
    for joint in SMPL_INDEX
)
# From the hip upwards, so that left and right correspond.
LEFT = tuple(
    BODY_JOINTS.index(f"l_{name}")
    for name in ("hip", "knee", "collar", "shoulder", "elbow")
)
RIGHT = tuple(BODY_JOINTS.index("r" + BODY_JOINTS[joint][1:]) for joint in LEFT)
CENTRE = tuple(
    BODY_JOINTS.index(name) for name in ("spine1", "spine2", "spine3", "neck", "head")
)

# Joints of the skeletons whose T-pose is known, in the order of `BODY_JOINTS`.
KNOWN_JOINTS = {
    "smpl24": BODY_JOINTS,
    "cmu38": tuple(row[1] for row in _ROWS),
    "asf31": tuple(row[2] for row in _ROWS),
}
# The T-pose of both CMU forms: rotations of the joints in the room, in degrees about
# the given axis; other joints are not turned. It is row 0 of every text file, and the
# rest directions of the two forms are the same. SMPL rests in its T-pose.
_CMU_T_POSE = {
    "l_hip": ("z", -21),
    "r_hip": ("z", 21),
    "l_knee": ("z", -21),
    "r_knee": ("z", 21),
    "neck": ("x", 5),
    "head": ("x", 16),
    "l_shoulder": ("z", -8),
    "r_shoulder": ("z", 8),
    "l_elbow": ("z", -8),
    "r_elbow": ("z", 8),
}
_T_POSES = {"smpl24": {}, "cmu38": _CMU_T_POSE, "asf31": _CMU_T_POSE}


def body_rotations(clip: Clip) -> np.ndarray:
    """Rotations of the 15 joints of a clip: (frames, 15, 3, 3) float32.

    With G the rotation of a joint in the room and T that in the T-pose, G Tᵀ turns the
    T-pose into the pose; that of the parent (the root, where it is absent) is taken off
    it. How the root itself turns and moves is left out.

    Raises:
        ValueError: a skeleton that does not have these joints.
    """
    if clip.skeleton not in KNOWN_JOINTS:
        raise ValueError(
            f"clip {clip.clip_id!r}: expected a skeleton of {', '.join(KNOWN_JOINTS)}, "
            f"found {clip.skeleton!r}"
        )
    skeleton = SKELETONS[clip.skeleton]
    joints = [skeleton.index(name) for name in KNOWN_JOINTS[clip.skeleton]]
    at_t_pose = t_pose(clip.skeleton)
    found = np.empty((len(clip), len(joints), 3, 3), np.float32)
    for number, (joint, parent) in enumerate(zip(joints, BODY_PARENTS, strict=True)):
        ancestor, parent_t_pose = 0, np.eye(3)
        if parent >= 0:
            ancestor, parent_t_pose = joints[parent], at_t_pose[parent]
        turns = parent_t_pose
        for between in _chain(skeleton, joint, ancestor):
            turns = turns @ rotvec_to_matrix(clip.rotations[:, between])
        found[:, number] = turns @ at_t_pose[number].T
    return found


def global_rotations(local: np.ndarray) -> np.ndarray:
    """Rotations in the frame of the root (..., 15, 3, 3) from those to the parents.

    In the dtype given. The 9 joints of SMPL that are absent are not turned.
    """
    turned = np.array(local)
    for joint, parent in enumerate(BODY_PARENTS):
        if parent >= 0:
            turned[..., joint, :, :] = (
                turned[..., parent, :, :] @ local[..., joint, :, :]
            )
    return turned


def to_smpl(local: np.ndarray) -> np.ndarray:
    """Rotations (..., 15, 3, 3) among the 24 of SMPL (..., 24, 3, 3), in their dtype.

    The root and the other absent joints are not turned.
    """
    local = np.asarray(local)
    shape = (*local.shape[:-3], SMPL.joint_count, 3, 3)
    whole = np.broadcast_to(np.eye(3, dtype=local.dtype), shape).copy()
    whole[..., SMPL_INDEX, :, :] = local
    return whole


def _chain(skeleton: Skeleton, joint: int, ancestor: int) -> list[int]:
    """The joints from below an ancestor down to a joint."""
    chain = []
    while joint != ancestor:
        chain.insert(0, joint)
        joint = skeleton.parents[joint]
    return chain


def t_pose(skeleton: str) -> np.ndarray:
    """(15, 3, 3): how the T-pose turns the joints of a skeleton in the room."""
    vectors = np.zeros((len(BODY_JOINTS), 3))
    for name, (axis, degrees) in _T_POSES[skeleton].items():
        vectors[BODY_JOINTS.index(name), "xyz".index(axis)] = np.radians(degrees)
    return rotvec_to_matrix(vectors)
