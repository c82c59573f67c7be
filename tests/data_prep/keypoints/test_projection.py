"""Motion capture seen by cameras: geometry, which frames, which keypoints."""

import dataclasses

import numpy as np
import pytest

from data_prep.datasets import CMU, CMU_ASF_AMC
from data_prep.keypoints.projection import (
    Camera,
    capture_keypoints,
    draw_camera,
    project,
)
from data_prep.sources import asf_amc
from data_prep.sources import cmu_text as text
from motion.keypoints import LAYOUTS
from motion.skeleton import SKELETONS
from reenact.errors import DataError

MIDDLE = (960, 540)
_SIDES = ("left", "right")


def camera(azimuth=0.0, elevation=0.0, roll=0.0, distance=5.0, target=(1.0, 2.0, 3.0)):
    angles = np.radians([azimuth, elevation, roll])
    return Camera(*angles, distance, target)


def seen(offset, **angles):
    """Pixels from the middle of the picture of a point near the target."""
    point = np.array([1.0, 2.0, 3.0]) + offset
    return project(point, camera(**angles)) - MIDDLE


def column(keypoints, name):
    return keypoints.positions[:, LAYOUTS[keypoints.layout].index(name)]


def find(clips, clip_id):
    return next(each for each in clips if each.clip_id == clip_id)


@pytest.fixture
def still(make_clip):
    """A body in its rest pose, facing +z, for 9 frames, moved to some place."""
    pose, place = np.zeros((9, 38, 3)), np.tile([7.0, -2.0, 5.0], (9, 1))
    return make_clip(
        9,
        rotations=pose.astype(np.float32),
        root_translation=place.astype(np.float32),
        calibration_frames=0,
    )


@pytest.mark.parametrize("azimuth, elevation, roll", [(0, 0, 0), (77, 15, -130)])
def test_the_target_is_in_the_middle(azimuth, elevation, roll):
    angles = dict(azimuth=azimuth, elevation=elevation, roll=roll)
    np.testing.assert_allclose(seen([0, 0, 0], **angles), [0, 0], atol=1e-9)


def test_pixels_of_a_point():
    """Focal length 1000: a metre at 5 metres is 200 pixels."""
    np.testing.assert_allclose(seen([1, 0, 0]), [200, 0], atol=1e-9)
    np.testing.assert_allclose(seen([0, 1, 0]), [0, -200], atol=1e-9)
    np.testing.assert_allclose(seen([1, 1, 1]), [250, -250], atol=1e-9)  # nearer
    # From the side of +x, +z lies to the left; from above, what is near lies below.
    np.testing.assert_allclose(seen([0, 0, 1], azimuth=90), [-200, 0], atol=1e-9)
    x, y = seen([0, 0, 1], elevation=20)
    assert x == pytest.approx(0) and y > 60
    # A camera that is rolled to its left sees what is above on its right.
    np.testing.assert_allclose(seen([0, 1, 0], roll=90), [200, 0], atol=1e-9)
    np.testing.assert_allclose(seen([1, 0, 0], roll=90), [0, 200], atol=1e-9)


def test_what_is_close_or_behind_is_unknown():
    points = np.array([[1, 2, 7.49], [1, 2, 7.51], [1, 2, 12]])
    found = project(points, camera())
    np.testing.assert_allclose(found[0], MIDDLE)
    assert np.isnan(found[1:]).all()


def test_cameras_are_a_function_of_clip_number_and_seed():
    def draw(clip_id="a/b", number=2, seed=3, rolls=True):
        return draw_camera(clip_id, number, seed, rolls, 6.0, (1, 2, 3))

    assert draw() == draw()
    assert len({draw(), draw("a/c"), draw(number=1), draw(seed=4)}) == 4
    assert draw(rolls=False) == dataclasses.replace(draw(), roll=0.0)


def test_cameras_stand_all_around():
    drawn = [draw_camera("clip", n, 0, True, 6.0, (0, 0, 0)) for n in range(2000)]
    values = {
        name: np.degrees([getattr(each, name) for each in drawn])
        for name in ("azimuth", "elevation", "roll")
    }
    rolled = values["roll"][values["roll"] != 0]
    assert len(rolled) / len(drawn) == pytest.approx(0.5, abs=0.05)
    for found, low, high in (
        (values["azimuth"], 0, 360),
        (values["elevation"], -5, 20),
        (rolled, -180, 180),
    ):
        spread = high - low
        assert low <= found.min() < low + 0.02 * spread
        assert high - 0.02 * spread < found.max() <= high
        assert found.mean() == pytest.approx((low + high) / 2, abs=0.03 * spread)


def test_a_body_in_a_picture(still):
    keypoints = capture_keypoints(still, 1)
    assert (keypoints.clip_id, keypoints.recording) == (
        "train/walking/walking_1@1",
        "train/walking/walking_1",
    )
    assert (keypoints.layout, keypoints.rate_hz, len(keypoints)) == (
        "capture15",
        30.0,
        3,
    )
    assert keypoints.visible.all()
    # 1.6 m from the ankle to the end of the head, seen from four times as far away,
    # is a quarter of the focal length.
    height = column(keypoints, "left_ankle") - column(keypoints, "nose")
    assert 200 < height[0, 1] < 250
    middle = np.median(keypoints.positions, axis=(0, 1))
    np.testing.assert_allclose(middle, MIDDLE, atol=60)


def test_left_is_on_the_right_of_whoever_faces_the_camera(still):
    turned = still.rotations.copy()
    facing = draw_camera(still.clip_id, 0, 0, False, 1.0, (0, 0, 0)).azimuth
    turned[:, 0] = [0, facing, 0]
    keypoints = capture_keypoints(dataclasses.replace(still, rotations=turned), 0)
    for place in ("shoulder", "hip", "ear"):
        left, right = (column(keypoints, f"{side}_{place}") for side in _SIDES)
        assert (left[:, 0] > right[:, 0] + 10).all()


def test_ears_and_nose_are_on_one_line(still):
    keypoints = capture_keypoints(still, 3)
    left, right = (column(keypoints, f"{side}_ear") for side in _SIDES)
    np.testing.assert_allclose((left + right) / 2, column(keypoints, "nose"), atol=0.2)
    shoulders = column(keypoints, "left_shoulder") - column(keypoints, "right_shoulder")
    assert (left - right)[0] @ shoulders[0] > 0


def test_hands_and_feet_are_added(still):
    plain = capture_keypoints(still, 0)
    keypoints = capture_keypoints(still, 0, fingers=True)
    assert keypoints.layout == "capture21"
    names = LAYOUTS["capture21"]
    shared = [names.index(name) for name in LAYOUTS["capture15"]]
    np.testing.assert_array_equal(keypoints.positions[:, shared], plain.positions)
    for near, far in (("wrist", "index"), ("wrist", "thumb"), ("ankle", "foot_index")):
        for side in _SIDES:
            apart = column(keypoints, f"{side}_{near}")
            apart = apart - column(keypoints, f"{side}_{far}")
            assert (np.linalg.norm(apart, axis=-1) < 45).all()


def test_every_fourth_frame_without_the_t_pose(still):
    moving = still.root_translation + 0.01 * np.arange(9, dtype=np.float32)[:, None]
    moving = dataclasses.replace(still, root_translation=moving)
    all_frames = capture_keypoints(moving, 0)
    captured = capture_keypoints(dataclasses.replace(moving, calibration_frames=1), 0)
    assert (len(all_frames), len(captured)) == (3, 2)
    # The camera looks at the middle of what was captured.
    slow = dataclasses.replace(moving, rate_hz=60.0)
    assert len(capture_keypoints(slow, 0)) == 5


def test_what_is_not_in_the_picture(still):
    """A body that walks past the camera and beyond."""
    walked = still.root_translation.copy()
    azimuth = draw_camera(still.clip_id, 0, 0, False, 1.0, (0, 0, 0)).azimuth
    towards = np.array([np.sin(azimuth), 0, np.cos(azimuth)], np.float32)
    walked += np.linspace(-30, 30, 9, dtype=np.float32)[:, None] * towards
    keypoints = capture_keypoints(
        dataclasses.replace(still, root_translation=walked), 0
    )
    assert keypoints.visible[:2].all() and np.isnan(keypoints.positions[2]).all()
    aside = still.root_translation.copy()
    aside[8] += 30 * towards[[2, 1, 0]] * [1, 1, -1]
    keypoints = capture_keypoints(dataclasses.replace(still, root_translation=aside), 0)
    assert not keypoints.visible[2].any()
    assert np.isfinite(keypoints.positions[2]).all()


def test_a_larger_subject_is_seen_from_further_away(still):
    """Then the picture is the same; end points are as much larger as the bones."""
    asf = SKELETONS["asf31"]
    small = dataclasses.replace(
        still,
        skeleton="asf31",
        rotations=np.zeros((9, 31, 3), np.float32),
        root_translation=np.zeros((9, 3), np.float32),
    )
    large = (1.2 * asf.offsets_m).astype(np.float32)
    large = dataclasses.replace(small, offsets_m=large)
    one, other = (capture_keypoints(c, 0, fingers=True) for c in (small, large))
    without_ears = [not name.endswith("ear") for name in LAYOUTS["capture21"]]
    np.testing.assert_allclose(
        one.positions[:, without_ears], other.positions[:, without_ears], atol=1e-2
    )


def test_what_cannot_be_seen_is_refused(still, make_clip):
    with pytest.raises(DataError, match=r"walking_1: expected a multiple of 30 .* 50"):
        capture_keypoints(dataclasses.replace(still, rate_hz=50.0), 0)
    pose = np.zeros((9, 32, 3), np.float32)
    other = make_clip(9, skeleton="h36m32", rotations=pose)
    with pytest.raises(DataError, match="skeleton of cmu38, asf31, found 'h36m32'"):
        capture_keypoints(other, 0)
    with pytest.raises(DataError, match="expected captured frames, found none"):
        capture_keypoints(dataclasses.replace(still, calibration_frames=9), 0)


def test_both_forms_of_a_trial_look_the_same(data_dir):
    """Subject 2, trial 1: row k + 1 of the text is frame k of the original form."""
    listed = text.list_cmu(data_dir / "cmu_mocap")
    converted = text.read_clip(CMU, find(listed, "train/walking/walking_1"))
    listed = asf_amc.list_asf_amc(data_dir / "cmu_asfamc")
    original = asf_amc.read_clip(CMU_ASF_AMC, find(listed, "02/02_01"))
    converted = dataclasses.replace(
        converted,
        clip_id=original.clip_id,
        rotations=converted.rotations[1:],
        root_translation=converted.root_translation[1:],
        calibration_frames=0,
    )
    for number in range(3):
        one, other = (
            capture_keypoints(clip, number, fingers=True, rolls=True)
            for clip in (converted, original)
        )
        apart = np.linalg.norm(one.positions - other.positions, axis=-1)
        assert apart.max() < 3 and np.median(apart) < 1
        # One frame off would show.
        late = np.linalg.norm(one.positions[1:] - other.positions[:-1], axis=-1)
        assert late.max() > 15
