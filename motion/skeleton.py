"""Which joints a body has, how they hang together, and how long its bones are.

Both skeletons stand along +y in their rest pose, face +z and have their left at +x.
"""

import dataclasses

import numpy as np


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

    def index(self, name: str) -> int:
        """The number of a joint; ValueError if the skeleton has no such joint."""
        if name not in self.joint_names:
            known = ", ".join(self.joint_names)
            raise ValueError(f"skeleton {self.name} has no joint {name!r}: {known}")
        return self.joint_names.index(name)

    def scaled(self, factor: float) -> "Skeleton":
        """The same skeleton with longer bones; text units stay what they are."""
        return dataclasses.replace(self, offsets_m=self.offsets_m * factor)


# Joint, parent, offset in mm. Joints: thesis Table 3 (its "Arm" 18 is the left forearm,
# its end points, all called "Site", are named after their parents); offsets: the
# Martinez et al. 2017 code. NOTICE says where both come from.
_H36M = """
Hips               -                          0           0           0
RightUpLeg         Hips             -132.948591           0           0
RightLeg           RightUpLeg                 0 -442.894612           0
RightFoot          RightLeg                   0 -454.206447           0
RightToeBase       RightFoot                  0           0  162.767078
RightToeBaseSite   RightToeBase               0           0   74.999437
LeftUpLeg          Hips              132.948826           0           0
LeftLeg            LeftUpLeg                  0 -442.894413           0
LeftFoot           LeftLeg                    0  -454.20659           0
LeftToeBase        LeftFoot                   0           0  162.767426
LeftToeBaseSite    LeftToeBase                0           0   74.999948
Spine              Hips                       0         0.1           0
Spine1             Spine                      0  233.383263           0
Neck               Spine1                     0  257.077681           0
Head               Neck                       0  121.134938           0
HeadSite           Head                       0  115.002227           0
LeftShoulder       Spine1                     0  257.077681           0
LeftArm            LeftShoulder               0  151.034226           0
LeftForeArm        LeftArm                    0  278.882773           0
LeftHand           LeftForeArm                0  251.733451           0
LeftHandThumb      LeftHand                   0           0           0
LeftHandThumbSite  LeftHandThumb              0           0   99.999627
LeftWristEnd       LeftHand                   0  100.000188           0
LeftWristEndSite   LeftWristEnd               0           0           0
RightShoulder      Spine1                     0  257.077681           0
RightArm           RightShoulder              0  151.031437           0
RightForeArm       RightArm                   0  278.892924           0
RightHand          RightForeArm               0   251.72868           0
RightHandThumb     RightHand                  0           0           0
RightHandThumbSite RightHandThumb             0           0   99.999888
RightWristEnd      RightHand                  0  137.499922           0
RightWristEndSite  RightWristEnd              0           0           0
"""

# Joint, parent, offset in units of the text. Joints and offsets: the BVH hierarchy that
# ConvSeq2Seq and LearnTrajDep use for all subjects; "…End" are its end points.
_CMU = """
Hips               -                          0           0           0
LHipJoint          Hips                       0           0           0
LeftUpLeg          LHipJoint            1.65674    -1.80282     0.62477
LeftLeg            LeftUpLeg             2.5972    -7.13576           0
LeftFoot           LeftLeg              2.49236     -6.8477           0
LeftToeBase        LeftFoot             0.19704    -0.54136     2.14581
LeftToeBaseEnd     LeftToeBase                0           0     1.11249
RHipJoint          Hips                       0           0           0
RightUpLeg         RHipJoint            -1.6107    -1.80282     0.62476
RightLeg           RightUpLeg          -2.59502    -7.12977           0
RightFoot          RightLeg             -2.4678    -6.78024           0
RightToeBase       RightFoot           -0.23024    -0.63258     2.13368
RightToeBaseEnd    RightToeBase               0           0     1.11569
LowerBack          Hips                       0           0           0
Spine              LowerBack            0.01961      2.0545    -0.14112
Spine1             Spine                0.01021     2.06436    -0.05921
Neck               Spine1                     0           0           0
Neck1              Neck                 0.00713     1.56711     0.14968
Head               Neck1                0.03429     1.56041    -0.10006
HeadEnd            Head                 0.01305      1.6256    -0.05265
LeftShoulder       Spine1                     0           0           0
LeftArm            LeftShoulder         3.54205     0.90436    -0.17364
LeftForeArm        LeftArm              4.86513           0           0
LeftHand           LeftForeArm          3.35554           0           0
LeftFingerBase     LeftHand                   0           0           0
LeftHandIndex1     LeftFingerBase       0.66117           0           0
LeftHandIndex1End  LeftHandIndex1       0.53306           0           0
LThumb             LeftHand                   0           0           0
LThumbEnd          LThumb                0.5412           0      0.5412
RightShoulder      Spine1                     0           0           0
RightArm           RightShoulder       -3.49802     0.75994    -0.32616
RightForeArm       RightArm            -5.02649           0           0
RightHand          RightForeArm        -3.36431           0           0
RightFingerBase    RightHand                  0           0           0
RightHandIndex1    RightFingerBase     -0.73041           0           0
RightHandIndex1End RightHandIndex1     -0.58887           0           0
RThumb             RightHand                  0           0           0
RThumbEnd          RThumb              -0.59786           0     0.59786
"""

CMU_UNIT_M = 0.056444  # 1 / 0.45 inch
# Both published programs multiply the CMU offsets by 70 and call the result mm:
# `CMU.scaled(CMU_BENCHMARK_SCALE)` reproduces their lengths, 1.24 times too long.
CMU_BENCHMARK_SCALE = 0.070 / CMU_UNIT_M


def _skeleton(name: str, table: str, offset_unit_m: float, text_unit_m: float):
    rows = [line.split() for line in table.strip().splitlines()]
    names = tuple(row[0] for row in rows)
    right_names = {  # LHipJoint and LThumb carry one letter only
        left: left.replace("Left", "Right") if "Left" in left else "R" + left[1:]
        for left in names
        if left.startswith("L")
    }
    return Skeleton(
        name=name,
        joint_names=names,
        parents=tuple(-1 if row[1] == "-" else names.index(row[1]) for row in rows),
        offsets_m=np.array([row[2:] for row in rows], np.float64) * offset_unit_m,
        mirror_pairs=tuple(
            (names.index(left), names.index(right))
            for left, right in right_names.items()
            if right in names
        ),
        text_unit_m=text_unit_m,
    )


H36M = _skeleton("h36m32", _H36M, offset_unit_m=0.001, text_unit_m=0.001)
CMU = _skeleton("cmu38", _CMU, offset_unit_m=CMU_UNIT_M, text_unit_m=CMU_UNIT_M)
SKELETONS = {skeleton.name: skeleton for skeleton in (H36M, CMU)}
