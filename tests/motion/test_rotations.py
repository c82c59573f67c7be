"""Rotation forms: closed values, round trips, continuity."""

import numpy as np
import pytest

from motion import rotations

QUARTER = np.pi / 2


@pytest.fixture
def rotvec() -> np.ndarray:
    """(2, 50, 3) of angle below π."""
    vectors = np.random.default_rng(1).normal(size=(2, 50, 3))
    vectors /= np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors * np.linspace(0, 3.1, 100).reshape(2, 50, 1)


def test_quarter_turn_about_z_takes_x_to_y():
    matrix = rotations.rotvec_to_matrix(np.array([0, 0, QUARTER]))
    np.testing.assert_allclose(matrix @ [1, 0, 0], [0, 1, 0], atol=1e-15)
    np.testing.assert_allclose(
        rotations.matrix_to_6d(matrix), [0, 1, 0, -1, 0, 0], atol=1e-15
    )
    half = np.sqrt(0.5)
    np.testing.assert_allclose(
        rotations.matrix_to_quaternion(matrix), [half, 0, 0, half], atol=1e-15
    )


def test_matrix_agrees_with_the_exponential_series(rotvec):
    x, y, z = rotvec[1, 20] / 64
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    series = np.eye(3) + cross + cross @ cross / 2 + cross @ cross @ cross / 6
    np.testing.assert_allclose(
        rotations.rotvec_to_matrix(rotvec)[1, 20],
        np.linalg.matrix_power(series, 64),
        atol=1e-5,
    )


def test_every_form_comes_back(rotvec):
    matrix = rotations.rotvec_to_matrix(rotvec)
    quaternion = rotations.rotvec_to_quaternion(rotvec)
    np.testing.assert_allclose(rotations.matrix_to_rotvec(matrix), rotvec, atol=1e-9)
    np.testing.assert_allclose(
        rotations.quaternion_to_rotvec(quaternion), rotvec, atol=1e-9
    )
    np.testing.assert_allclose(
        rotations.matrix_to_quaternion(matrix), quaternion, atol=1e-12
    )
    np.testing.assert_allclose(
        rotations.quaternion_to_matrix(-3 * quaternion), matrix, atol=1e-12
    )
    six = rotations.matrix_to_6d(matrix)
    np.testing.assert_allclose(rotations.matrix_from_6d(six), matrix, atol=1e-12)


def test_any_six_numbers_make_a_rotation():
    six = np.random.default_rng(2).normal(size=(4, 5, 6))
    matrix = rotations.matrix_from_6d(six)
    np.testing.assert_allclose(
        matrix @ matrix.swapaxes(-1, -2),
        np.broadcast_to(np.eye(3), matrix.shape),
        atol=1e-12,
    )
    np.testing.assert_allclose(np.linalg.det(matrix), 1)
    cosine = np.sum(matrix[..., 0] * six[..., :3], axis=-1)
    np.testing.assert_allclose(cosine, np.linalg.norm(six[..., :3], axis=-1))


@pytest.mark.parametrize("angle", [0.0, 1e-9, 0.3, QUARTER, np.pi - 1e-9, np.pi])
def test_geodesic_angle_of_a_known_turn(angle, rotvec):
    first = rotations.rotvec_to_matrix(rotvec)
    axis = np.array([1, 2, -2]) / 3
    second = rotations.rotvec_to_matrix(angle * axis) @ first
    np.testing.assert_allclose(
        rotations.geodesic_angle(first, second), angle, atol=1e-12
    )


def test_unwrapping_follows_a_steady_spin():
    """Ten turns about one axis, folded to ±π, come back as one straight line."""
    angle = np.linspace(0.1, 20 * np.pi, 400)[:, None, None]
    axes = np.array([[0.6, 0.0, 0.8], [0.0, -1.0, 0.0]])
    spin = angle * axes
    folded = rotations.matrix_to_rotvec(rotations.rotvec_to_matrix(spin))
    assert np.abs(np.diff(folded, axis=0)).max() > 1
    unwrapped = rotations.unwrap_rotation_vectors(folded)
    np.testing.assert_allclose(unwrapped, spin, atol=1e-6)


def test_unwrapping_keeps_rotations_and_the_first_frame():
    wild = np.random.default_rng(3).uniform(-5, 5, size=(60, 4, 3))
    wild[10] = 0
    unwrapped = rotations.unwrap_rotation_vectors(wild)
    np.testing.assert_array_equal(unwrapped[0], wild[0])
    turned = rotations.geodesic_angle(
        rotations.rotvec_to_matrix(unwrapped), rotations.rotvec_to_matrix(wild)
    )
    assert turned.max() < 1e-9


def test_unwrapping_passes_full_turns():
    """At 2π a rotation vector is folded to zero and has no axis of its own."""
    folded = np.array([[6.0, 0, 0], [0, 0, 0], [0.2, 0, 0]])
    unwrapped = rotations.unwrap_rotation_vectors(folded)
    np.testing.assert_allclose(unwrapped[:, 0], [6.0, 2 * np.pi, 0.2 + 2 * np.pi])


def test_quaternions_are_made_continuous():
    random = np.random.default_rng(5)
    quaternions = np.cumsum(random.normal(0, 0.3, (60, 2, 4)), axis=0)
    quaternions /= np.linalg.norm(quaternions, axis=-1, keepdims=True)
    flips = random.choice([-1.0, 1.0], (60, 2, 1))
    found = rotations.continuous_quaternions(quaternions * flips)
    np.testing.assert_array_equal(found[0], quaternions[0] * flips[0])
    assert (np.sum(found[1:] * found[:-1], axis=-1) >= 0).all()
    np.testing.assert_allclose(np.abs(found), np.abs(quaternions), atol=1e-12)
    assert rotations.continuous_quaternions(quaternions[:1]).shape == (1, 2, 4)


def test_quaternions_of_any_length_are_made_unit():
    values = np.array([[0, 0, -3.0, 4], [1e-9, 0, 0, -1e-9], [0.0, 0, 0, 0]])
    expected = [[0, 0, -0.6, 0.8], [1, 0, 0, 0], [1, 0, 0, 0]]
    np.testing.assert_allclose(rotations.unit_quaternion(values), expected)
