"""Pictures show what they are given, and are the same each time."""

import dataclasses
import io

import numpy as np
import pytest
from PIL import Image

from data_prep.keypoints.heatmaps import render
from data_prep.keypoints.noise import NoisyClip
from data_prep.keypoints.windows import ScoredClip
from motion.keypoints import TARGET
from smoothing.model import build
from smoothing.pictures import draw_clip, heatmap_strip, trajectory
from smoothing.studies import STUDIES

GRID, FRAMES = 14, 8


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def clip() -> ScoredClip:
    """A clip whose left index finger nobody knows, and whose nose is lost once."""
    random = np.random.default_rng(0)
    truth = random.integers(0, GRID, (FRAMES, len(TARGET), 2)).astype(np.float64)
    truth[:, TARGET.index("left_index")] = np.nan
    truth[3, 0] = np.nan
    noisy = NoisyClip(
        clip_id="clip",
        action="walking",
        grid=GRID,
        positions=np.clip(truth + 1, 0, GRID - 1).astype(np.float32),
        blur_index=np.zeros(FRAMES, np.int64),
        sigmas=np.ones(FRAMES),
        starts=np.arange(FRAMES - 4),
        frame_step=1,
        window=5,
    )
    return ScoredClip(noisy, truth, np.isnan(truth).all(axis=(0, 2)))


@pytest.fixture(scope="module")
def window(clip):
    """Heatmaps (5, G, G, K) of the true window."""
    return np.moveaxis(render(clip.truth[:5], 1.0, GRID), 1, -1)


def test_a_strip_has_a_row_for_each(window, tmp_path):
    path = tmp_path / "strip.png"
    empty = np.zeros_like(window)
    png = heatmap_strip(window, window, empty, path)
    assert path.read_bytes() == png == heatmap_strip(window, window, empty)
    assert [each.name for each in tmp_path.iterdir()] == ["strip.png"]
    other = heatmap_strip(empty, window, window)
    changed = (pixels(png) != pixels(other)).any(axis=(1, 2))
    third = len(changed) // 3  # what changed is the first row and the last
    assert changed[: third - 20].any() and changed[-third:].any()
    assert not changed[third + 20 : -third - 20].any()


def test_limbs_have_colours(window):
    """A knee alone is a spot in the colour of its leg."""
    alone = np.zeros_like(window)
    alone[:, 3, 4, TARGET.index("right_knee")] = 1
    seen = pixels(heatmap_strip(alone, window, alone)).reshape(-1, 3)
    nothing = np.zeros_like(window)
    unseen = pixels(heatmap_strip(nothing, window, nothing)).reshape(-1, 3)
    orange, blue = (240, 138, 60), (79, 155, 234)

    def count(picture, colour):
        return np.abs(picture - colour).max(axis=1).__le__(3).sum()

    assert count(seen, orange) > count(unseen, orange) + 500
    assert count(seen, blue) == count(unseen, blue)


def test_what_nobody_knows_is_not_shown(window):
    spurious = window.copy()
    spurious[..., TARGET.index("left_index")] = 99.0
    spurious[3, ..., 0] = 99.0
    assert heatmap_strip(spurious, window, spurious) == heatmap_strip(
        window, window, window
    )


def test_heatmaps_that_do_not_fit_are_refused(window):
    with pytest.raises(ValueError, match="heatmaps of one shape, found"):
        heatmap_strip(window, window[:4], window)
    few = window[..., :3]
    with pytest.raises(ValueError, match=r"heatmaps \(T, G, G, 25\)"):
        heatmap_strip(few, few, few)


def test_a_trajectory_shows_all_three(clip, tmp_path):
    tracks = [clip.noisy.positions, clip.truth, clip.truth + 0.5]
    path = tmp_path / "trajectory.png"
    png = trajectory(*tracks, path)
    assert path.read_bytes() == png
    for changed in range(3):
        others = [each + 3 * (number == changed) for number, each in enumerate(tracks)]
        assert trajectory(*others) != png
    with pytest.raises(ValueError, match="coordinates of one shape"):
        trajectory(tracks[0], tracks[1], tracks[2][1:])


def small(study: str):
    sizes = {"width": 8, "heads": 2, "feed_forward": 8, "layers": 1}
    return build(dataclasses.replace(STUDIES[study], grid=GRID, **sizes))


def test_a_clip_is_drawn(clip, tmp_path):
    model = small("conv3d_1.1")
    png = draw_clip(model, clip, tmp_path / "strip.png")
    assert (tmp_path / "strip.png").read_bytes() == png
    assert [each.name for each in tmp_path.iterdir()] == ["strip.png"]


def test_poses_are_drawn_as_heatmaps(clip):
    model = small("deciwatch_1.1")
    png = draw_clip(model, clip)
    weight = model.trainable_variables[-1]
    weight.assign(weight + 3)
    assert draw_clip(model, clip) != png
