"""Which windows of poses train and which are scored, under both published protocols."""

import itertools

import numpy as np
import pytest

from data_prep.pipeline import training_batches
from data_prep.poses.features import PoseFeatures
from data_prep.poses.pose_set import PoseSequence, pose_statistics, pose_values
from data_prep.poses.windows import (
    fixed_source,
    middle_windows,
    pose_source,
    strided_windows,
)
from motion.rotations import rotvec_to_matrix
from reenact.errors import DataError


@pytest.fixture(scope="module")
def sequences():
    random = np.random.default_rng(4)
    found = []
    for number, frames in enumerate((310, 150, 179, 180)):
        vectors = np.cumsum(random.normal(0, 0.1, (frames, 15, 3)), axis=0)
        rotations = rotvec_to_matrix(vectors).astype(np.float32)
        found.append(PoseSequence(f"clip_{number}", f"action_{number}", rotations))
    return found


@pytest.fixture(scope="module")
def source(sequences):
    statistics = pose_statistics(sequences, "rotation_matrix", "channel_variance")
    return pose_source(sequences, PoseFeatures(statistics))


def test_features_are_the_normalised_numbers(sequences, source):
    statistics = pose_statistics(sequences, "rotation_matrix", "channel_variance")
    assert source.lengths.tolist() == [310, 150, 179, 180]
    assert source.offsets.tolist() == [0, 310, 460, 639]
    assert source.clip_ids[3] == "clip_3" and source.actions[3] == "action_3"
    assert source.features.dtype == np.float32
    values = pose_values(sequences[2], "rotation_matrix")
    expected = (values - statistics.mean) / statistics.scale
    np.testing.assert_allclose(source.features[460:639], expected, rtol=1e-5)


def test_batches_hold_the_poses_of_one_sequence(sequences, source):
    batches = training_batches(
        source, 4, 120, 24, first_start=0, seed=0, include_last=True
    )
    batch = next(batches.as_numpy_iterator())
    window = np.concatenate([batch["past"][0], batch["future"][0]])
    row = np.flatnonzero((source.features == window[0]).all(axis=1))[0]
    np.testing.assert_array_equal(window, source.features[row : row + 144])


def test_strided_windows_are_counted_as_published():
    lengths = [180, 179, 300, 299, 1000, 0]
    clips, starts = strided_windows(lengths)
    counts = [(length - 180) // 120 + 1 for length in (180, 300, 299, 1000)]
    assert np.bincount(clips).tolist() == [counts[0], 0, *counts[1:]]
    assert starts.tolist() == [0, 0, 120, 0, *range(0, 821, 120)]
    assert starts.dtype == clips.dtype == np.int64
    clips, starts = strided_windows([143, 10])
    assert len(clips) == len(starts) == 0


def test_strided_windows_are_as_many_as_fairmotions(fairmotion_golden):
    lengths = fairmotion_golden["fm_win_len"]
    clips, _ = strided_windows(lengths)
    counts = np.bincount(clips, minlength=len(lengths))
    np.testing.assert_array_equal(counts, fairmotion_golden["fm_win_count"])


def test_windows_in_the_middle_have_as_much_on_either_side():
    clips, starts = middle_windows([144, 143, 200, 301])
    assert clips.tolist() == [0, 2, 3]
    assert starts.tolist() == [0, 28, 78]


def test_fairmotion_trains_on_its_fixed_windows(source):
    fixed = fixed_source(source)
    assert fixed.clip_ids == ("clip_0", "clip_0", "clip_3")
    assert fixed.actions == ("action_0", "action_0", "action_3")
    assert fixed.offsets.tolist() == [0, 120, 639]
    assert fixed.lengths.tolist() == [144] * 3
    batches = training_batches(
        fixed, 16, 120, 24, first_start=0, seed=0, include_last=True
    )
    drawn = {
        window[0].tobytes()
        for batch in itertools.islice(batches.as_numpy_iterator(), 4)
        for window in batch["past"]
    }
    assert drawn == {source.features[row].tobytes() for row in (0, 120, 639)}


def test_nothing_to_cut_is_refused(sequences):
    features = PoseFeatures.plain()
    with pytest.raises(DataError, match="at least one sequence"):
        pose_source([], features)
    short = pose_source(sequences[1:3], features)
    with pytest.raises(DataError, match="at least 180 frames, found at most 179"):
        fixed_source(short)
