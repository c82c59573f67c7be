"""The skeletons' tables against the reference programs, and their names."""

import dataclasses

import numpy as np
import pytest

from motion.keypoints import TARGET, drawn_bones
from motion.kinematics import forward_kinematics
from motion.skeleton import ASF, CMU, CMU_BENCHMARK_SCALE, H36M, SKELETONS, SMPL


def test_h36m_table(seq2seq_golden):
    np.testing.assert_array_equal(H36M.parents, seq2seq_golden["h36m_parent"])
    np.testing.assert_allclose(
        H36M.offsets_m * 1000, seq2seq_golden["h36m_offset"], atol=1e-9
    )


def test_cmu_table_at_benchmark_scale(seq2seq_golden):
    np.testing.assert_array_equal(CMU.parents, seq2seq_golden["cmu_parent"])
    np.testing.assert_allclose(
        CMU.scaled(CMU_BENCHMARK_SCALE).offsets_m * 1000,
        seq2seq_golden["cmu_offset"],
        atol=1e-9,
    )


def test_smpl_table(stt_metrics_golden):
    thigh = np.linalg.norm(SMPL.offsets_m[SMPL.index("l_knee")])
    assert thigh == pytest.approx(0.365560, abs=1e-6)
    np.testing.assert_allclose(
        SMPL.offsets_m[1:] / thigh,
        stt_metrics_golden["prim_offsets_normalised"][1:],
        atol=1e-12,
    )
    np.testing.assert_array_equal(SMPL.offsets_m[0], 0)


def test_both_cmu_tables_measure_the_same_body():
    twins = {"ltibia": "LeftLeg", "rradius": "RightForeArm", "head": "Head"}
    for bone, joint in twins.items():
        np.testing.assert_allclose(
            ASF.offsets_m[ASF.index(bone)], CMU.offsets_m[CMU.index(joint)], atol=1e-6
        )


def test_cmu_thigh_has_its_true_length():
    thigh = np.linalg.norm(CMU.offsets_m[CMU.index("LeftLeg")])
    assert thigh == pytest.approx(0.429, abs=5e-4)


@pytest.mark.parametrize(
    ("skeleton", "name", "joint"),
    [
        (CMU, "LeftToeBaseEnd", 6),
        (CMU, "HeadEnd", 19),
        (CMU, "RThumbEnd", 37),
        (H36M, "LeftForeArm", 18),
        (H36M, "RightWristEnd", 30),
    ],
)
def test_names_follow_the_published_tables(skeleton, name, joint):
    assert skeleton.index(name) == joint


def test_unknown_joint_is_named():
    with pytest.raises(ValueError, match="cmu38 has no joint 'left_knee'"):
        CMU.index("left_knee")


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=SKELETONS)
def test_mirror_pairs_are_mirror_images(skeleton):
    """Parents mirror too, bones are equally long, and nothing one-sided is left out."""
    twin = np.arange(skeleton.joint_count)
    for left, right in skeleton.mirror_pairs:
        twin[left], twin[right] = right, left
    parents = np.array(skeleton.parents)
    np.testing.assert_array_equal(parents[twin][1:], twin[parents[1:]])
    lengths = np.linalg.norm(skeleton.offsets_m, axis=1)
    np.testing.assert_allclose(lengths, lengths[twin], rtol=0.12, atol=0.04)
    for joint in np.flatnonzero(twin == np.arange(skeleton.joint_count)):
        name = skeleton.joint_names[joint]
        assert "Left" not in name
        assert "Right" not in name
        assert name[1:] not in {
            other[1:] for other in skeleton.joint_names if other != name
        }


def test_rest_pose_has_left_at_positive_x():
    for skeleton in SKELETONS.values():
        rest = forward_kinematics(np.zeros((skeleton.joint_count, 3)), skeleton)
        for left, right in skeleton.mirror_pairs:
            assert rest[left, 0] >= rest[right, 0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"parents": (0, *CMU.parents[1:])}, "parent of joint 0 is 0"),
        ({"parents": (-1, 5, *CMU.parents[2:])}, "parent of joint 1 is 5"),
        ({"joint_names": ("Hips",) * 38}, "names repeat"),
        ({"offsets_m": np.zeros((37, 3))}, r"offsets \(37, 3\)"),
    ],
)
def test_refuses_what_is_no_tree(changes, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(CMU, **changes)


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=SKELETONS)
def test_bones_are_drawn_between_neighbours_and_on_both_sides(skeleton):
    bones, sides = skeleton.drawn_bones, skeleton.sides
    for parent, joint in bones:
        assert skeleton.parents[joint] == parent
        assert np.linalg.norm(skeleton.offsets_m[joint]) > 1e-3
    drawn = set(bones[:, 1].tolist())
    for left, right in skeleton.mirror_pairs:
        assert (sides[left], sides[right]) == (0, 2)
        assert (left in drawn) == (right in drawn)
    middle = {
        name.lower()
        for name, side in zip(skeleton.joint_names, sides, strict=True)
        if side == 1
    }
    assert "head" in middle and not any("left" in name for name in middle)


def test_nothing_is_drawn_above_the_head():
    bones = {(CMU.joint_names[a], CMU.joint_names[b]) for a, b in CMU.drawn_bones}
    assert ("Neck1", "Head") in bones and ("LeftUpLeg", "LeftLeg") in bones
    assert not any(parent == "Head" for parent, _ in bones)


def test_keypoints_are_drawn_as_a_body():
    pairs, sides = drawn_bones()
    bones = {
        (TARGET[a], TARGET[b]): side for (a, b), side in zip(pairs, sides, strict=True)
    }
    assert len(bones) == 16
    assert (
        bones["left_shoulder", "right_shoulder"] == bones["left_hip", "right_hip"] == 1
    )
    assert bones["nose", "left_shoulder"] == bones["left_knee", "left_ankle"] == 0
    assert bones["right_ankle", "right_foot_index"] == 2
