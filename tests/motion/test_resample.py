"""Clips at other frame rates."""

import numpy as np
import pytest

from motion.clip import Clip
from motion.resample import resampled
from motion.rotations import geodesic_angle, rotvec_to_matrix

AXIS = np.array([0.6, 0, 0.8])


def steady_clip(frames, rate_hz, **changes):
    """All joints turn at 2 rad/s about one axis, the root moves at 1.5 m/s."""
    seconds = np.arange(frames) / rate_hz
    rotations = np.broadcast_to((2 * seconds[:, None] * AXIS)[:, None], (frames, 24, 3))
    values = dict(
        clip_id="steady",
        subject="",
        action="turning",
        skeleton="smpl24",
        rate_hz=rate_hz,
        rotations=rotations.astype(np.float32),
        root_translation=(1.5 * seconds[:, None] * AXIS).astype(np.float32),
        root_kind="absolute",
    )
    return Clip(**{**values, **changes})


@pytest.mark.parametrize("rate_hz", [59.0, 100.0, 119.88, 150.0, 250.0, 24.0])
def test_steady_motion_stays_what_it_is(rate_hz):
    clip = resampled(steady_clip(301, rate_hz), 60.0)
    expected = steady_clip(len(clip), 60.0)
    angle = geodesic_angle(
        rotvec_to_matrix(clip.rotations), rotvec_to_matrix(expected.rotations)
    )
    assert angle.max() < 1e-5
    np.testing.assert_allclose(
        clip.root_translation, expected.root_translation, atol=1e-4
    )
    assert clip.rate_hz == 60.0
    # It ends with the last frame or less than one frame before it.
    assert 0 <= 300 / rate_hz - (len(clip) - 1) / 60 < 1 / 60
    assert np.abs(np.diff(clip.rotations, axis=0)).max() < 0.1  # no turn lost


def test_divisors_keep_frames_untouched():
    clip = steady_clip(30, 120.0, calibration_frames=1)
    half = resampled(clip, 60.0)
    np.testing.assert_array_equal(half.rotations, clip.rotations[::2])
    assert half.calibration_frames == 1
    np.testing.assert_array_equal(resampled(clip, 120.0).rotations, clip.rotations)


def test_a_single_frame_is_enough():
    assert len(resampled(steady_clip(1, 100.0), 60.0)) == 1


def test_what_lies_between_no_frames_is_refused():
    for changes in ({"root_kind": "increment"}, {"calibration_frames": 1}):
        with pytest.raises(ValueError, match="'steady': expected an absolute root"):
            resampled(steady_clip(9, 100.0, **changes), 60.0)
    with pytest.raises(ValueError, match="expected a positive rate, found 0"):
        resampled(steady_clip(9, 100.0), 0)
