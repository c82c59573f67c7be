import itertools

import numpy as np
import pytest

from data_prep.normalise import column_statistics
from data_prep.pipeline import training_batches
from data_prep.windows import WindowSource, make_window_source
from reenact.errors import DataError


@pytest.fixture
def counting_source():
    """Three clips whose only feature is 1000 * clip + frame; the last is too short."""
    lengths = np.array([30, 14, 7])
    frames = [1000 * clip + np.arange(n) for clip, n in enumerate(lengths)]
    return WindowSource(
        features=np.concatenate(frames)[:, None].astype(np.float32),
        offsets=np.cumsum(lengths) - lengths,
        lengths=lengths,
        clip_ids=("a", "b", "c"),
        actions=("walking",) * 3,
    )


def take(source, count, **changes):
    options = dict(batch_size=8, past_frames=4, future_frames=3, first_start=2, seed=5)
    batches = training_batches(source, **{**options, **changes})
    return list(itertools.islice(batches.as_numpy_iterator(), count))


def windows_of(batches):
    return np.concatenate(
        [np.concatenate([b["past"], b["future"]], axis=1) for b in batches]
    )


def test_windows_are_consecutive_frames_of_one_clip(counting_source):
    batches = take(counting_source, 20)
    assert batches[0]["past"].shape == (8, 4, 1)
    assert batches[0]["future"].shape == (8, 3, 1)
    windows = windows_of(batches)[..., 0]
    np.testing.assert_array_equal(np.diff(windows, axis=1), 1)


def test_starts_cover_the_admissible_range_and_nothing_else(counting_source):
    first = windows_of(take(counting_source, 200))[:, 0, 0].astype(int)
    clips, starts = np.divmod(first, 1000)
    assert set(starts[clips == 0]) == set(range(2, 30 - 7))  # half open, from 2
    assert set(starts[clips == 1]) == set(range(2, 14 - 7))
    assert 2 not in clips
    # Clips are drawn uniformly, whatever their length; five standard deviations.
    assert abs((clips == 0).mean() - 0.5) < 2.5 / np.sqrt(len(clips))
    drawn = np.bincount(starts[clips == 0])[2:]
    expected = len(starts[clips == 0]) / len(drawn)
    assert np.abs(drawn - expected).max() < 5 * np.sqrt(expected)


def test_the_last_start_is_drawn_where_asked(counting_source):
    batches = take(counting_source, 200, first_start=0, include_last=True)
    clips, starts = np.divmod(windows_of(batches)[:, 0, 0].astype(int), 1000)
    assert set(starts[clips == 0]) == set(range(0, 30 - 7 + 1))
    assert set(starts[clips == 1]) == set(range(0, 14 - 7 + 1))
    assert set(starts[clips == 2]) == {0}  # exactly as long as a window


def test_going_on_from_a_step_gives_the_same_batches(counting_source):
    straight = windows_of(take(counting_source, 12))
    resumed = windows_of(take(counting_source, 5, start_step=7))
    np.testing.assert_array_equal(resumed, straight[7 * 8 :])
    np.testing.assert_array_equal(straight, windows_of(take(counting_source, 12)))


def test_steps_and_seeds_differ(counting_source):
    batches = [batch["past"] for batch in take(counting_source, 12)]
    batches += [batch["past"] for batch in take(counting_source, 12, seed=6)]
    assert len({batch.tobytes() for batch in batches}) == 24


def test_real_windows_are_those_cut_by_numpy(make_clip):
    clips = [make_clip(60, "a"), make_clip(80, "b", action="running")]
    source = make_window_source(clips, column_statistics(clips), ("running", "walking"))
    windows = windows_of(take(source, 4))
    starts = np.arange(len(source.features) - 6)
    rows = starts[:, None] + np.arange(7)
    every_window = source.features[rows].reshape(len(starts), -1)
    for window in windows:
        assert (every_window == window.ravel()).all(axis=1).any()


def test_clips_left_out_are_named(counting_source, caplog):
    caplog.set_level("WARNING")
    take(counting_source, 1)
    assert "too few frames for a window of 7, left out: c" in caplog.text


def test_too_few_frames_everywhere_is_refused(counting_source):
    with pytest.raises(DataError, match="too few frames for a window of 75"):
        take(counting_source, 1, past_frames=50, future_frames=25)
