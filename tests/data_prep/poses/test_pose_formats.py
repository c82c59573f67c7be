"""What networks see of rotations: there and back, and the published sizes."""

import numpy as np
import pytest

from data_prep.poses.formats import WIDTHS, decode, encode, sample_bytes, size_table
from motion.rotations import geodesic_angle, rotvec_to_matrix


@pytest.fixture
def rotations():
    """(2, 40, 15, 3, 3): smooth, and turning further and further around."""
    random = np.random.default_rng(0)
    steps = random.normal(0, 0.15, (2, 40, 15, 3)) + random.normal(
        0, 0.2, (2, 1, 15, 3)
    )
    return rotvec_to_matrix(np.cumsum(steps, axis=1)).astype(np.float32)


@pytest.mark.parametrize("rotation_format", WIDTHS)
def test_rotations_come_back(rotations, rotation_format):
    values = encode(rotations, rotation_format)
    assert values.shape == (2, 40, 15, WIDTHS[rotation_format])
    assert values.dtype == np.float32
    back = decode(values, rotation_format)
    assert back.dtype == np.float32
    assert geodesic_angle(back, rotations).max() < 1e-5


def test_matrices_are_written_row_by_row(rotations):
    flat = encode(rotations, "rotation_matrix")
    np.testing.assert_array_equal(flat[0, 3, 7, 3:6], rotations[0, 3, 7, 1])


def test_axis_angles_are_the_published_ones(stt_metrics_golden):
    matrices = stt_metrics_golden["prim_rot"]
    vectors = encode(matrices[None, :, None], "axis_angle")[0, :, 0]
    np.testing.assert_allclose(vectors, stt_metrics_golden["prim_rot_aa"], atol=1e-5)


def test_quaternions_are_continuous_in_time(rotations):
    values = encode(rotations, "quaternion")
    assert (values[:, 0, :, 0] >= 0).all()
    assert (values[..., 0] < 0).any()  # some have turned more than half around
    assert (np.sum(values[:, 1:] * values[:, :-1], axis=-1) > 0).all()
    # Each window stands for itself, whatever lies beside it.
    np.testing.assert_array_equal(encode(rotations[1], "quaternion"), values[1])
    np.testing.assert_allclose(np.linalg.norm(values, axis=-1), 1, atol=1e-6)


def test_quaternions_start_with_the_cosine():
    about_x = rotvec_to_matrix(np.full((1, 15, 3), [np.pi / 3, 0, 0]))
    values = encode(about_x, "quaternion")
    expected = [np.sqrt(0.75), 0.5, 0, 0]
    np.testing.assert_allclose(values, np.broadcast_to(expected, (1, 15, 4)), atol=1e-7)


def test_numbers_of_a_network_are_decoded():
    """They need not be rotations: matrices stay what they are, the rest is made one."""
    random = np.random.default_rng(1)
    matrix = random.normal(size=(4, 15, 9)).astype(np.float32)
    np.testing.assert_array_equal(
        decode(matrix, "rotation_matrix"), matrix.reshape(4, 15, 3, 3)
    )
    quaternion = random.normal(size=(4, 15, 4))
    quaternion[0, 0] = 0
    found = decode(quaternion, "quaternion")
    np.testing.assert_array_equal(found[0, 0], np.eye(3))
    np.testing.assert_allclose(decode(-3 * quaternion, "quaternion"), found, atol=1e-6)


def test_what_does_not_fit_is_refused(rotations):
    with pytest.raises(ValueError, match=r"expected a format of .* received 'euler'"):
        encode(rotations, "euler")
    with pytest.raises(ValueError, match="received 'euler'"):
        decode(np.zeros((2, 15, 3)), "euler")
    with pytest.raises(ValueError, match=r"expected 4 numbers per joint .* received 3"):
        decode(np.zeros((2, 15, 3)), "quaternion")


def test_sizes_are_those_of_the_report():
    gibibytes = [66_989 * sample_bytes(name) / 2**30 for name in WIDTHS]
    assert [round(size, 2) for size in gibibytes] == [15.52, 5.17, 6.90]
    table = size_table().splitlines()
    assert table[2] == "| axis angle | 82,944 | 5.2 | 1.6 |"
    assert table[3] == "| quaternion | 110,592 | 6.9 | 2.2 |"
    assert table[4] == "| rotation matrix | 248,832 | 15.5 | 4.9 |"


def test_sizes_are_those_of_arrays(rotations):
    for name in WIDTHS:
        stored = encode(rotations, name).nbytes
        assert stored == 2 * sample_bytes(
            name, frames=40, joints=15, bytes_per_number=4
        )
