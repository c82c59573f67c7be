"""The published conversions against values computed by the published programs."""

import numpy as np
import pytest

from motion import h36m_angles as angles
from motion.clip import Clip
from motion.skeleton import CMU, H36M, SKELETONS


def test_expmap_to_matrix(seq2seq_golden):
    np.testing.assert_allclose(
        angles.expmap_to_matrix(seq2seq_golden["conv_expmap"]),
        seq2seq_golden["conv_rotmat"],
        atol=1e-6,
    )


def test_expmap_to_euler(seq2seq_golden):
    expected = seq2seq_golden["conv_euler"]
    expmap = seq2seq_golden["conv_expmap"]
    np.testing.assert_allclose(angles.expmap_to_euler(expmap), expected, atol=1e-6)
    np.testing.assert_allclose(
        angles.matrix_to_euler(seq2seq_golden["conv_rotmat"]), expected, atol=1e-6
    )


def test_gimbal_branches(seq2seq_golden):
    euler = angles.matrix_to_euler(seq2seq_golden["gimbal_rotmat"])
    np.testing.assert_allclose(euler, seq2seq_golden["gimbal_euler"], atol=1e-6)


def test_gimbal_branch_drops_the_third_angle():
    matrix = np.array([[-0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    np.testing.assert_array_equal(angles.matrix_to_euler(matrix), [0, -np.pi / 2, 0])


def test_the_small_term_misses_the_gimbal_branch():
    euler = angles.expmap_to_euler(np.array([0, np.pi / 2, 0]))
    assert euler[1] == pytest.approx(-1.570407, abs=1e-6)


def test_sign_is_opposite_to_the_usual():
    euler = angles.expmap_to_euler(np.array([np.pi / 2, 0, 0]))
    np.testing.assert_allclose(euler, [-np.pi / 2, 0, 0], atol=1e-6)


def test_matrices_a_little_beyond_one_give_no_nan():
    matrix = angles.expmap_to_matrix(np.array([0, np.pi / 2, 0]))
    matrix[0, 2] = 1 + 1e-12
    assert np.isfinite(angles.matrix_to_euler(matrix)).all()


def test_quaternions_and_back(seq2seq_golden):
    defined = ~np.isnan(seq2seq_golden["conv_expmap_back"]).any(axis=1)
    assert defined.sum() == 209
    quaternion = angles.matrix_to_quaternion(seq2seq_golden["conv_rotmat"])
    np.testing.assert_allclose(
        quaternion[defined], seq2seq_golden["conv_quat"][defined], atol=1e-6
    )
    np.testing.assert_allclose(
        angles.quaternion_to_expmap(quaternion[defined]),
        seq2seq_golden["conv_expmap_back"][defined],
        atol=1e-6,
    )
    for broken in quaternion[~defined]:  # half turns, where the original raises
        with pytest.raises(ValueError, match="length 1"):
            angles.quaternion_to_expmap(broken)


def test_leading_axes_do_not_matter(seq2seq_golden):
    expmap = seq2seq_golden["conv_expmap"]
    batch = expmap.reshape(53, 2, 2, 3)
    np.testing.assert_allclose(
        angles.expmap_to_euler(batch).reshape(-1, 3),
        np.stack([angles.expmap_to_euler(each) for each in expmap]),
        atol=1e-12,
    )


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=SKELETONS)
def test_text_columns_come_back(skeleton):
    rng = np.random.default_rng(4)
    columns = rng.normal(size=(9, 3 + 3 * skeleton.joint_count)).astype(np.float32)
    rotations, translation = angles.columns_to_rotations(columns, skeleton)
    clip = Clip(
        "a", "", "walking", skeleton.name, 50.0, rotations, translation, "absolute"
    )
    back = angles.clip_to_columns(clip)
    assert back.dtype == np.float32
    np.testing.assert_array_equal(back[:, 3:], columns[:, 3:])  # exactly, by sign
    np.testing.assert_allclose(back[:, :3], columns[:, :3], rtol=3e-7)


def test_column_places_and_units():
    columns = np.zeros((1, 117), np.float32)
    columns[0, :3] = 1, 2, 3
    columns[0, 3 + 3 * 8 : 6 + 3 * 8] = 4, 5, 6
    rotations, translation = angles.columns_to_rotations(columns, CMU)
    np.testing.assert_array_equal(rotations[0, CMU.index("RightUpLeg")], [-4, -5, -6])
    assert np.count_nonzero(rotations) == 3
    np.testing.assert_allclose(
        translation[0], [0.056444, 0.112888, 0.169332], rtol=1e-6
    )


def test_wrong_number_of_columns():
    with pytest.raises(ValueError, match="h36m32 has 99 columns, found 117"):
        angles.columns_to_rotations(np.zeros((2, 117)), H36M)
