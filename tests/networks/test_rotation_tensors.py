"""Rotations on tensors against those in NumPy."""

import numpy as np
import pytest

from motion import rotations as reference
from networks import rotations


@pytest.fixture(scope="module")
def rotvecs():
    """Of all angles from none to nearly a half turn, (M, 3) float32."""
    random = np.random.default_rng(0)
    axes = random.normal(size=(400, 3))
    axes[:9] = np.repeat(np.eye(3), 3, axis=0)  # where two of four numbers are zero
    axes /= np.linalg.norm(axes, axis=1, keepdims=True)
    angles = random.uniform(0, np.pi - 1e-3, (400, 1))
    angles[10:16, 0] = [0, 1e-9, 1e-7, 1e-5, 1e-3, np.pi - 1e-3]
    return (axes * angles).astype(np.float32)


def flat(matrices):
    return matrices.reshape(-1, 9).astype(np.float32)


def test_matrices_become_quaternions_and_rotation_vectors(rotvecs):
    matrices = reference.rotvec_to_matrix(rotvecs)
    found = np.asarray(rotations.matrix_to_quaternion(flat(matrices)))
    expected = reference.matrix_to_quaternion(matrices)
    np.testing.assert_allclose(found, expected, atol=5e-7)
    vectors = np.asarray(rotations.quaternion_to_rotvec(found))
    np.testing.assert_allclose(vectors, rotvecs, atol=2e-6)


def test_a_half_turn_is_found_about_every_axis():
    matrices = [np.diag([1, -1, -1]), np.diag([-1, 1, -1]), np.diag([-1, -1, 1])]
    found = np.asarray(rotations.matrix_to_quaternion(flat(np.stack(matrices))))
    np.testing.assert_allclose(found, np.eye(4)[1:], atol=1e-7)
    vectors = np.asarray(rotations.quaternion_to_rotvec(found))
    np.testing.assert_allclose(vectors, np.pi * np.eye(3), atol=1e-6)


def test_rotation_vectors_become_quaternions_and_matrices(rotvecs):
    # Longer than a half turn too: networks predict such.
    for scale in (1, 1.9):
        vectors = np.float32(scale) * rotvecs
        found = np.asarray(rotations.rotvec_to_quaternion(vectors))
        expected = reference.rotvec_to_quaternion(vectors)
        np.testing.assert_allclose(found, expected, atol=1e-6)
        matrices = np.asarray(rotations.quaternion_to_matrix(found))
        expected = flat(reference.rotvec_to_matrix(vectors))
        np.testing.assert_allclose(matrices, expected, atol=2e-6)


def test_quaternions_of_any_length():
    values = np.array([[2, 0, 0, 2], [0, 0, 0, 0], [0, 1e-9, 0, 0]], np.float32)
    found = np.asarray(rotations.unit_quaternion(values))
    half = np.sqrt(0.5)
    expected = [[half, 0, 0, half], [1, 0, 0, 0], [1, 0, 0, 0]]
    np.testing.assert_allclose(found, expected, atol=1e-7)
    np.testing.assert_allclose(found, reference.unit_quaternion(values), atol=1e-7)


def test_quaternions_become_continuous_as_in_numpy():
    random = np.random.default_rng(1)
    steps = random.normal(0, 0.3, (2, 30, 4, 3)).cumsum(axis=1)
    quaternions = reference.rotvec_to_quaternion(steps)  # w >= 0: they jump
    assert (np.sum(quaternions[:, 1:] * quaternions[:, :-1], axis=-1) < 0).any()
    found = rotations.continuous_quaternions(quaternions.astype(np.float32))
    for window, each in zip(np.asarray(found), quaternions, strict=True):
        expected = reference.continuous_quaternions(each)
        np.testing.assert_allclose(window, expected, atol=1e-7)
