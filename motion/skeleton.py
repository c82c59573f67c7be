"""Which joints a body has, how they hang together, and how long its bones are.

All skeletons stand along +y in their rest pose, face +z and have their left at +x.
"""

import dataclasses

import numpy as np

from motion import skeleton_tables as tables


@dataclasses.dataclass(frozen=True, eq=False)
class Skeleton:
    """A tree of named joints in which every parent comes before its children.

    Args:
        name: key in `SKELETONS`.
        joint_names: one per joint, unique.
        parents: index of each joint's parent, -1 for the root (joint 0).
        offsets_m: (joints, 3) position in the frame of the parent at rest, metres.
        mirror_pairs: (left, right) joint indices.
        text_unit_m: metres per unit of the root translation in exponential-map text.

    Raises:
        ValueError: when the parts disagree in length or order.
    """

    name: str
    joint_names: tuple[str, ...]
    parents: tuple[int, ...]
    offsets_m: np.ndarray
    mirror_pairs: tuple[tuple[int, int], ...]
    text_unit_m: float

    def __post_init__(self):
        joints = len(self.joint_names)
        if len(set(self.joint_names)) != joints:
            raise ValueError(f"skeleton {self.name}: joint names repeat")
        if len(self.parents) != joints or self.offsets_m.shape != (joints, 3):
            raise ValueError(
                f"skeleton {self.name}: {joints} names, {len(self.parents)} parents, "
                f"offsets {self.offsets_m.shape}"
            )
        for joint, parent in enumerate(self.parents):
            if not (parent == -1 if joint == 0 else 0 <= parent < joint):
                raise ValueError(
                    f"skeleton {self.name}: parent of joint {joint} is {parent}"
                )

    @property
    def joint_count(self) -> int:
        return len(self.joint_names)

    @property
    def sides(self) -> np.ndarray:
        """(joints,) 0 on the left, 1 in the middle, 2 on the right."""
        sides = np.ones(self.joint_count, int)
        for left, right in self.mirror_pairs:
            sides[[left, right]] = 0, 2
        return sides

    @property
    def drawn_bones(self) -> np.ndarray:
        """(bones, 2): parent and joint of each line by which a body is drawn.

        Bones without length are left out, and so are those that start at the head.
        """
        parents = np.array(self.parents)
        drawn = np.linalg.norm(self.offsets_m, axis=1) > 1e-3
        drawn &= parents >= 0
        names = [name.lower() for name in self.joint_names]
        if "head" in names:
            drawn &= parents != names.index("head")
        joints = np.flatnonzero(drawn)
        return np.stack([parents[joints], joints], axis=1)

    def index(self, name: str) -> int:
        """The number of a joint; ValueError if the skeleton has no such joint."""
        if name not in self.joint_names:
            known = ", ".join(self.joint_names)
            raise ValueError(f"skeleton {self.name} has no joint {name!r}: {known}")
        return self.joint_names.index(name)

    def scaled(self, factor: float) -> "Skeleton":
        """The same skeleton with longer bones; text units stay what they are."""
        return dataclasses.replace(self, offsets_m=self.offsets_m * factor)


CMU_UNIT_M = 0.056444  # 1 / 0.45 inch
# Both published programs multiply the CMU offsets by 70 and call the result mm:
# `CMU.scaled(CMU_BENCHMARK_SCALE)` reproduces their lengths, 1.24 times too long.
CMU_BENCHMARK_SCALE = 0.070 / CMU_UNIT_M


def _skeleton(
    name: str,
    table: str,
    unit_m: float,
    text_unit_m: float,
    rest_positions: bool = False,
) -> Skeleton:
    """A skeleton from its table of offsets, or of rest positions."""
    rows = [line.split() for line in table.strip().splitlines()]
    names = tuple(row[0] for row in rows)
    parents = tuple(-1 if row[1] == "-" else names.index(row[1]) for row in rows)
    offsets_m = np.array([row[2:] for row in rows], np.float64) * unit_m
    if rest_positions:
        offsets_m -= offsets_m[[0, *parents[1:]]]
    right_names = {  # LHipJoint, ltibia and l_hip carry one letter only
        left: left.replace("Left", "Right")
        if "Left" in left
        else {"L": "R", "l": "r"}[left[0]] + left[1:]
        for left in names
        if left.startswith(("L", "l"))
    }
    return Skeleton(
        name=name,
        joint_names=names,
        parents=parents,
        offsets_m=offsets_m,
        mirror_pairs=tuple(
            (names.index(left), names.index(right))
            for left, right in right_names.items()
            if right in names
        ),
        text_unit_m=text_unit_m,
    )


H36M = _skeleton("h36m32", tables.H36M, unit_m=0.001, text_unit_m=0.001)
CMU = _skeleton("cmu38", tables.CMU, unit_m=CMU_UNIT_M, text_unit_m=CMU_UNIT_M)
ASF = _skeleton("asf31", tables.ASF, unit_m=CMU_UNIT_M, text_unit_m=CMU_UNIT_M)
SMPL = _skeleton(
    "smpl24", tables.SMPL, unit_m=1.0, text_unit_m=1.0, rest_positions=True
)
SKELETONS = {skeleton.name: skeleton for skeleton in (H36M, CMU, ASF, SMPL)}
