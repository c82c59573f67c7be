"""How a prediction joins the motion before it, and where the body goes."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from experiments.blending import (
    blended,
    continued_root,
    fading,
    speed_ratio,
    steps_deg,
)
from motion.rotations import geodesic_angle, matrix_to_rotvec, rotvec_to_matrix

Y_UP, Z_UP = np.array([0.0, 1, 0]), np.array([0.0, 0, 1])


def about_z(degrees):
    """(frames, 1, 3, 3) of one joint."""
    turns = Rotation.from_euler("z", np.reshape(degrees, (-1, 1)), degrees=True)
    return turns.as_matrix()[:, None]


def degrees_about_z(rotations):
    return np.degrees(matrix_to_rotvec(rotations)[:, 0, 2])


@pytest.mark.parametrize(("up", "held"), [(Y_UP, 1), (Z_UP, 2)])
def test_the_root_goes_on_at_the_height_that_it_has(up, held):
    """1, 2 and -3 m/s for a second, the last 0.1 s of it twice as fast."""
    velocity = np.array([1.0, 2, -3])
    frames = np.arange(61)
    seconds = np.minimum(frames, 54) / 60 + np.maximum(frames - 54, 0) / 30
    path = seconds[:, None] * velocity
    found = continued_root(path, 60.0, 30, "velocity", up)
    expected = path[-1] + 2 * velocity * np.where(np.arange(3) == held, 0, 0.5)
    np.testing.assert_allclose(found[-1], expected, atol=1e-12)
    np.testing.assert_allclose(np.diff(found, axis=0, n=2), 0, atol=1e-12)
    hold = continued_root(path, 60.0, 30, "hold", up)
    np.testing.assert_array_equal(hold, np.tile(path[-1], (30, 1)))


def test_fading_has_no_corners():
    np.testing.assert_allclose(fading(np.array([0, 0.5, 1, 7])), [1, 0.5, 0, 0])
    near = fading(np.array([1e-4, 1 - 1e-4]))
    np.testing.assert_allclose(near, [1, 0], atol=4e-8)


def test_a_jump_fades_as_it_should():
    """2 degrees a frame up to 20; then 50, 51, …: 28 too far, over 10 frames."""
    past, future = about_z(np.arange(0, 21, 2)), about_z(50 + np.arange(15.0))
    found = degrees_about_z(blended(past, future, 60.0, 10 / 60))
    assert found[0] == pytest.approx(22)
    assert found[5] == pytest.approx(55 - 14)
    np.testing.assert_allclose(found[10:], 50 + np.arange(10, 15))
    assert np.diff(found[:11]).min() > 1  # it catches up, and never turns back
    halved = degrees_about_z(blended(past, future, 30.0, 10 / 60))
    assert halved[0] == pytest.approx(22)  # of the last frames, at their own rate
    np.testing.assert_allclose(halved[5:], 55 + np.arange(10))


def test_without_blending_nothing_changes():
    past, future = about_z(np.arange(10)), about_z([40.0, 41, 42])
    assert blended(past, future, 60.0, 0) is future


def test_what_continues_the_motion_is_left_alone():
    degrees = 3.0 * np.arange(40)
    past, future = about_z(degrees[:20]), about_z(degrees[20:])
    np.testing.assert_allclose(blended(past, future, 60.0, 0.2), future, atol=1e-12)


def test_a_joint_that_is_not_predicted_stays_where_it_is():
    past = np.concatenate([about_z(np.arange(10)), about_z(np.arange(10))], axis=1)
    future = np.concatenate([about_z([9.0, 9, 9]), about_z([30.0, 31, 32])], axis=1)
    found = blended(past, future, 60.0, 0.2)
    np.testing.assert_array_equal(found[:, 0], future[:, 0])
    assert steps_deg(np.stack([past[-1], found[0]]))[0] == pytest.approx([0, 1])


@pytest.mark.parametrize("rate_hz", [12.0, 30.0, 60.0])
def test_the_first_step_is_never_the_largest(rate_hz):
    """Of any joint, however it moved and whatever was predicted."""
    for seed in range(20):
        random = np.random.default_rng(seed)
        vectors = np.cumsum(random.normal(0, 0.2, (30, 5, 3)), axis=0)
        past = rotvec_to_matrix(vectors)
        future = Rotation.random(8 * 5, random_state=seed).as_matrix()
        found = blended(past, future.reshape(8, 5, 3, 3), rate_hz, 12 / 60)
        first = geodesic_angle(past[-1], found[0])
        assert (first <= geodesic_angle(past[1:], past[:-1]).max(axis=0) + 1e-9).all()


def test_speed_in_speeds_of_the_last_second():
    slow_then_fast = np.cumsum(np.repeat([1.0, 4.0], [100, 60]))
    past = about_z(slow_then_fast)
    jumps_and_goes_on = about_z(slow_then_fast[-1] + 90 + 2 * np.arange(5.0))
    assert speed_ratio(past, jumps_and_goes_on, 60.0) == pytest.approx(0.5)
    assert speed_ratio(past, about_z([slow_then_fast[-1]] * 3), 60.0) == 0
    assert np.isnan(speed_ratio(past, about_z([7.0]), 60.0))
    assert np.isnan(speed_ratio(about_z([5.0] * 70), about_z([6.0, 7.0]), 60.0))
