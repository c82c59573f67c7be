"""Motion of any skeleton at other rates, and clips as such motion."""

import dataclasses

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from motion.clip import Clip
from motion.kinematics import forward_kinematics, integrate_root
from motion.motion import Motion
from motion.resample import resampled
from motion.rotations import geodesic_angle, matrix_to_rotvec, rotvec_to_matrix
from motion.skeleton import H36M, SMPL

AXIS = np.array([0.6, 0, 0.8])
SMALL = dataclasses.replace(
    SMPL,
    joint_names=SMPL.joint_names[:3],
    parents=SMPL.parents[:3],
    offsets_m=SMPL.offsets_m[:3],
    mirror_pairs=((1, 2),),
)


def steady(seconds, rate_hz):
    """All joints turn at 2 rad/s about one axis, the root moves at 1.5 m/s."""
    vectors = np.tile(2 * seconds[:, None, None] * AXIS, (1, 3, 1))
    root_m = 1.5 * seconds[:, None] * AXIS
    return Motion("steady", SMALL, rate_hz, rotvec_to_matrix(vectors), root_m)


def assert_same(capture, expected):
    assert len(capture) == len(expected) and capture.rate_hz == expected.rate_hz
    assert geodesic_angle(capture.rotations, expected.rotations).max() < 1e-9
    np.testing.assert_allclose(capture.root_m, expected.root_m, atol=1e-12)


@pytest.mark.parametrize("rate_hz", [24.0, 29.97, 30.0, 60.0, 100.0, 119.88, 240.0])
def test_steady_motion_stays_what_it_is(rate_hz):
    capture = steady(np.arange(101) / rate_hz, rate_hz).resampled(60.0)
    assert_same(capture, steady(np.arange(len(capture)) / 60, 60.0))
    assert 0 <= 100 / rate_hz - (len(capture) - 1) / 60 < 1 / 60


@pytest.mark.parametrize("rate_hz", [24.0, 29.97, 60.0, 100.0, 120.0])
def test_the_last_frame_can_be_the_one_that_stays(rate_hz):
    frames = 102
    whole = steady(np.arange(frames) / rate_hz, rate_hz)
    capture = whole.resampled(60.0, to_the_end=True)
    ends = (frames - 1) / rate_hz
    before = np.arange(len(capture))[::-1] / 60
    assert_same(capture, steady(ends - before, 60.0))
    np.testing.assert_array_equal(capture.root_m[-1], whole.root_m[-1])


def test_divisors_keep_frames_untouched():
    capture = steady(np.arange(8) / 120, 120.0)
    half = capture.resampled(60.0)
    np.testing.assert_array_equal(half.rotations, capture.rotations[::2])
    last = capture.resampled(60.0, to_the_end=True)
    np.testing.assert_array_equal(last.rotations, capture.rotations[1::2])
    with pytest.raises(ValueError, match="expected a positive rate, found 0"):
        capture.resampled(0)


def test_a_single_frame_is_enough():
    assert len(steady(np.zeros(1), 100.0).resampled(60.0, to_the_end=True)) == 1


def test_a_motion_as_clip_and_as_capture_is_resampled_alike():
    random = np.random.default_rng(0)
    vectors = np.cumsum(random.normal(0, 0.05, (50, 24, 3)), axis=0).astype(np.float32)
    root_m = np.cumsum(random.normal(0, 0.05, (50, 3)), axis=0).astype(np.float32)
    clip = Clip("c", "", "w", "smpl24", 100.0, vectors, root_m, "absolute")
    expected = resampled(clip, 60.0)
    found = Motion.of(clip).resampled(60.0)
    angle = geodesic_angle(found.rotations, rotvec_to_matrix(expected.rotations))
    assert angle.max() < 1e-5
    np.testing.assert_allclose(found.root_m, expected.root_translation, atol=1e-6)


def test_clips_come_without_the_t_pose_and_with_their_own_bones():
    random = np.random.default_rng(1)
    vectors = random.normal(0, 0.5, (5, 38, 3)).astype(np.float32)
    root_m = random.normal(0, 1, (5, 3)).astype(np.float32)
    bones = random.normal(0, 1, (38, 3)).astype(np.float32)
    clip = Clip("c", "", "w", "cmu38", 120.0, vectors, root_m, "absolute", 1, bones)
    capture = Motion.of(clip)
    assert (capture.name, capture.rate_hz, len(capture)) == ("c", 120.0, 4)
    expected = forward_kinematics(vectors, clip.body, root_m)[1:]
    np.testing.assert_allclose(capture.positions(), expected, atol=1e-5)


def test_root_increments_become_a_path():
    random = np.random.default_rng(2)
    vectors = random.normal(0, 0.2, (6, 32, 3)).astype(np.float32)
    root_m = random.normal(0, 0.1, (6, 3)).astype(np.float32)
    clip = Clip("c", "", "w", "h36m32", 50.0, vectors, root_m, "increment")
    capture, path = Motion.of(clip), integrate_root(clip)
    np.testing.assert_allclose(capture.root_m, path.root_translation)
    expected = forward_kinematics(path.rotations, H36M, path.root_translation)
    np.testing.assert_allclose(capture.positions(), expected, atol=1e-5)
    assert (
        geodesic_angle(
            capture.rotations[:, 0],
            Rotation.from_rotvec(path.rotations[:, 0]).as_matrix(),
        ).max()
        < 1e-6
    )


def test_shapes_are_checked():
    capture = steady(np.zeros(2), 100.0)
    for changes in (
        {"rotations": capture.rotations[:, :2]},
        {"rotations": matrix_to_rotvec(capture.rotations)},
        {"root_m": capture.root_m[:1]},
        {"rotations": capture.rotations[:0], "root_m": capture.root_m[:0]},
    ):
        with pytest.raises(ValueError, match="motion 'steady': expected"):
            dataclasses.replace(capture, **changes)
