"""BVH's channels against rotations worked out by hand, and against the skeletons."""

import dataclasses
import itertools

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from motion.bvh import POSITIONS, BvhJoint, BvhMotion, bvh_of
from motion.bvh_text import bvh_text
from motion.kinematics import positions_of
from motion.skeleton import SKELETONS, SMPL

NOWHERE = (0.0, 0.0, 0.0)


def turn(axis, degrees):
    """A rotation about x, y or z, written out."""
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = np.eye(3)
    first, second = {"X": (1, 2), "Y": (2, 0), "Z": (0, 1)}[axis]
    matrix[[first, second], [first, second]] = cosine
    matrix[second, first], matrix[first, second] = sine, -sine
    return matrix


def one_joint(channels, values, offset=NOWHERE):
    joint = BvhJoint("hips", -1, offset, tuple(channels))
    return BvhMotion((joint,), 0.01, np.array(values, np.float64))


def rotation_channels(order):
    return [f"{axis}rotation" for axis in order]


@pytest.mark.parametrize("order", map("".join, itertools.permutations("XYZ")))
def test_the_order_of_the_channels_is_that_of_the_product(order):
    motion = one_joint(rotation_channels(order), [[20, -75, 130]])
    first, second, third = (
        turn(axis, angle) for axis, angle in zip(order, (20, -75, 130), strict=True)
    )
    np.testing.assert_allclose(
        motion.rotations()[0, 0], first @ second @ third, atol=1e-12
    )


@pytest.mark.parametrize("order", ["X", "Y", "Z", "XY", "YX", "ZX", "XZ", "YZ", "ZY"])
def test_joints_with_fewer_channels(order):
    values = np.random.default_rng(1).uniform(-179, 179, (9, len(order)))
    values[0, -1] = 90.0
    motion = one_joint(rotation_channels(order), values)
    expected = np.stack([np.eye(3)] * 9)
    for column, axis in enumerate(order):
        expected = expected @ np.stack([turn(axis, v) for v in values[:, column]])
    np.testing.assert_allclose(motion.rotations()[:, 0], expected, atol=1e-12)
    again = motion.with_motion(motion.rotations(), np.zeros((9, 3)))
    np.testing.assert_allclose(again.rotations()[:, 0], expected, atol=1e-7)


def test_position_channels_replace_their_coordinate_of_the_offset():
    channels = ("Zposition", "Yrotation", "Xposition")
    motion = one_joint(channels, [[7, 90, 5], [8, 0, 6]], offset=(1.0, 2.0, 3.0))
    np.testing.assert_array_equal(motion.root_positions(), [[5, 2, 7], [6, 2, 8]])
    np.testing.assert_allclose(motion.rotations()[0, 0], turn("Y", 90), atol=1e-12)
    moved = motion.with_motion(motion.rotations(), np.array([[1, 1, 1], [2, 2, 2]]))
    np.testing.assert_allclose(moved.values, [[1, 90, 1], [2, 0, 2]], atol=1e-12)


def test_without_position_channels_the_root_stays_at_its_offset():
    motion = one_joint(rotation_channels("ZXY"), np.zeros((2, 3)), (0.0, 95.0, 0.0))
    np.testing.assert_array_equal(motion.root_positions(), [[0, 95, 0]] * 2)


@pytest.fixture
def three_joints():
    """Two orders, a joint that cannot turn and one that moves."""
    joints = (
        BvhJoint("hips", -1, NOWHERE, (*POSITIONS, *rotation_channels("ZXY"))),
        BvhJoint("spine", 0, (0.0, 10.0, 0.0), tuple(rotation_channels("YZX"))),
        BvhJoint("head", 1, (0.0, 5.0, 1.0), (), (0.0, 3.0, 0.0)),
        BvhJoint("arm", 1, (4.0, 0.0, 0.0), ("Xposition", "Zrotation")),
    )
    random = np.random.default_rng(2)
    return BvhMotion(joints, 1 / 30, random.uniform(-170, 170, (6, 11)))


def test_the_same_motion_in_the_same_hierarchy(three_joints):
    motion = three_joints
    again = motion.with_motion(motion.rotations(), motion.root_positions())
    np.testing.assert_allclose(again.rotations(), motion.rotations(), atol=1e-12)
    np.testing.assert_allclose(again.values[:, :3], motion.values[:, :3], atol=1e-12)
    np.testing.assert_array_equal(again.values[:, 9], motion.values[:, 9])
    assert (again.joints, again.frame_seconds) == (motion.joints, 1 / 30)


def test_another_motion_in_the_same_hierarchy(three_joints):
    """A joint without channels stays; one that moved stays where it was last."""
    turns = Rotation.random(8, random_state=3).as_matrix().reshape(2, 4, 3, 3)
    turns[:, 3] = turn("Z", 40)
    root = np.array([[1.0, 2, 3], [4, 5, 6]])
    moved = three_joints.with_motion(turns, root, frame_seconds=0.02)
    np.testing.assert_allclose(moved.rotations()[:, [0, 1, 3]], turns[:, [0, 1, 3]])
    np.testing.assert_array_equal(moved.rotations()[:, 2], [np.eye(3)] * 2)
    np.testing.assert_array_equal(moved.root_positions(), root)
    np.testing.assert_array_equal(moved.values[:, 9], [three_joints.values[-1, 9]] * 2)
    assert moved.rate_hz == 50.0


def test_where_the_joints_are(three_joints):
    """In metres; a joint with a position channel hangs where it says at last."""
    skeleton = three_joints.skeleton(unit_m=0.01)
    last = three_joints.values[-1, 9] / 100
    np.testing.assert_allclose(
        skeleton.offsets_m, [[0, 0, 0], [0, 0.1, 0], [0, 0.05, 0.01], [last, 0, 0]]
    )
    assert skeleton.parents == (-1, 0, 1, 1)


@pytest.mark.parametrize("order", ["ZXY", "XYZ", "YZX"])
def test_gimbal_lock_loses_no_rotation(order):
    values = [[30, 90, 10], [30, -90, 10], [-100, 90, 170], [0, 90, 0]]
    motion = one_joint(rotation_channels(order), values)
    again = motion.with_motion(motion.rotations(), np.zeros((4, 3)))
    np.testing.assert_allclose(again.rotations(), motion.rotations(), atol=1e-7)


def test_angles_go_on_where_they_pass_half_a_turn():
    """Two whole turns about y in steps of ten degrees."""
    degrees = np.arange(0, 720, 10.0)
    turns = np.stack([turn("Y", angle) for angle in degrees])[:, None]
    motion = one_joint(rotation_channels("YXZ"), np.zeros((1, 3)))
    values = motion.with_motion(turns, np.zeros((72, 3))).values
    np.testing.assert_allclose(values[:, 0], degrees, atol=1e-6)


@pytest.mark.parametrize(
    ("seconds", "rate_hz"),
    [
        ("0.0083333", 120.0),
        ("0.008333", 120.0),
        ("0.0166667", 60.0),
        ("0.016667", 60.0),
        ("0.033333", 30.0),
        ("0.0333667", 1 / 0.0333667),
        ("0.041708", 1 / 0.041708),
        ("0.0166833", 1 / 0.0166833),
        ("0.04", 25.0),
        ("0.01", 100.0),
    ],
)
def test_rounded_frame_times_are_whole_rates(seconds, rate_hz):
    """29.97, 23.976 and 59.94 Hz are none."""
    joint = BvhJoint("a", -1, NOWHERE, ())
    motion = BvhMotion((joint,), float(seconds), np.zeros((1, 0)))
    assert motion.rate_hz == rate_hz


def named_pairs(skeleton):
    names = skeleton.joint_names
    return {(names[left], names[right]) for left, right in skeleton.mirror_pairs}


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=SKELETONS)
def test_a_skeleton_written_as_bvh_moves_as_before(skeleton):
    random = np.random.default_rng(4)
    offsets_m = skeleton.offsets_m.copy()
    offsets_m[0] = 0.1, -0.2, 0.3
    skeleton = dataclasses.replace(skeleton, offsets_m=offsets_m)
    turns = Rotation.random(5 * skeleton.joint_count, random_state=5).as_matrix()
    turns = turns.reshape(5, -1, 3, 3)
    root_m = random.normal(0, 2, (5, 3))
    motion = bvh_of(skeleton, turns, root_m, rate_hz=120.0)
    assert motion.joints[0].offset == NOWHERE and motion.rate_hz == 120.0
    back = motion.skeleton(unit_m=0.01)
    found = positions_of(motion.rotations(), back, motion.root_positions() * 0.01)
    expected = positions_of(turns, skeleton, root_m)
    joints = [skeleton.index(name) for name in back.joint_names]
    assert sorted(joints) == list(range(skeleton.joint_count))
    np.testing.assert_allclose(found, expected[:, joints], atol=1e-9)
    assert named_pairs(back) == named_pairs(skeleton)


def test_the_unit_is_centimetres_unless_another_is_given():
    turns = np.tile(np.eye(3), (1, 24, 1, 1))
    for unit_m, options in ((0.01, {}), (0.0254, {"unit_m": 0.0254})):
        motion = bvh_of(SMPL, turns, np.ones((1, 3)), 60.0, **options)
        knee = next(joint for joint in motion.joints if joint.name == "l_knee")
        np.testing.assert_allclose(
            knee.offset, SMPL.offsets_m[SMPL.index("l_knee")] / unit_m
        )
        np.testing.assert_allclose(
            motion.root_positions(), [(SMPL.offsets_m[0] + 1) / unit_m]
        )


def test_the_text(three_joints):
    values = np.arange(22.0).reshape(2, 11) / 4
    motion = BvhMotion(three_joints.joints, 0.008333333333333333, values)
    rows = [" ".join(f"{value:.8f}" for value in row) for row in values]
    assert bvh_text(motion) == (
        "HIERARCHY\nROOT hips\n{\n\tOFFSET 0.0 0.0 0.0\n"
        "\tCHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"
        "\tJOINT spine\n\t{\n\t\tOFFSET 0.0 10.0 0.0\n"
        "\t\tCHANNELS 3 Yrotation Zrotation Xrotation\n"
        "\t\tJOINT head\n\t\t{\n\t\t\tOFFSET 0.0 5.0 1.0\n\t\t\tCHANNELS 0\n"
        "\t\t\tEnd Site\n\t\t\t{\n\t\t\t\tOFFSET 0.0 3.0 0.0\n\t\t\t}\n\t\t}\n"
        "\t\tJOINT arm\n\t\t{\n\t\t\tOFFSET 4.0 0.0 0.0\n"
        "\t\t\tCHANNELS 2 Xposition Zrotation\n\t\t}\n\t}\n}\n"
        f"MOTION\nFrames: 2\nFrame Time: 0.008333333333333333\n{rows[0]}\n{rows[1]}\n"
    )


def test_the_order_of_the_hierarchy_is_checked():
    a, b, c = (
        BvhJoint(name, parent, NOWHERE, ())
        for name, parent in (("a", -1), ("b", 0), ("c", 0))
    )
    BvhMotion((a, b, c, BvhJoint("d", 2, NOWHERE, ())), 0.01, np.zeros((1, 0)))
    for joints in (
        (a, b, c, BvhJoint("d", 1, NOWHERE, ())),  # b was left before c
        (a, BvhJoint("e", -1, NOWHERE, ())),
        (b, c),
        (a, BvhJoint("f", 1, NOWHERE, ())),
    ):
        with pytest.raises(ValueError, match="out of the hierarchy's order"):
            BvhMotion(joints, 0.01, np.zeros((1, 0)))
    with pytest.raises(ValueError, match=r"values \(frames, 0\), found \(1, 3"):
        BvhMotion((a, b), 0.01, np.zeros((1, 3)))
    with pytest.raises(ValueError, match=r"values \(frames, 0\), found \(0, 0"):
        BvhMotion((a, b), 0.01, np.zeros((0, 0)))
