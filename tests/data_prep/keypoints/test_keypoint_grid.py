"""Boxes, the grid, the noise of the thesis, windows and splits."""

import dataclasses

import numpy as np
import pytest

from data_prep.keypoints.grid import GridClip, to_grid
from data_prep.keypoints.noise import SHIFT_PIXELS, noisy_positions
from data_prep.keypoints.split import KeypointSettings, split_starts
from data_prep.keypoints.windows import prepare_windows, window_table
from motion.keypoints import LAYOUTS, TARGET, KeypointClip
from reenact.errors import DataError

NOSE, LEFT_EAR = TARGET.index("nose"), TARGET.index("left_ear")


def keypoint_clip(positions, visible=None, layout="penn13") -> KeypointClip:
    positions = np.asarray(positions, np.float32)
    if visible is None:
        visible = np.isfinite(positions).all(axis=-1)
    return KeypointClip(
        "a", "a", "waving", layout, 30.0, (640, 480), positions, np.asarray(visible)
    )


def one_frame(**places) -> np.ndarray:
    """(1, 13, 2): the named joints, all others where the right hip is."""
    names = LAYOUTS["penn13"]
    frame = np.tile(np.float32(places["right_hip"]), (1, len(names), 1))
    for name, place in places.items():
        frame[0, names.index(name)] = place
    return frame


def test_box_edges_lie_at_the_ends_of_each_axis_of_its_own():
    """A box of 100 x 40 gets 5 on each side and 2 above and below: 110 x 44."""
    clip = keypoint_clip(
        one_frame(nose=(100, 50), right_hip=(150, 70), left_ankle=(200, 90))
    )
    grid = to_grid(clip, 56).positions[0]
    ankle = TARGET.index("left_ankle")
    # (5 of 110) * 55 = 2.5, which rounds to the even 2; (105 of 110) * 55 = 52.5.
    np.testing.assert_array_equal(grid[NOSE], [2, 2])
    np.testing.assert_array_equal(grid[ankle], [52, 52])
    np.testing.assert_array_equal(grid[TARGET.index("right_hip")], [28, 28])
    assert np.isnan(grid[LEFT_EAR]).all()  # Penn Action has no ears


def test_invisible_joints_do_not_make_the_box_and_are_kept_inside_it_on_demand():
    names = LAYOUTS["penn13"]
    positions = one_frame(
        nose=(100, 50),
        right_hip=(150, 70),
        left_ankle=(200, 90),
        left_wrist=(120, 60),
        right_wrist=(900, 60),
    )
    visible = np.ones((1, 13), bool)
    for name in ("left_wrist", "right_wrist"):
        visible[0, names.index(name)] = False
    clip = keypoint_clip(positions, visible)
    wrists = [TARGET.index("left_wrist"), TARGET.index("right_wrist")]
    assert np.isnan(to_grid(clip, 56).positions[0, wrists]).all()
    kept = to_grid(clip, 56, keep_invisible=True).positions[0]
    np.testing.assert_array_equal(kept[wrists[0]], [12, 15])  # 25/110, 12/44
    assert np.isnan(kept[wrists[1]]).all()  # outside the box
    np.testing.assert_array_equal(kept[NOSE], [2, 2])


def test_frames_without_a_box_lack_everything():
    frames = np.concatenate(
        [one_frame(nose=(100, 50), right_hip=(150, 70)), np.full((1, 13, 2), np.nan)]
    ).astype(np.float32)
    point = np.full((1, 13, 2), 7, np.float32)  # a box without width
    grid = to_grid(keypoint_clip(np.concatenate([frames, point])), 56)
    missing = np.isnan(grid.positions).all(axis=(1, 2))
    np.testing.assert_array_equal(missing, [False, True, True])


def grid_clip(name="a", frames=400, recording=None, grid=56, **changes) -> GridClip:
    random = np.random.default_rng(len(name) + frames)
    positions = random.integers(0, grid, (frames, 25, 2)).astype(np.float32)
    absent = np.isin(np.arange(25), [1, 2])
    positions[:, absent] = np.nan
    clip = GridClip(name, recording or name, "waving", grid, positions, absent)
    return dataclasses.replace(clip, **changes)


@pytest.mark.parametrize("grid", [56, 28])
def test_shifts_have_the_published_spread(grid):
    middle = np.full((4000, 25, 2), grid // 2, np.float32)
    clip = grid_clip(frames=4000, grid=grid, positions=middle)
    for k in (1, 2):
        noisy, _ = noisy_positions(clip, k, (1.0,), seed=0)
        shifts = noisy - middle
        # Rounding adds a twelfth to the variance; the edges cut off next to nothing.
        expected = np.hypot(SHIFT_PIXELS * k * (grid - 1) / 55, np.sqrt(1 / 12))
        np.testing.assert_allclose(shifts.std(), expected, rtol=0.02)
        np.testing.assert_allclose(shifts.mean(), 0, atol=0.05)
        assert np.array_equal(shifts, np.rint(shifts))
        x, y = shifts[..., 0].ravel(), shifts[..., 1].ravel()
        assert abs(np.corrcoef(x, y)[0, 1]) < 0.02
        frames = np.corrcoef(shifts[:-1].ravel(), shifts[1:].ravel())[0, 1]
        assert abs(frames) < 0.02


def test_noise_stays_on_the_grid_and_belongs_to_clip_and_scale():
    clip = grid_clip()
    noisy, blurs = noisy_positions(clip, 2, (1.0, 2.0, 3.0), seed=0)
    known = np.isfinite(clip.positions)
    assert np.array_equal(np.isfinite(noisy), known)
    assert noisy[known].min() == 0 and noisy[known].max() == 55
    assert set(blurs) == {0, 1, 2}
    again, _ = noisy_positions(clip, 2, (1.0,), seed=0)
    np.testing.assert_array_equal(again, noisy)  # the blurs do not change the shifts
    for other in (
        noisy_positions(clip, 1, (1.0,), seed=0),
        noisy_positions(clip, 2, (1.0,), seed=1),
        noisy_positions(dataclasses.replace(clip, clip_id="b"), 2, (1.0,), seed=0),
    ):
        assert not np.array_equal(other[0], noisy, equal_nan=True)


def test_noise_of_a_whole_clip_is_one_offset():
    """As the thesis's code draws it for Penn Action, and for nothing else."""
    middle = np.full((30, 25, 2), 28, np.float32)
    clip = grid_clip(frames=30, positions=middle, per_clip_noise=True)
    noisy, blurs = noisy_positions(clip, 1, (1.0, 2.0), seed=0, per_clip=True)
    np.testing.assert_array_equal(noisy, np.broadcast_to(noisy[:1], noisy.shape))
    assert len(set(map(tuple, noisy[0]))) > 5 and len(set(blurs)) == 1
    filmed = dataclasses.replace(clip, per_clip_noise=False)
    noisy, _ = noisy_positions(filmed, 1, (1.0, 2.0), seed=0, per_clip=True)
    assert not np.array_equal(noisy[0], noisy[1])


LENGTHS = {f"clip{number}": 20 + 7 * number for number in range(12)}


def frames_of(starts, settings) -> set:
    return {
        (name, frame)
        for name, each in starts.items()
        for start in each
        for frame in range(start, start + settings.span, settings.frame_step)
    }


@pytest.mark.parametrize("frame_step", [1, 2])
def test_parts_of_a_split_by_clips_share_no_frame(frame_step):
    settings = KeypointSettings(frame_step=frame_step)
    starts = split_starts(LENGTHS, settings)
    frames = [frames_of(each, settings) for each in starts.values()]
    for one in range(3):
        for other in range(one):
            assert not frames[one] & frames[other]
    counts = np.array([sum(map(len, each.values())) for each in starts.values()])
    total = sum(settings.windows_of(length) for length in LENGTHS.values())
    # Two cuts lose at most the windows that straddle them.
    assert total - 2 * (settings.span - 1) <= counts.sum() <= total
    np.testing.assert_allclose(counts / total, [0.6, 0.2, 0.2], atol=0.03)
    assert list(starts["train"]) != sorted(starts["train"], key=list(LENGTHS).index)


def test_contiguous_split_is_in_order_and_windows_split_leaks():
    contiguous = KeypointSettings(split="contiguous")
    starts = split_starts(LENGTHS, contiguous)
    assert "clip0" in starts["train"] and "clip11" in starts["test"]
    counts = [sum(map(len, each.values())) for each in starts.values()]
    total = sum(contiguous.windows_of(length) for length in LENGTHS.values())
    assert counts == [round(0.6 * total), round(0.8 * total) - counts[0], counts[2]]
    assert sum(counts) == total  # no window is dropped
    drawn = KeypointSettings(split="windows")
    starts = split_starts(LENGTHS, drawn)
    trained, tested = (frames_of(starts[part], drawn) for part in ("train", "test"))
    assert len(tested & trained) / len(tested) > 0.9


def test_windows_of_half_the_frame_rate():
    settings = KeypointSettings(frame_step=2)
    assert settings.span == 9 and settings.windows_of(20) == 12
    shorter = dataclasses.replace(settings, drop_last_window=True)
    assert shorter.windows_of(20) == 11  # the loop of the thesis's code
    full_rate = KeypointSettings(drop_last_window=True)
    assert full_rate.windows_of(20) == 16


def test_short_clips_are_counted_and_cameras_only_train_together():
    clips = [
        grid_clip(f"{name}@{camera}", length, name)
        for name, length in LENGTHS.items()
        for camera in range(2)
    ]
    windows = prepare_windows([*clips, grid_clip("short", 4)], KeypointSettings())
    assert windows.skipped == {"short": 4}
    names = [clip.noisy.clip_id for clip in (*windows.validation, *windows.test)]
    assert {name[-2:] for name in names} == {"@0"}
    one = prepare_windows(clips[::2], KeypointSettings())
    assert len(windows.train.first_rows) == 2 * len(one.train.first_rows)
    assert windows.training_files == {"waving": 8}


def test_a_table_holds_what_the_clips_hold():
    clips = [grid_clip(name, length) for name, length in LENGTHS.items()]
    windows = prepare_windows(clips, KeypointSettings(test_frames=15))
    table = window_table(windows.test)
    row = 0
    for clip in windows.test:
        assert len(clip.truth) <= 15 and len(clip.noisy.starts) == len(clip.truth) - 4
        for start in clip.noisy.starts:
            frames = table.first_rows[row] + np.arange(5)
            truth = clip.truth[start : start + 5]
            known = np.isfinite(truth).all(axis=-1)
            np.testing.assert_array_equal(table.present[frames], known)
            np.testing.assert_array_equal(table.targets[frames][known], truth[known])
            observed = clip.noisy.positions[start : start + 5]
            np.testing.assert_array_equal(table.inputs[frames][known], observed[known])
            row += 1
    assert row == len(table.first_rows)
    assert table.absent[:, LEFT_EAR].all() and not table.absent[:, NOSE].any()


def test_too_few_clips_name_the_empty_part():
    with pytest.raises(DataError, match="validation: expected windows of 5 frames"):
        prepare_windows([grid_clip(frames=6)], KeypointSettings())


def test_unknown_settings_are_refused():
    with pytest.raises(ValueError, match="expected split of clips"):
        KeypointSettings(split="frames")
