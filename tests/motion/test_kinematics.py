"""Positions and paths against the published programs, and what must not change them."""

import numpy as np
import pytest

from motion.clip import Clip
from motion.h36m_angles import clip_to_columns, columns_to_rotations
from motion.kinematics import forward_kinematics, integrate_root
from motion.rotations import matrix_to_rotvec, rotvec_to_matrix
from motion.skeleton import CMU, CMU_BENCHMARK_SCALE, H36M, SKELETONS


def bone_lengths(positions, skeleton):
    parents = list(skeleton.parents[1:])
    bones = positions[..., 1:, :] - positions[..., parents, :]
    return np.linalg.norm(bones, axis=-1)


def test_h36m_positions(seq2seq_golden):
    rotations, root = columns_to_rotations(seq2seq_golden["h36m_fk_in"], H36M)
    np.testing.assert_allclose(
        forward_kinematics(rotations, H36M, root) * 1000,
        seq2seq_golden["h36m_fk_clean_xyz"],
        atol=1e-3,
    )


@pytest.mark.parametrize("reference", ["zeroroot", "ltd"])
def test_cmu_positions_without_root(seq2seq_golden, reference):
    columns = seq2seq_golden["cmu_fk_in"].copy()
    columns[:, :6] = 0
    skeleton = CMU.scaled(CMU_BENCHMARK_SCALE)
    rotations, root = columns_to_rotations(columns, skeleton)
    np.testing.assert_allclose(
        forward_kinematics(rotations, skeleton, root) * 1000,
        seq2seq_golden[f"cmu_fk_{reference}_xyz"],
        atol=1e-3,
    )


def test_cmu_stands_upright_facing_its_way(seq2seq_golden):
    """Row 0 is the T-pose: metres, y up, left at +x."""
    rotations, root = columns_to_rotations(seq2seq_golden["cmu_fk_in"][0], CMU)
    pose = forward_kinematics(rotations, CMU, root)
    height = pose[CMU.index("HeadEnd"), 1] - pose[CMU.index("LeftToeBaseEnd"), 1]
    assert 1.4 < height < 1.8
    span = pose[CMU.index("LeftHand")] - pose[CMU.index("RightHand")]
    assert span[0] > 1.2
    assert np.abs(span[1:]).max() < 0.1


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=SKELETONS)
def test_bones_keep_their_length(skeleton):
    poses = np.random.default_rng(5).normal(size=(2, 4, skeleton.joint_count, 3))
    lengths = bone_lengths(forward_kinematics(poses, skeleton), skeleton)
    expected = np.linalg.norm(skeleton.offsets_m[1:], axis=1)
    np.testing.assert_allclose(
        lengths, np.broadcast_to(expected, lengths.shape), atol=1e-12
    )


def test_turning_the_root_turns_the_body():
    rng = np.random.default_rng(6)
    poses = rng.normal(size=(5, 38, 3))
    root = rng.normal(size=(5, 3))
    turn = rotvec_to_matrix(rng.normal(size=3))
    turned = poses.copy()
    turned[:, 0] = matrix_to_rotvec(turn @ rotvec_to_matrix(poses[:, 0]))
    np.testing.assert_allclose(
        forward_kinematics(turned, CMU, root @ turn.T),
        forward_kinematics(poses, CMU, root) @ turn.T,
        atol=1e-12,
    )


def test_a_joint_moves_only_what_hangs_on_it():
    poses = np.zeros((2, 38, 3))
    poses[1, CMU.index("LeftForeArm")] = 0.5, 0, 1.0
    positions = forward_kinematics(poses, CMU)
    moved = np.flatnonzero(np.abs(positions[1] - positions[0]).max(axis=-1) > 1e-9)
    hand = CMU.index("LeftHand")
    np.testing.assert_array_equal(moved, np.arange(hand, CMU.index("LThumbEnd") + 1))


def test_wrong_number_of_joints():
    with pytest.raises(ValueError, match=r"cmu38 needs rotations .* \(4, 32, 3\)"):
        forward_kinematics(np.zeros((4, 32, 3)), CMU)


@pytest.fixture
def increments(seq2seq_golden) -> Clip:
    columns = seq2seq_golden["revert_in"].astype(np.float32)
    rotations, root = columns_to_rotations(columns, H36M)
    return Clip("S1/w_1", "S1", "w", "h36m32", 50.0, rotations, root, "increment")


def test_root_increments(seq2seq_golden, increments):
    path = integrate_root(increments)
    assert path.root_kind == "absolute"
    np.testing.assert_allclose(
        clip_to_columns(path), seq2seq_golden["revert_out"], rtol=1e-6, atol=1e-5
    )


def test_an_absolute_root_is_left_alone(increments):
    path = integrate_root(increments)
    assert integrate_root(path) is path


def test_a_steady_turn_walks_a_circle():
    """Equal steps ahead and equal turns close the circle and keep on counting turns."""
    frames, turns = 100, 2
    rotations = np.zeros((frames, 32, 3), np.float32)
    rotations[:, 0, 1] = 2 * np.pi * turns / frames
    steps = np.tile(np.float32([0, 0, 0.1]), (frames, 1))
    clip = Clip("S1/w_1", "S1", "w", "h36m32", 50.0, rotations, steps, "increment")
    path = integrate_root(clip)
    np.testing.assert_allclose(path.root_translation[-1], 0, atol=1e-5)
    np.testing.assert_allclose(path.rotations[-1, 0], [0, 4 * np.pi, 0], atol=1e-4)


def test_real_walking_goes_where_the_body_faces(cmu_dir):
    """With the rotations' sign wrong, limbs and path would not agree."""
    path = next(cmu_dir.glob("test/walking/walking_1.txt*"))
    columns = np.loadtxt(path, delimiter=",")[1:]  # without the T-pose
    rotations, root = columns_to_rotations(columns, CMU)
    positions = forward_kinematics(rotations, CMU, root)
    left = positions[:, CMU.index("LeftUpLeg")] - positions[:, CMU.index("RightUpLeg")]
    ahead = np.cross(left, [0, 1, 0])
    step = root[60:] - root[:-60]  # half a second at 120 Hz
    cosine = np.sum(ahead[30:-30] * step, axis=1)
    cosine /= np.linalg.norm(ahead[30:-30], axis=1) * np.linalg.norm(step, axis=1)
    assert cosine.min() > 0.8
    speed = np.linalg.norm(step, axis=1).mean() / 0.5
    assert 1.1 < speed < 1.5  # metres per second
    lowest = positions[:, :, 1].min(axis=1)  # a foot is on the floor all the time
    assert np.ptp(lowest) < 0.08
