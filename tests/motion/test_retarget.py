"""The 15 joints of other programs' skeletons: names, rest poses, and the way back."""

import dataclasses

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from data_prep import datasets
from data_prep.sources import cmu_text as text
from motion.body_joints import (
    BODY_JOINTS,
    KNOWN_JOINTS,
    SMPL_INDEX,
    body_rotations,
    global_rotations,
)
from motion.clip import Clip
from motion.kinematics import positions_of
from motion.motion import Motion
from motion.retarget import BodyMap
from motion.rotations import geodesic_angle, rotvec_to_matrix
from motion.skeleton import ASF, CMU, H36M, SMPL, Skeleton

Z_UP = Rotation.from_euler("x", 90, degrees=True).as_matrix()
TURNED = {
    "z up": Z_UP,
    "facing -x": Rotation.from_euler("y", -90, degrees=True).as_matrix(),
    "facing backwards": np.diag([-1.0, 1, -1]),
    "z up, turned by 30 degrees": Rotation.from_euler("z", 30, degrees=True).as_matrix()
    @ Z_UP,
}


def moving(skeleton, frames=9, seed=0):
    """Smooth random rotations (frames, joints, 3, 3) of up to a radian or so."""
    random = np.random.default_rng(seed)
    start = random.normal(0, 0.4, (1, skeleton.joint_count, 3))
    steps = random.normal(0, 0.1, (frames, skeleton.joint_count, 3))
    return rotvec_to_matrix(start + np.cumsum(steps, axis=0))


def renamed(skeleton, names):
    return dataclasses.replace(skeleton, joint_names=tuple(names))


def smpl_names(names):
    """SMPL's 24 joints with other names for some."""
    return [names.get(name, f"other_{name}") for name in SMPL.joint_names]


@pytest.fixture(scope="module")
def walk(request):
    data = request.getfixturevalue("cmu_dir")
    (recording,) = (
        each for each in text.list_cmu(data) if each.clip_id == "test/walking/walking_1"
    )
    return text.read_clip(datasets.CMU, recording)


def test_the_walk_of_the_recordings_comes_out_as_in_the_records(walk):
    found = BodyMap.of(CMU).to_body(Motion.of(walk).rotations)
    np.testing.assert_allclose(found, body_rotations(walk)[1:], rtol=0, atol=2e-7)


@pytest.mark.parametrize("skeleton", [CMU, ASF, SMPL], ids=lambda each: each.name)
def test_known_skeletons_have_the_joints_and_t_poses_of_the_records(skeleton):
    """Whatever they call themselves, and whatever hangs on them."""
    vectors = np.random.default_rng(1).normal(0, 0.5, (7, skeleton.joint_count, 3))
    vectors = vectors.astype(np.float32)
    root = np.zeros((7, 3), np.float32)
    clip = Clip("c", "", "w", skeleton.name, 60.0, vectors, root, "absolute")
    other = Skeleton(
        name="bvh",
        joint_names=(*skeleton.joint_names, "sword"),
        parents=(*skeleton.parents, 3),
        offsets_m=np.concatenate([skeleton.offsets_m, [[0, 0.1, 1.0]]]),
        mirror_pairs=(),
        text_unit_m=1.0,
    )
    turns = rotvec_to_matrix(np.concatenate([vectors, vectors[:, :1]], axis=1))
    body_map = BodyMap.of(other)
    np.testing.assert_allclose(body_map.to_body(turns), body_rotations(clip), atol=1e-6)
    assert body_map.absent == () and "sword" in body_map.unused


def test_cmu_without_its_end_points_is_known():
    """As the public conversion to BVH has it, with end sites instead."""
    kept = [j for j, name in enumerate(CMU.joint_names) if not name.endswith("End")]
    shorter = Skeleton(
        name="bvh",
        joint_names=tuple(CMU.joint_names[j] for j in kept),
        parents=tuple(kept.index(CMU.parents[j]) if j else -1 for j in kept),
        offsets_m=CMU.offsets_m[kept],
        mirror_pairs=(),
        text_unit_m=0.01,
    )
    turns = moving(CMU)
    np.testing.assert_allclose(
        BodyMap.of(shorter).to_body(turns[:, kept]),
        BodyMap.of(CMU).to_body(turns),
        atol=1e-12,
    )


def test_the_same_names_in_another_rest_pose_are_not_taken_for_cmu():
    """Arms that hang down at rest: the table's T-pose would be wrong."""
    turns = {name: np.eye(3) for name in CMU.joint_names}
    for side, degrees in (("Left", -90), ("Right", 90)):
        down = Rotation.from_euler("z", degrees, degrees=True).as_matrix()
        for name in CMU.joint_names[20:]:
            if name.startswith(side) and name != f"{side}Shoulder":
                turns[name] = down
    hanging, pose = in_another_rest_pose(CMU, turns, moving(CMU))
    found = BodyMap.of(hanging)
    known = BodyMap.of(CMU)
    assert np.abs(found.frames - known.frames).max() > 0.5
    both = (
        global_rotations(found.to_body(pose)),
        global_rotations(known.to_body(moving(CMU))),
    )
    assert np.degrees(geodesic_angle(*both)).max() < 20


def in_another_rest_pose(skeleton, turns, rotations):
    """The same motion of a skeleton whose rest pose turns each joint in the room."""
    turns = np.stack([turns[name] for name in skeleton.joint_names])
    above = turns[[0, *skeleton.parents[1:]]]
    above[0] = np.eye(3)
    offsets = np.einsum("jab,jb->ja", above, skeleton.offsets_m)
    changed = dataclasses.replace(skeleton, offsets_m=offsets)
    pose = above @ rotations @ turns.swapaxes(-1, -2)
    np.testing.assert_allclose(
        positions_of(pose, changed), positions_of(rotations, skeleton), atol=1e-9
    )
    return changed, pose


@pytest.mark.parametrize("turn", TURNED.values(), ids=TURNED)
def test_up_and_ahead_may_be_anywhere(turn):
    """SMPL in a turned room: the same body rotations, and the same pose again."""
    turns = moving(SMPL)
    skeleton = dataclasses.replace(SMPL, offsets_m=SMPL.offsets_m @ turn.T)
    turned = turn @ turns @ turn.T
    body_map = BodyMap.of(skeleton)
    body = body_map.to_body(turned)
    np.testing.assert_allclose(body_map.room @ turn, np.eye(3), atol=0.01)
    # A room turned by 30 degrees is found up to SMPL's own lack of symmetry.
    angles = np.degrees(geodesic_angle(body, turns[:, SMPL_INDEX]))
    assert angles.max() < (1e-6 if np.all(np.abs(turn).max(axis=0) > 0.99) else 1.0)
    back = body_map.from_body(body, turned[-1])
    back[:, 0] = turned[:, 0]
    places = positions_of(back, skeleton) @ turn
    joints = [*SMPL_INDEX, SMPL.index("l_ankle"), SMPL.index("r_wrist")]
    np.testing.assert_allclose(
        places[:, joints], positions_of(turns, SMPL)[:, joints], atol=1e-9
    )


def a_pose(degrees):
    """How SMPL's joints turn where the arms are lowered by an angle."""
    turns = {name: np.eye(3) for name in SMPL.joint_names}
    for side, sign in (("l", -1), ("r", 1)):
        down = Rotation.from_euler("z", sign * degrees, degrees=True).as_matrix()
        for name in ("shoulder", "elbow", "wrist", "hand"):
            turns[f"{side}_{name}"] = down
    return turns


@pytest.mark.parametrize("degrees", [30, 45, 60])
def test_arms_may_be_lowered_at_rest(degrees):
    """An A-pose: posed by what comes out, SMPL's own arms are where they were."""
    turns = moving(SMPL)
    skeleton, pose = in_another_rest_pose(SMPL, a_pose(degrees), turns)
    body_map = BodyMap.of(skeleton)
    body = body_map.to_body(pose)
    posed = turns.copy()
    posed[:, SMPL_INDEX] = body
    joints = [*SMPL_INDEX, SMPL.index("l_wrist"), SMPL.index("r_wrist")]
    distance = np.linalg.norm(
        (positions_of(posed, SMPL) - positions_of(turns, SMPL))[:, joints], axis=-1
    )
    assert distance.max() < 0.005  # metres; the shortest turn is not quite about z
    as_they_are = pose[:, SMPL_INDEX]
    assert np.degrees(geodesic_angle(as_they_are, body)).max() > degrees - 1
    back = body_map.from_body(body, pose[-1])
    used = list(body_map.joints.values())
    np.testing.assert_allclose(back[:, used], pose[:, used], atol=1e-9)


@pytest.mark.parametrize("skeleton", [CMU, ASF, SMPL, H36M], ids=lambda each: each.name)
def test_back_at_the_last_frame_nothing_has_changed(skeleton):
    """And before it, all is as it was if only the joints held do not move."""
    turns = moving(skeleton)
    body_map = BodyMap.of(skeleton)
    back = body_map.from_body(body_map.to_body(turns), turns[-1])
    np.testing.assert_allclose(back[-1], turns[-1], rtol=0, atol=1e-9)
    held = [j for j in range(skeleton.joint_count) if j not in body_map.joints.values()]
    turns[:, held] = turns[-1, held]
    back = body_map.from_body(body_map.to_body(turns), turns[-1])
    np.testing.assert_allclose(back, turns, rtol=0, atol=1e-9)


def test_body_rotations_come_back_from_any_skeleton_that_has_them():
    body = moving(SMPL)[:, SMPL_INDEX]
    for skeleton in (CMU, ASF, SMPL, H36M):
        body_map = BodyMap.of(skeleton)
        held = moving(skeleton, 1, seed=5)[0]
        again = body_map.to_body(body_map.from_body(body, held))
        in_pelvis = global_rotations(again), global_rotations(body)
        present = [BODY_JOINTS.index(name) for name in body_map.joints]
        np.testing.assert_allclose(
            in_pelvis[0][:, present], in_pelvis[1][:, present], atol=1e-9
        )


def test_the_rest_pose_is_a_good_guess_at_the_t_pose_of_cmu(walk):
    """CMU under other names, so that its table is not used.

    Measured on a walk: 0 degrees at spine and collars, 5 to 11 elsewhere, as the table
    has straight legs and a lowered chin where SMPL's bones point elsewhere.
    """
    names = [f"bone{number}" for number in range(38)]
    mapping = {
        body: names[CMU.index(joint)]
        for body, joint in zip(BODY_JOINTS, KNOWN_JOINTS["cmu38"], strict=True)
    }
    rotations = Motion.of(walk).rotations
    body_map = BodyMap.of(renamed(CMU, names), mapping)
    found = body_map.to_body(rotations)
    angles = np.degrees(geodesic_angle(found, BodyMap.of(CMU).to_body(rotations)))
    measured = dict(zip(BODY_JOINTS, angles.mean(axis=0), strict=True))
    for name in ("spine1", "spine2", "spine3", "l_collar", "r_collar"):
        assert measured.pop(name) < 1e-6
    assert min(measured.values()) > 4 and max(measured.values()) < 11.1
    # The same motion: the difference is one of the pose at rest, and stays what it is.
    assert np.ptp(angles, axis=0).max() < 2


def test_guessed_by_names_and_by_hand_the_joints_are_those_of_the_table():
    """Only a joint's name that is given makes CMU unknown; the rest is guessed."""
    body_map = BodyMap.of(CMU, {"head": "Head"})
    assert [CMU.joint_names[j] for j in body_map.joints.values()] == list(
        KNOWN_JOINTS["cmu38"]
    )


NAMES = {
    "mixamo": """mixamorig:LeftUpLeg mixamorig:LeftLeg mixamorig:LeftArm
        mixamorig:LeftForeArm mixamorig:LeftShoulder mixamorig:Head mixamorig:Spine""",
    "xsens": "LeftHip LeftKnee LeftShoulder LeftElbow LeftCollar Head Chest",
    "rokoko": "LeftThigh LeftShin LeftArm LeftForeArm LeftShoulder Head Spine1",
    "lafan": "LeftUpLeg LeftLeg LeftArm LeftForeArm LeftShoulder Head Spine",
    "unity": """LeftUpperLeg LeftLowerLeg LeftUpperArm LeftLowerArm LeftShoulder Head
        Spine""",
    "unreal": "thigh_l calf_l upperarm_l lowerarm_l clavicle_l head spine_01",
    "rigify": "DEF-thigh.L DEF-shin.L DEF-upper_arm.L DEF-forearm.L DEF-s.L head x",
    "smpl maya": "m_avg_L_Hip m_avg_L_Knee m_avg_L_Shoulder m_avg_L_Elbow a.L head x",
    "vroid": "J_Bip_L_UpperLeg J_Bip_L_LowerLeg J_Bip_L_UpperArm J_Bip_L_LowerArm "
    "J_Bip_L_Shoulder J_Bip_C_Head J_Bip_C_Spine",
    "daz": "lThigh lShin lShldr lForeArm lCollar head abdomen",
    "kinect": "HipLeft KneeLeft ShoulderLeft ElbowLeft CollarLeft Head SpineMid",
    "motive": "Jane:LThigh Jane:LShin Jane:LUArm Jane:LFArm Jane:LShoulder Jane:Head s",
    "capitals": "LEFT_HIP LEFT_KNEE LEFT_SHOULDER LEFT_ELBOW LEFT_COLLAR HEAD SPINE",
}
JOINTS = ("l_hip", "l_knee", "l_shoulder", "l_elbow", "l_collar", "head", "spine1")


def on_the_right(name):
    for left, right in (("Left", "Right"), ("LEFT", "RIGHT"), ("_L_", "_R_")):
        if left in name:
            return name.replace(left, right)
    for end, other in ((".L", ".R"), ("_l", "_r")):
        if name.endswith(end):
            return name.removesuffix(end) + other
    before, colon, name = name.rpartition(":")
    return before + colon + {"L": "R", "l": "r"}[name[0]] + name[1:]


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES)
def test_names_of_other_programs(names):
    names = dict(zip(JOINTS, names.split(), strict=True))
    for joint in JOINTS[:5]:
        names["r" + joint[1:]] = on_the_right(names[joint])
    skeleton = renamed(SMPL, smpl_names(names))
    body_map = BodyMap.of(skeleton)
    assert body_map.joints == dict(zip(BODY_JOINTS, SMPL_INDEX, strict=True))
    turns = moving(SMPL)
    np.testing.assert_allclose(body_map.to_body(turns), turns[:, SMPL_INDEX], atol=1e-9)


def chain(joints):
    """A skeleton from name: (parent, offset)."""
    names = list(joints)
    return Skeleton(
        name="bvh",
        joint_names=tuple(names),
        parents=tuple(names.index(p) if p else -1 for p, _ in joints.values()),
        offsets_m=np.array([offset for _, offset in joints.values()], np.float64),
        mirror_pairs=(),
        text_unit_m=1.0,
    )


def biped(**changes):
    """3ds Max's names: thighs hang from the spine, collars from the neck."""
    joints = {
        "Bip01": (None, (0, 0, 0)),
        "Bip01 Pelvis": ("Bip01", (0, 0, 0)),
        "Bip01 Spine": ("Bip01 Pelvis", (0, 0.1, 0)),
        "Bip01 Spine1": ("Bip01 Spine", (0, 0.2, 0)),
        "Bip01 Neck": ("Bip01 Spine1", (0, 0.2, 0)),
        "Bip01 Head": ("Bip01 Neck", (0, 0.1, 0)),
    }
    for side, sign in (("L", 1), ("R", -1)):
        joints |= {
            f"Bip01 {side} Thigh": ("Bip01 Spine", (0.1 * sign, -0.1, 0)),
            f"Bip01 {side} Calf": (f"Bip01 {side} Thigh", (0, -0.4, 0)),
            f"Bip01 {side} Foot": (f"Bip01 {side} Calf", (0, -0.4, 0)),
            f"Bip01 {side} Clavicle": ("Bip01 Neck", (0.05 * sign, 0, 0)),
            f"Bip01 {side} UpperArm": (f"Bip01 {side} Clavicle", (0.1 * sign, 0, 0)),
            f"Bip01 {side} Forearm": (f"Bip01 {side} UpperArm", (0.3 * sign, 0, 0)),
        }
    return chain({**joints, **changes})


def test_a_skeleton_that_hangs_together_otherwise():
    skeleton = biped()
    body_map = BodyMap.of(skeleton)
    found = {body: skeleton.joint_names[j] for body, j in body_map.joints.items()}
    assert skeleton.joint_names[body_map.pelvis] == "Bip01 Spine"
    assert found["spine1"] == "Bip01 Spine1" and found["neck"] == "Bip01 Neck"
    assert found["l_collar"] == "Bip01 L Clavicle"
    assert body_map.absent == ("spine2", "spine3")
    assert body_map.unused == (
        *("Bip01", "Bip01 Pelvis", "Bip01 Spine", "Bip01 L Foot", "Bip01 R Foot"),
    )
    turns = moving(skeleton)
    body = body_map.to_body(turns)
    # Absent joints do not turn, and what they would have turned comes into the next.
    number = BODY_JOINTS.index("spine2")
    np.testing.assert_allclose(body[:, number], [np.eye(3)] * 9, atol=1e-12)
    whole = global_rotations(body)
    np.testing.assert_allclose(
        whole[:, BODY_JOINTS.index("head")],
        turns[:, 3] @ turns[:, 4] @ turns[:, 5],
        atol=1e-9,
    )
    # How the joints above the pelvis turn does not matter.
    turns[:, :3] = moving(skeleton, seed=8)[:, :3]
    np.testing.assert_allclose(body_map.to_body(turns), body, atol=1e-12)


def test_a_bone_without_an_end_turns_with_the_one_before():
    """Its forearms hold nothing that says where they point."""
    body_map = BodyMap.of(biped())
    number = {name: BODY_JOINTS.index(name) for name in BODY_JOINTS}
    np.testing.assert_allclose(
        body_map.frames[number["l_elbow"]], body_map.frames[number["l_shoulder"]]
    )
    straight = np.array([1.0, 0, 0])
    aim = SMPL.offsets_m[SMPL.index("l_elbow")]
    np.testing.assert_allclose(
        body_map.frames[number["l_shoulder"]] @ straight,
        aim / np.linalg.norm(aim),
        atol=1e-12,
    )


def test_helper_bones_do_not_say_where_a_limb_points():
    """A joint for the twist of the forearm comes first, but carries nothing."""
    with_hands = biped(
        **{
            "twist": ("Bip01 L Forearm", (0, 0.1, 0)),
            "Bip01 L Hand": ("Bip01 L Forearm", (0.3, 0, 0)),
            "finger": ("Bip01 L Hand", (0.1, 0, 0)),
        }
    )
    frame = BodyMap.of(with_hands).frames[BODY_JOINTS.index("l_elbow")]
    aim = SMPL.offsets_m[SMPL.index("l_wrist")]
    np.testing.assert_allclose(frame @ [1, 0, 0], aim / np.linalg.norm(aim), atol=1e-12)


def test_limbs_that_point_the_other_way_at_rest_come_to_the_t_pose():
    """Legs up at rest: half a turn, which is shortest about any axis."""
    up = {
        f"Bip01 {side} {name}": (f"Bip01 {side} {above}", (0, 0.4, 0))
        for side in "LR"
        for name, above in (("Calf", "Thigh"), ("Foot", "Calf"))
    }
    body_map = BodyMap.of(biped(**up))
    turned = body_map.frames[BODY_JOINTS.index("r_hip")] @ [0, 1, 0]
    aim = SMPL.offsets_m[SMPL.index("r_knee")]
    np.testing.assert_allclose(turned, aim / np.linalg.norm(aim), atol=1e-9)


def test_what_is_missing_is_listed():
    names = smpl_names({"l_hip": "LeftUpLeg", "head": "Head", "l_knee": "LeftLeg"})
    with pytest.raises(ValueError) as caught:
        BodyMap.of(renamed(SMPL, names))
    message = str(caught.value)
    assert message.startswith("expected a joint for r_hip, r_knee, l_shoulder, ")
    assert "matched: l_hip=LeftUpLeg, l_knee=LeftLeg, head=Head; not used: " in message
    assert "other_r_wrist" in message and "\n" not in message


def test_a_head_or_a_neck_is_needed():
    names = [name.replace("Head", "Hat") for name in biped().joint_names]
    assert "head" not in BodyMap.of(renamed(biped(), names)).joints
    assert "head" in BodyMap.of(renamed(biped(), names), {"head": "Bip01 Hat"}).joints
    names = [name.replace("Neck", "Throat") for name in names]
    with pytest.raises(ValueError, match="expected a joint for head or neck, found"):
        BodyMap.of(renamed(biped(), names))


def test_the_spine_may_be_of_any_length():
    """Its first and last joint and one between count; other names do not matter."""
    for count, expected in (
        (1, "0"),
        (2, "0 1"),
        (3, "0 1 2"),
        (4, "0 2 3"),
        (5, "0 2 4"),
    ):
        joints = {"hips": (None, (0, 0, 0))}
        above = "hips"
        for number in range(count):
            joints[f"part{number}"] = (above, (0, 0.1, 0))
            above = f"part{number}"
        joints["head"] = (above, (0, 0.2, 0))
        for side, sign in (("left", 1), ("right", -1)):
            joints[f"{side} thigh"] = ("hips", (0.1 * sign, -0.1, 0))
            joints[f"{side} shin"] = (f"{side} thigh", (0, -0.4, 0))
            joints[f"{side} upper arm"] = (above, (0.2 * sign, 0, 0))
            joints[f"{side} forearm"] = (f"{side} upper arm", (0.3 * sign, 0, 0))
        body_map = BodyMap.of(chain(joints))
        spine = [body_map.joints.get(f"spine{number}") for number in (1, 2, 3)]
        found = [chain(joints).joint_names[j][4:] for j in spine if j is not None]
        assert found == expected.split()
        assert set(body_map.absent) >= {"neck", "l_collar", "r_collar"}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"pelvis": "pelvis"}, "expected a body joint of l_hip, .*, found 'pelvis'"),
        ({"l_hip": "hip"}, "skeleton smpl24 has no joint 'hip': pelvis, l_hip"),
        ({"l_hip": "r_hip"}, "one body joint for 'r_hip', found l_hip and r_hip"),
        (
            {"l_knee": "r_foot", "r_knee": "l_foot"},
            "expected l_knee 'r_foot' to hang from l_hip 'l_hip', found it elsewhere",
        ),
        ({"spine1": "pelvis"}, "legs and spine hang, found 'pelvis' as spine1"),
    ],
)
def test_wrong_names_are_refused(names, message):
    with pytest.raises(ValueError, match=message):
        BodyMap.of(SMPL, names)


def test_a_rest_pose_without_sides_or_height_is_refused():
    flat = dataclasses.replace(biped(), offsets_m=np.zeros((18, 3)))
    with pytest.raises(ValueError, match="expected a rest pose with a height"):
        BodyMap.of(flat)
    thin = biped().offsets_m * [0, 1, 1]
    with pytest.raises(ValueError, match="a left and a right side, found"):
        BodyMap.of(dataclasses.replace(biped(), offsets_m=thin))
