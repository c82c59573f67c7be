"""Pictures: drawn without a display, and showing what they are given."""

import io

import numpy as np
import pytest
from PIL import Image

from motion.kinematics import forward_kinematics
from motion.pictures.viewer import animate, skeleton_strip
from motion.skeleton import CMU, SKELETONS

PAST, FUTURE = 10, 15
HEADER, FOOTER = 35, 60  # pixels above and below the plane of the bodies


@pytest.fixture
def positions() -> np.ndarray:
    """A body that swings a leg and drifts ahead, (25, 38, 3)."""
    rotations = np.zeros((PAST + FUTURE, CMU.joint_count, 3))
    swing = np.sin(np.linspace(0, 2 * np.pi, len(rotations)))
    rotations[:, CMU.index("LeftUpLeg"), 0] = swing
    root = np.zeros((len(rotations), 3))
    root[:, 2] = np.linspace(0, 1, len(rotations))
    return forward_kinematics(rotations, CMU, root)


def pixels(image: bytes, frame: int = 0) -> np.ndarray:
    picture = Image.open(io.BytesIO(image))
    picture.seek(frame)
    return np.asarray(picture.convert("RGB")).astype(int)


def strip(positions, prediction, label="zero velocity", path=None):
    past, future = positions[:PAST], positions[PAST:]
    return skeleton_strip(past, future, {label: prediction}, CMU, 25.0, path)


def test_strip_shows_the_prediction_in_its_row_only(positions):
    still = np.repeat(positions[PAST - 1 : PAST], FUTURE, axis=0)
    wrong = strip(positions, still)
    right = strip(positions, positions[PAST:])
    assert strip(positions, still) == wrong
    changed = np.argwhere((pixels(wrong) != pixels(right)).any(axis=2))
    height, width = pixels(wrong).shape[:2]
    assert len(changed) > 100
    shadow = (pixels(wrong)[HEADER:-FOOTER] == (0xD3, 0xE0, 0xF3)).all(axis=2)
    assert shadow.sum() > 100  # the truth shows behind the wrong prediction
    assert changed[:, 0].min() > height * 0.4  # below the truth's row
    assert changed[:, 1].min() > width * 0.3  # right of the past


def test_strip_draws_the_whole_body(positions):
    """Neither heads, feet nor names are cut."""
    image = pixels(strip(positions, positions[PAST:], "martinez_residual_sup"))
    assert (image[:, :3] == 255).all()
    plane = image[HEADER:-FOOTER]
    coloured = np.ptp(plane, axis=2).max(axis=1) > 40
    assert coloured.any()
    assert not coloured[:4].any()
    assert not coloured[-4:].any()


def test_strip_removes_the_path_but_keeps_the_height(positions):
    walked = strip(positions, positions[PAST:])
    drift = np.zeros_like(positions)
    drift[..., 2] = np.linspace(0, 1, len(positions))[:, None]
    on_the_spot = positions - drift
    assert np.array_equal(
        pixels(walked), pixels(strip(on_the_spot, on_the_spot[PAST:]))
    )
    jump = positions + drift[..., [0, 2, 1]]
    assert not np.array_equal(pixels(walked), pixels(strip(jump, jump[PAST:])))


def test_strip_ignores_how_the_body_faces_and_where_it_is(positions):
    turned = positions[..., [2, 1, 0]] * (1, 1, -1) + (5, 0, 3)  # about the vertical
    before = pixels(strip(positions, positions[PAST:]))
    after = pixels(strip(turned, turned[PAST:]))
    assert before.shape == after.shape
    assert np.abs(before - after).mean() < 0.5


def test_a_diverged_prediction_leaves_its_row_empty(positions):
    broken = np.full_like(positions[PAST:], np.nan)
    image = pixels(strip(positions, broken))
    good = pixels(strip(positions, positions[PAST:]))
    assert image.shape == good.shape
    assert (image < 250).sum() < (good < 250).sum()


@pytest.mark.parametrize("skeleton", SKELETONS.values(), ids=SKELETONS)
def test_strip_of_the_shortest_motion(skeleton):
    pose = forward_kinematics(np.zeros((1, skeleton.joint_count, 3)), skeleton)
    image = pixels(skeleton_strip(pose, pose, {}, skeleton, 50.0))
    plane = image[HEADER:-FOOTER, image.shape[1] // 9 :]  # without the row's name
    dark = np.argwhere((plane == (0x0B, 0x3D, 0x91)).all(axis=2))
    light = np.argwhere((plane == (0x6F, 0xB1, 0xF5)).all(axis=2))
    assert min(len(dark), len(light)) > 50
    # Seen from the right and the front, the left limbs are ahead: on the right.
    assert dark[:, 1].mean() > light[:, 1].mean() + 5


@pytest.mark.parametrize(
    ("rate_hz", "frames", "frame_ms"), [(25.0, 25, 40), (50.0, 13, 40), (60.0, 13, 30)]
)
def test_animation_runs_in_real_time(positions, rate_hz, frames, frame_ms):
    past, future = positions[:PAST], positions[PAST:]
    gif = animate(past, future, {"as truth": future}, CMU, rate_hz)
    with Image.open(io.BytesIO(gif)) as image:
        assert image.n_frames == frames
        assert image.info["duration"] == frame_ms


def test_animation_moves_and_shows_the_prediction(positions):
    past, future = positions[:PAST], positions[PAST:]
    still = np.repeat(past[-1:], FUTURE, axis=0)
    gif = animate(past, future, {"zero velocity": still}, CMU, 25.0)
    body = slice(HEADER, -FOOTER)  # without clock and legend
    now, last = pixels(gif, PAST - 1)[body], pixels(gif, PAST + FUTURE - 1)[body]
    half = now.shape[1] // 2
    assert (now[:, :half] != last[:, :half]).any()
    assert (pixels(gif, 0)[body] != now).any()
    hasty = animate(past, future, {"zero velocity": still}, CMU, 125.0)
    assert (pixels(hasty, 4)[body] == last).mean() > 0.99  # both end with the end
    assert (pixels(gif, PAST + FUTURE - 5)[body] == last).mean() < 0.99
    same = animate(past, future, {"zero velocity": future}, CMU, 25.0)
    assert (pixels(same, PAST - 1)[body, half:] == now[:, half:]).mean() > 0.99
    assert (pixels(same, PAST + FUTURE - 1)[body, half:] != last[:, half:]).any()


def test_files_appear_whole_or_not_at_all(positions, tmp_path):
    past, future = positions[:PAST], positions[PAST:]
    png = strip(positions, future, path=tmp_path / "strip.png")
    gif = animate(past, future, {}, CMU, 25.0, tmp_path / "motion.gif")
    assert (tmp_path / "strip.png").read_bytes() == png
    assert (tmp_path / "motion.gif").read_bytes() == gif
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError):
        strip(positions, future, path=tmp_path / "taken")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"strip.png", "motion.gif", "taken"}


@pytest.mark.parametrize(
    ("past", "future", "prediction", "message"),
    [
        ((0, 38, 3), (2, 38, 3), (2, 38, 3), r"past must be \(frames, 38, 3\)"),
        ((4, 32, 3), (2, 38, 3), (2, 38, 3), r"found \(4, 32, 3\)"),
        ((4, 38, 3), (0, 38, 3), (0, 38, 3), r"truth must be \(1, 38, 3\)"),
        ((4, 38, 3), (2, 38, 3), (3, 38, 3), r"mine must be \(2, 38, 3\)"),
    ],
)
def test_refuses_positions_that_do_not_fit(past, future, prediction, message):
    predictions = {"mine": np.zeros(prediction)}
    with pytest.raises(ValueError, match=message):
        skeleton_strip(np.zeros(past), np.zeros(future), predictions, CMU, 25.0)


def test_without_a_truth_there_is_the_prediction_alone(positions):
    """Grey, then orange; no blue, no shadow, one panel."""
    past, future = positions[:PAST], positions[PAST:]
    image = animate(past, None, {"prediction": future}, CMU, 25.0)
    both = animate(past, future, {"prediction": future}, CMU, 25.0)
    assert pixels(image).shape[1] < 0.6 * pixels(both).shape[1]
    colours = {"blue": (0x2F, 0x6F, 0xCE), "orange": (0xD9, 0x59, 0x1C)}

    def count(picture, frame, colour):
        plane = pixels(picture, frame)[HEADER:-FOOTER]
        return (np.abs(plane - colours[colour]) < 12).all(axis=2).sum()

    last = PAST + FUTURE - 1
    assert count(image, 0, "orange") == count(image, last, "blue") == 0
    assert count(image, last, "orange") > 50 and count(both, last, "blue") > 50
    shadow = np.abs(pixels(image, last) - (0xD3, 0xE0, 0xF3)).max(axis=2) < 3
    assert not shadow.any()
    with pytest.raises(ValueError, match=r"worse must be \(15, 38, 3\), found \(14, "):
        animate(past, None, {"one": future, "worse": future[:14]}, CMU, 25.0)
