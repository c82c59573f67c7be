"""Between any skeleton and the 15 joints of `motion.body_joints`.

With G the rotation of a joint in the frame of the pelvis, `room @ G @ frame.T` turns
the T-pose into the pose, seen with y up and the face towards z. Of the CMU skeletons
and SMPL the T-poses are known (`motion.body_joints`). For others each bone of the rest
pose takes the shortest turn to where it points in SMPL's T-pose.
"""

import dataclasses
from collections.abc import Mapping

import numpy as np

from motion.body_joints import (
    BODY_JOINTS,
    BODY_PARENTS,
    KNOWN_JOINTS,
    global_rotations,
    t_pose,
)
from motion.joint_matching import branching, match_joints
from motion.rest_pose import known_skeleton, room_and_frames
from motion.skeleton import Skeleton


@dataclasses.dataclass(frozen=True, eq=False)
class BodyMap:
    """Which joints of a skeleton are the 15, and how its T-pose turns them.

    Args:
        skeleton: of the rotations given and taken.
        joints: index of the joint for each of `BODY_JOINTS` that the skeleton has.
        pelvis: index of the joint from which legs and spine hang.
        room: (3, 3) turns the skeleton's room so that y is up and the rest pose faces
            z; its rows are the directions left, up and ahead.
        frames: (15, 3, 3) `room`, then the turn of each joint from rest to T-pose.
    """

    skeleton: Skeleton
    joints: dict[str, int]
    pelvis: int
    room: np.ndarray
    frames: np.ndarray

    @classmethod
    def of(
        cls, skeleton: Skeleton, names: Mapping[str, str] | None = None
    ) -> "BodyMap":
        """Finds the joints by their names and the T-pose from the rest pose.

        Args:
            skeleton: any; one with the joints and limbs of a known skeleton counts as
                that one, whatever it calls itself.
            names: body joint to joint name, where names are not to be guessed; then no
                skeleton counts as known.

        Raises:
            ValueError: as `motion.joint_matching.match_joints`; or a rest pose without
                a height or in which left and right are at the same place.
        """
        known = None if names else known_skeleton(skeleton)
        if known:
            joints = {
                body: skeleton.index(name)
                for body, name in zip(BODY_JOINTS, KNOWN_JOINTS[known], strict=True)
            }
            room, frames = np.eye(3), t_pose(known)
        else:
            joints = match_joints(skeleton, names)
            room, frames = room_and_frames(skeleton, joints)
        pelvis = branching(skeleton, list(joints.values()))
        return cls(skeleton, joints, pelvis, room, frames)

    @property
    def absent(self) -> tuple[str, ...]:
        """Body joints that the skeleton does not have: they never turn."""
        return tuple(name for name in BODY_JOINTS if name not in self.joints)

    @property
    def unused(self) -> tuple[str, ...]:
        """Joints of the skeleton that are none of the 15."""
        used = self.joints.values()
        names = enumerate(self.skeleton.joint_names)
        return tuple(name for joint, name in names if joint not in used)

    def to_body(self, rotations: np.ndarray) -> np.ndarray:
        """Rotations (frames, joints, 3, 3) to those of the 15 (frames, 15, 3, 3)."""
        turned = _in_pelvis(self, np.asarray(rotations, np.float64))
        whole = np.empty((len(rotations), len(BODY_JOINTS), 3, 3))
        body = np.empty_like(whole)
        for number, (name, parent) in enumerate(
            zip(BODY_JOINTS, BODY_PARENTS, strict=True)
        ):
            above = np.eye(3) if parent < 0 else whole[:, parent]
            whole[:, number] = above
            if name in self.joints:
                frame = self.frames[number]
                whole[:, number] = self.room @ turned[self.joints[name]] @ frame.T
            body[:, number] = np.swapaxes(above, -1, -2) @ whole[:, number]
        return body

    def from_body(self, body: np.ndarray, held: np.ndarray) -> np.ndarray:
        """Rotations of the 15 to those of the skeleton (frames, joints, 3, 3).

        Args:
            body: (frames, 15, 3, 3).
            held: (joints, 3, 3) how the joints turn that are none of the 15, the root
                among them: those of the last frame seen.
        """
        whole = global_rotations(np.asarray(body, np.float64))
        rotations = np.broadcast_to(held, (len(body), *held.shape)).copy()
        numbers = {self.joints[name]: BODY_JOINTS.index(name) for name in self.joints}
        turned = {self.pelvis: np.broadcast_to(np.eye(3), (len(body), 3, 3))}
        for joint, parent in enumerate(self.skeleton.parents):
            if parent not in turned:
                continue
            if joint in numbers:
                number = numbers[joint]
                aim = self.room.T @ whole[:, number] @ self.frames[number]
                rotations[:, joint] = turned[parent].swapaxes(-1, -2) @ aim
            turned[joint] = turned[parent] @ rotations[:, joint]
        return rotations


def _in_pelvis(body_map: BodyMap, rotations: np.ndarray) -> dict[int, np.ndarray]:
    """(frames, 3, 3) of each joint below the pelvis, in the frame of the pelvis."""
    turned = {body_map.pelvis: np.eye(3)}
    for joint, parent in enumerate(body_map.skeleton.parents):
        if parent in turned:
            turned[joint] = turned[parent] @ rotations[:, joint]
    return turned
