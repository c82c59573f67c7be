"""From the rest pose of any skeleton to SMPL's T-pose."""

from collections.abc import Mapping

import numpy as np
from scipy.spatial.transform import Rotation

from motion.body_joints import BODY_JOINTS, BODY_PARENTS, KNOWN_JOINTS
from motion.joint_matching import path_to
from motion.skeleton import SKELETONS, SMPL, Skeleton

# The bone that starts at a joint ends at the first of these that the skeleton has.
_ENDS = {
    "l_hip": ("l_knee",),
    "r_hip": ("r_knee",),
    "l_shoulder": ("l_elbow",),
    "r_shoulder": ("r_elbow",),
    "l_collar": ("l_shoulder",),
    "r_collar": ("r_shoulder",),
    "spine1": ("spine2", "spine3", "neck", "head"),
    "spine2": ("spine3", "neck", "head"),
    "spine3": ("neck", "head"),
    "neck": ("head",),
}
# Where the bone ends beyond the 15.
_TIPS = {
    "l_knee": "l_ankle",
    "r_knee": "r_ankle",
    "l_elbow": "l_wrist",
    "r_elbow": "r_wrist",
}
_LIMBS = tuple(
    name for name in BODY_JOINTS if name[2:] in ("hip", "knee", "shoulder", "elbow")
)
# Skeletons place the joints of spine, neck and collars differently in the same body:
# up to this angle, their rest pose counts as the T-pose.
_TRUNK_DEGREES = 45.0
_SAME_DEGREES = 10.0  # between limbs of one known skeleton, and from an axis


def known_skeleton(skeleton: Skeleton) -> str | None:
    """The known skeleton with all joints of this one's names and the same limbs."""
    for known, body_names in KNOWN_JOINTS.items():
        reference = SKELETONS[known]
        names = [name for name in reference.joint_names if not name.endswith("End")]
        if not set(names) <= set(skeleton.joint_names):
            continue
        if all(
            _angle(_bone(skeleton, name), _bone(reference, name)) < _SAME_DEGREES
            for body, name in zip(BODY_JOINTS, body_names, strict=True)
            if body in _LIMBS
        ):
            return known
    return None


def _bone(skeleton: Skeleton, name: str) -> np.ndarray:
    places = _rest_positions(skeleton)
    joint = skeleton.index(name)
    return places[_tip(skeleton, joint)] - places[joint]


def _rest_positions(skeleton: Skeleton) -> np.ndarray:
    """(joints, 3)."""
    return np.stack(
        [
            skeleton.offsets_m[path_to(skeleton, joint)].sum(axis=0)
            for joint in range(skeleton.joint_count)
        ]
    )


def room_and_frames(
    skeleton: Skeleton, joints: Mapping[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    """`room` and `frames` of a `BodyMap`."""
    places = _rest_positions(skeleton)
    room = _room({name: places[joint] for name, joint in joints.items()})
    turns = np.empty((len(BODY_JOINTS), 3, 3))
    for number, (name, parent) in enumerate(
        zip(BODY_JOINTS, BODY_PARENTS, strict=True)
    ):
        turns[number] = np.eye(3) if parent < 0 else turns[parent]
        if name not in joints:
            continue
        end, aim = _bone_end(skeleton, joints, name)
        bone = room @ (places[end] - places[joints[name]])
        if np.any(bone):
            off = _angle(bone, aim)
            small = name not in _LIMBS and off <= _TRUNK_DEGREES
            turns[number] = np.eye(3) if small else _shortest_turn(bone, aim)
    return room, turns @ room


def _bone_end(
    skeleton: Skeleton, joints: Mapping[str, int], name: str
) -> tuple[int, np.ndarray]:
    """The joint where a bone ends, and where SMPL's points."""
    end = next((end for end in _ENDS.get(name, ()) if end in joints), None)
    tip = joints[end] if end else _tip(skeleton, joints[name])
    places = _rest_positions(SMPL)
    end = end or _TIPS.get(name, name)
    return tip, places[SMPL.index(end)] - places[SMPL.index(name)]


def _tip(skeleton: Skeleton, joint: int) -> int:
    """The first joint below that lies elsewhere, along the longer branch."""
    place = joint
    while place == joint or not np.any(skeleton.offsets_m[place]):
        children = [j for j, p in enumerate(skeleton.parents) if p == place]
        if not children:
            break
        below = [_family(skeleton, child) for child in children]
        place = children[int(np.argmax(below))]
    return place


def _family(skeleton: Skeleton, joint: int) -> int:
    """How many joints hang from a joint, itself included."""
    return sum(
        joint in path_to(skeleton, other) for other in range(skeleton.joint_count)
    )


def _room(places: Mapping[str, np.ndarray]) -> np.ndarray:
    """(3, 3) with rows left, up and ahead of the rest pose."""
    hips = (places["l_hip"] + places["r_hip"]) / 2
    height = places.get("head", places.get("neck")) - hips
    up = np.zeros(3)
    axis = np.abs(height).argmax()
    up[axis] = np.sign(height[axis])
    left = sum(
        places[f"l_{name}"] - places[f"r_{name}"] for name in ("hip", "shoulder")
    )
    left = left - (left @ up) * up
    if not np.any(up) or np.linalg.norm(left) < 1e-3 * np.linalg.norm(height):
        raise ValueError(
            "expected a rest pose with a height and a left and a right side, "
            f"found {height.round(3)} from hips to head and {left.round(3)} across"
        )
    left /= np.linalg.norm(left)
    nearest = np.sign(left) * (np.abs(left) == np.abs(left).max())
    if _angle(left, nearest) < _SAME_DEGREES:
        left = nearest
    return np.stack([left, up, np.cross(left, up)])


def _angle(first: np.ndarray, second: np.ndarray) -> float:
    """Degrees between two directions, 0 to 180."""
    across = np.linalg.norm(np.cross(first, second))
    return float(np.degrees(np.arctan2(across, first @ second)))


def _shortest_turn(bone: np.ndarray, aim: np.ndarray) -> np.ndarray:
    return Rotation.align_vectors([aim], [bone])[0].as_matrix()
