"""Clips refuse what cannot be a recording, and downsample without losing track."""

import numpy as np
import pytest

from motion.clip import Clip
from motion.skeleton import CMU

FRAMES, JOINTS = 7, 38


def make_clip(**changes) -> Clip:
    rng = np.random.default_rng(0)
    fields = {
        "clip_id": "train/walking/walking_1",
        "subject": "",
        "action": "walking",
        "skeleton": "cmu38",
        "rate_hz": 120.0,
        "rotations": rng.normal(size=(FRAMES, JOINTS, 3)).astype(np.float32),
        "root_translation": rng.normal(size=(FRAMES, 3)).astype(np.float32),
        "root_kind": "absolute",
        "calibration_frames": 1,
    }
    return Clip(**(fields | changes))


def with_value(shape, index, value):
    array = np.zeros(shape, np.float32)
    array[index] = value
    return array


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"skeleton": "cmu31"}, "skeleton must be one of .* found cmu31"),
        ({"root_kind": "relative"}, "root_kind must be one of .* found relative"),
        ({"rate_hz": 0.0}, "rate_hz must be a positive number, found 0.0"),
        ({"rate_hz": np.nan}, "rate_hz must be a positive number, found nan"),
        (
            {"rotations": np.zeros((FRAMES, 32, 3), np.float32)},
            r"rotations must be \(7, 38, 3\) float32, found \(7, 32, 3\) float32",
        ),
        (
            {"rotations": np.zeros((FRAMES, JOINTS, 3))},
            r"rotations must be .* found \(7, 38, 3\) float64",
        ),
        (
            {"rotations": np.zeros((0, JOINTS, 3), np.float32)},
            r"rotations must be \(1, 38, 3\) float32, found \(0, 38, 3\)",
        ),
        (
            {"root_translation": np.zeros((FRAMES - 1, 3), np.float32)},
            r"root_translation must be \(7, 3\) float32, found \(6, 3\)",
        ),
        (
            {"rotations": with_value((FRAMES, JOINTS, 3), (4, 2, 1), np.nan)},
            "rotations must be finite at frame 4, found nan",
        ),
        (
            {"root_translation": with_value((FRAMES, 3), (6, 0), -np.inf)},
            "root_translation must be finite at frame 6, found -inf",
        ),
        (
            {"offsets_m": np.zeros((37, 3), np.float32)},
            r"offsets_m must be \(38, 3\) float32, found \(37, 3\) float32",
        ),
        (
            {"offsets_m": with_value((JOINTS, 3), (5, 1), np.nan)},
            "offsets_m must be finite at joint 5, found nan",
        ),
        ({"calibration_frames": 8}, "calibration_frames must be 0 to 7, found 8"),
    ],
)
def test_refuses_with_one_line(changes, message):
    with pytest.raises(ValueError, match=message) as raised:
        make_clip(**changes)
    assert "train/walking/walking_1" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_body_has_the_bones_of_the_subject():
    assert make_clip().body is CMU
    own = (1.1 * CMU.offsets_m).astype(np.float32)
    body = make_clip(offsets_m=own).every(2).body
    np.testing.assert_array_equal(body.offsets_m, own)
    assert body.joint_names == CMU.joint_names


def test_every_second_frame():
    clip = make_clip()
    half = clip.every(2)
    np.testing.assert_array_equal(half.rotations, clip.rotations[[0, 2, 4, 6]])
    np.testing.assert_array_equal(
        half.root_translation, clip.root_translation[[0, 2, 4, 6]]
    )
    assert (len(half), half.rate_hz) == (4, 60.0)


@pytest.mark.parametrize("calibration", range(FRAMES + 1))
@pytest.mark.parametrize("n", [1, 2, 3])
def test_every_keeps_track_of_calibration_frames(calibration, n):
    clip = make_clip(calibration_frames=calibration)
    kept = [frame for frame in range(0, FRAMES, n) if frame < calibration]
    assert clip.every(n).calibration_frames == len(kept)


def test_every_refuses_zero():
    with pytest.raises(ValueError, match=r"n >= 1, found 0"):
        make_clip().every(0)
