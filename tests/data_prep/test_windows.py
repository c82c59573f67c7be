import numpy as np
import pytest

from data_prep.normalise import column_statistics
from data_prep.windows import make_window_source, start_range
from motion.h36m_angles import clip_to_columns
from reenact.errors import DataError

ACTIONS = ("jumping", "running", "walking")


@pytest.fixture
def clips(make_clip):
    return [
        make_clip(31, "train/walking/walking_1"),
        make_clip(20, "train/running/running_1", action="running"),
        make_clip(9, "train/running/running_2", action="running"),
    ]


def test_features_are_every_second_normalised_row_then_the_action(clips):
    statistics = column_statistics(clips)
    source = make_window_source(clips, statistics, ACTIONS)
    assert source.lengths.tolist() == [16, 10, 5]
    assert source.offsets.tolist() == [0, 16, 26]
    assert source.actions == ("walking", "running", "running")
    expected = statistics.normalise(clip_to_columns(clips[1])[::2])
    np.testing.assert_array_equal(source.features[16:26, :-3], expected)
    np.testing.assert_array_equal(source.features[:16, -3:], [[0, 0, 1]] * 16)
    np.testing.assert_array_equal(source.features[16:, -3:], [[0, 1, 0]] * 15)


def test_without_the_t_pose_the_other_frames_are_the_same(clips):
    statistics = column_statistics(clips)
    kept = make_window_source(clips, statistics, ACTIONS)
    dropped = make_window_source(clips, statistics, ACTIONS, drop_calibration=True)
    assert (kept.lengths - dropped.lengths).tolist() == [1, 1, 1]
    np.testing.assert_array_equal(
        dropped.cut([0, 1], [0, 3], 6), kept.cut([0, 1], [1, 4], 6)
    )


def test_windows_are_cut_where_asked(clips):
    source = make_window_source(clips, column_statistics(clips), None, downsample=1)
    windows = source.cut([2, 0], [1, 21], 8)
    np.testing.assert_array_equal(windows[0], source.features[52:60])
    np.testing.assert_array_equal(windows[1], source.features[21:29])
    with pytest.raises(DataError, match="running_2: expected frames 2 to 9, found 9"):
        source.cut([0, 2], [0, 2], 8)


def test_starts_are_half_open_and_short_clips_are_left_out(clips):
    source = make_window_source(clips, column_statistics(clips), None)
    starts = start_range(source, frames=7, first_start=2)
    assert starts.clips.tolist() == [0, 1]
    assert starts.counts.tolist() == [16 - 7 - 2, 10 - 7 - 2]
    assert starts.left_out == ("train/running/running_2",)


def test_the_last_window_that_fits_may_be_included(clips):
    source = make_window_source(clips, column_statistics(clips), None)
    starts = start_range(source, frames=10, first_start=0, include_last=True)
    assert starts.clips.tolist() == [0, 1]
    assert starts.counts.tolist() == [16 - 10 + 1, 1]
    last = starts.counts - 1
    assert source.cut(starts.clips, last, 10).shape == (2, 10, 117)
    with pytest.raises(DataError, match="at least 17 frames, found at most 16"):
        start_range(source, frames=17, first_start=0, include_last=True)


def test_too_few_frames_for_any_window_is_refused(clips):
    source = make_window_source(clips, column_statistics(clips), None)
    with pytest.raises(DataError) as caught:
        start_range(source, frames=16, first_start=0)
    assert str(caught.value) == (
        "too few frames for a window of 16: expected a clip of at least 17 frames, "
        "found at most 16 (train/walking/walking_1)"
    )


def test_an_action_without_a_column_is_refused(clips):
    with pytest.raises(DataError, match="running_1: expected one of the actions"):
        make_window_source(clips, column_statistics(clips), ("walking", "jumping"))


def test_no_clip_is_refused(clips):
    with pytest.raises(DataError, match="at least one clip"):
        make_window_source([], column_statistics(clips), None)
