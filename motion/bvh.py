"""BVH: a hierarchy of joints with offsets, and the channels of each frame.

A joint turns by the product of its rotation channels in the order in which the file
lists them: "Zrotation Xrotation Yrotation" is Rz @ Rx @ Ry for column vectors. A
position channel says where the joint is in its parent's frame (the root: in the room)
and replaces that coordinate of OFFSET, as Blender and MotionBuilder read it; where
the root has both, a few programs add them up. Lengths are in the file's unit, which
BVH does not state. `data_prep.sources.bvh` reads and writes the files.
"""

import dataclasses
import warnings
from collections.abc import Iterator

import numpy as np
from scipy.spatial.transform import Rotation

from motion.joint_names import mirror_pairs
from motion.skeleton import Skeleton

CENTIMETRE_M = 0.01
POSITIONS = ("Xposition", "Yposition", "Zposition")
ROTATIONS = ("Xrotation", "Yrotation", "Zrotation")
_WRITTEN_ORDER = ("Zrotation", "Xrotation", "Yrotation")
_NO_LENGTH = (0.0, 0.0, 0.0)


@dataclasses.dataclass(frozen=True)
class BvhJoint:
    """A joint as the hierarchy states it.

    Args:
        name: unique in the file.
        parent: index of the parent, -1 for the root.
        offset: from the parent at rest, in the file's unit.
        channels: of `POSITIONS` and `ROTATIONS`, each at most once, in file order.
        end_site: where the bone of this joint ends, if the file says so.
    """

    name: str
    parent: int
    offset: tuple[float, float, float]
    channels: tuple[str, ...]
    end_site: tuple[float, float, float] | None = None


@dataclasses.dataclass(frozen=True, eq=False)
class BvhMotion:
    """What a BVH file holds.

    Args:
        joints: in the file's order: each follows its parent or a brother's last
            descendant.
        frame_seconds: time between two frames.
        values: (frames, channels) float64, in the file's order, unit and degrees.

    Raises:
        ValueError: joints in another order, or values that are not (frames, channels).
    """

    joints: tuple[BvhJoint, ...]
    frame_seconds: float
    values: np.ndarray

    def __post_init__(self):
        open_joints = [-1]
        for index, joint in enumerate(self.joints):
            if joint.parent not in open_joints or (joint.parent < 0) != (index == 0):
                raise ValueError(f"joint {joint.name!r}: out of the hierarchy's order")
            del open_joints[open_joints.index(joint.parent) + 1 :]
            open_joints.append(index)
        channels = sum(len(joint.channels) for joint in self.joints)
        if self.values.shape != (max(len(self.values), 1), channels):
            raise ValueError(
                f"expected values (frames, {channels}), found {self.values.shape}"
            )

    @property
    def rate_hz(self) -> float:
        """Frames per second: a whole number where the frame time is one, rounded."""
        rate = 1 / self.frame_seconds
        whole = round(rate)
        # "0.0083333" and "0.033333" mean 120 and 30; 29.97 is further from 30.
        return float(whole) if abs(rate - whole) < 3e-4 * rate else rate

    def rotations(self) -> np.ndarray:
        """(frames, joints, 3, 3): of each joint relative to its parent."""
        shape = len(self.values), len(self.joints), 3, 3
        rotations = np.broadcast_to(np.eye(3), shape).copy()
        for order, joints, columns in self._turning():
            angles = self.values[:, columns]  # (frames, of these joints, channels)
            turns = Rotation.from_euler(
                order, angles.reshape(-1, len(order)), degrees=True
            )
            rotations[:, joints] = turns.as_matrix().reshape(*angles.shape[:2], 3, 3)
        return rotations

    def root_positions(self) -> np.ndarray:
        """(frames, 3) in the file's unit: channels, and OFFSET where there is none."""
        return self._positions(0)

    def with_motion(
        self,
        rotations: np.ndarray,
        root_positions: np.ndarray,
        frame_seconds: float | None = None,
    ) -> "BvhMotion":
        """The same hierarchy in another motion, each joint in its own Euler order.

        A joint moves as far as its channels let it. Position channels of joints other
        than the root stay what they are; in a motion of another length, what they are
        in the last frame.

        Args:
            rotations: (frames, joints, 3, 3) relative to the parent.
            root_positions: (frames, 3) in the file's unit.
            frame_seconds: time between two frames, if it is another.
        """
        frames = len(rotations)
        values = self.values
        if frames != len(values):
            values = np.repeat(values[-1:], frames, axis=0)
        values = values.copy()
        for order, joints, columns in self._turning():
            values[:, columns] = _angles(order, np.asarray(rotations)[:, joints])
        for axis, column in self._position_columns(0):
            values[:, column] = root_positions[:, axis]
        return dataclasses.replace(
            self, values=values, frame_seconds=frame_seconds or self.frame_seconds
        )

    def skeleton(self, unit_m: float) -> Skeleton:
        """The hierarchy in metres; its root lies at the origin, end sites are left out.

        A joint with position channels hangs where they say in the last frame.
        """
        offsets = [self._positions(joint)[-1] for joint in range(1, len(self.joints))]
        names = tuple(joint.name for joint in self.joints)
        return Skeleton(
            name="bvh",
            joint_names=names,
            parents=tuple(joint.parent for joint in self.joints),
            offsets_m=np.array([_NO_LENGTH, *offsets]) * unit_m,
            mirror_pairs=mirror_pairs(names),
            text_unit_m=unit_m,
        )

    def _positions(self, joint: int) -> np.ndarray:
        """(frames, 3) of a joint in its parent's frame."""
        positions = np.tile(
            np.float64(self.joints[joint].offset), (len(self.values), 1)
        )
        for axis, column in self._position_columns(joint):
            positions[:, axis] = self.values[:, column]
        return positions

    def _first_column(self, joint: int) -> int:
        return sum(len(each.channels) for each in self.joints[:joint])

    def _position_columns(self, joint: int) -> Iterator[tuple[int, int]]:
        """(axis, column) of a joint's position channels."""
        start = self._first_column(joint)
        for place, channel in enumerate(self.joints[joint].channels):
            if channel in POSITIONS:
                yield POSITIONS.index(channel), start + place

    def _turning(self) -> Iterator[tuple[str, list[int], np.ndarray]]:
        """For each order such as 'ZXY': the joints and columns (joints, channels)."""
        orders = {}
        for index, joint in enumerate(self.joints):
            places = [
                place for place, name in enumerate(joint.channels) if name in ROTATIONS
            ]
            if places:
                order = "".join(joint.channels[place][0] for place in places)
                columns = np.array(places) + self._first_column(index)
                orders.setdefault(order, []).append((index, columns))
        for order, found in orders.items():
            joints, columns = zip(*found, strict=True)
            yield order, list(joints), np.stack(columns)


def _angles(order: str, rotations: np.ndarray) -> np.ndarray:
    """Degrees (frames, joints, channels) of (frames, joints, 3, 3), without leaps."""
    turns = Rotation.from_matrix(rotations.reshape(-1, 3, 3))
    whole_order = order + "".join(axis for axis in "XYZ" if axis not in order)
    with warnings.catch_warnings():  # gimbal lock: the angles found are as good
        warnings.simplefilter("ignore", UserWarning)
        angles = turns.as_euler(whole_order, degrees=True)
    if len(order) == 2:  # a missing angle is 0, not the 180 of the other solution
        other = np.abs(angles[:, 2]) > 90
        angles[other] = angles[other] * (1, -1, 1) + 180
    angles = angles.reshape(*rotations.shape[:2], 3)[..., : len(order)]
    return np.unwrap(angles, period=360, axis=0)


def bvh_of(
    skeleton: Skeleton,
    rotations: np.ndarray,
    root_translation_m: np.ndarray,
    rate_hz: float,
    unit_m: float = CENTIMETRE_M,
) -> BvhMotion:
    """A motion of a skeleton as BVH, its joints in the order that BVH needs.

    The root's OFFSET is zero, so that all programs agree where it is. Joints without
    children have an end site of no length, which keeps their names and rotations.

    Args:
        skeleton: whose joints and bones.
        rotations: (frames, joints, 3, 3) relative to the parent.
        root_translation_m: (frames, 3), from the skeleton's own place of the root.
        rate_hz: frames per second.
        unit_m: metres per unit of the file.
    """
    order = _depth_first(skeleton.parents)
    joints = []
    for joint in order:
        root = joint == 0
        offset = _NO_LENGTH if root else skeleton.offsets_m[joint] / unit_m
        joints.append(
            BvhJoint(
                name=skeleton.joint_names[joint],
                parent=-1 if root else order.index(skeleton.parents[joint]),
                offset=tuple(float(value) for value in offset),
                channels=(*POSITIONS, *_WRITTEN_ORDER) if root else _WRITTEN_ORDER,
                end_site=None if joint in skeleton.parents else _NO_LENGTH,
            )
        )
    at_rest = np.zeros((1, 3 + 3 * len(joints)))
    root_positions = (skeleton.offsets_m[0] + root_translation_m) / unit_m
    motion = BvhMotion(tuple(joints), 1 / rate_hz, at_rest)
    return motion.with_motion(np.asarray(rotations)[:, order], root_positions)


def _depth_first(parents: tuple[int, ...]) -> list[int]:
    """Indices of all joints, each followed by its whole family."""
    order, waiting = [], [0]
    while waiting:
        joint = waiting.pop()
        order.append(joint)
        waiting += [
            child for child in reversed(range(len(parents))) if parents[child] == joint
        ]
    return order
