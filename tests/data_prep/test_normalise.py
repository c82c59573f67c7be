import numpy as np
import pytest
from text_recordings import read_cmu

from data_prep.normalise import (
    Moments,
    Statistics,
    column_statistics,
    combined_statistics,
)
from data_prep.windows import make_window_source
from motion.h36m_angles import clip_to_columns
from reenact.errors import DataError


@pytest.fixture(scope="module")
def real_clips(cmu_dir):
    return read_cmu(cmu_dir)


@pytest.fixture(scope="module")
def real_statistics(real_clips):
    return column_statistics(real_clips["train"] + real_clips["validation"])


def check_against_reference(statistics, golden, name):
    used = golden[f"{name}_use"]
    ignored = np.setdiff1d(np.arange(117), statistics.used)
    np.testing.assert_array_equal(statistics.used, used)
    np.testing.assert_array_equal(ignored, golden[f"{name}_ignore"])
    np.testing.assert_allclose(statistics.scale, golden[f"{name}_std"], rtol=1e-3)
    np.testing.assert_allclose(
        statistics.mean, golden[f"{name}_mean"], rtol=0, atol=1e-4
    )


def test_statistics_of_all_actions_are_the_reference(real_statistics, seq2seq_golden):
    check_against_reference(real_statistics, seq2seq_golden, "stats_all8")


def test_statistics_of_walking_are_the_reference(real_clips, seq2seq_golden):
    published = real_clips["train"] + real_clips["validation"]
    walking = [clip for clip in published if clip.action == "walking"]
    assert len(walking) == 5
    check_against_reference(column_statistics(walking), seq2seq_golden, "stats_walking")


def first_walking_window(clips, statistics):
    walking = [clip for clip in clips["test"] if clip.action == "walking"]
    return make_window_source(walking, statistics, actions=None).cut([0], [2], 75)[0]


def test_the_first_test_window_is_the_reference(
    real_clips, real_statistics, seq2seq_golden
):
    expected = seq2seq_golden["window_walking0_norm"]
    window = first_walking_window(real_clips, real_statistics)
    # The reference's mean is float32 and up to 3.3e-5 off, which its spread divides.
    scale = real_statistics.scale[real_statistics.used]
    bound = 1e-3 * np.abs(expected) + 3.5e-5 / scale + 1e-5
    assert (np.abs(window - expected) < bound).all()
    np.testing.assert_allclose(
        real_statistics.unnormalise(window),
        seq2seq_golden["window_walking0_unnorm"],
        rtol=1e-5,
        atol=1e-4,
    )


def test_the_first_test_window_is_exact_with_the_reference_statistics(
    real_clips, seq2seq_golden
):
    statistics = Statistics(
        *(seq2seq_golden[f"stats_all8_{name}"] for name in ("mean", "std", "use"))
    )
    window = first_walking_window(real_clips, statistics)
    np.testing.assert_allclose(
        window, seq2seq_golden["window_walking0_norm"], rtol=1e-5, atol=1e-5
    )
    np.testing.assert_allclose(
        statistics.unnormalise(window),
        seq2seq_golden["window_walking0_unnorm"],
        rtol=1e-6,
        atol=1e-5,
    )


def test_statistics_follow_the_definition(make_clip):
    clips = [make_clip(5, "a"), make_clip(40, "b")]
    table = np.concatenate([clip_to_columns(clip) for clip in clips]).astype(float)
    statistics = column_statistics(clips)
    np.testing.assert_allclose(statistics.mean, table.mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(statistics.scale, table.std(axis=0), rtol=1e-6)
    features = statistics.normalise(table)
    np.testing.assert_allclose(features.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(features.std(axis=0), 1, rtol=1e-5)


def test_moments_far_from_zero_are_combined_without_loss():
    values = 1e6 + np.random.default_rng(0).normal(0, [0.01, 3.0], (90, 2))
    parts = [Moments.of(part) for part in np.split(values, [1, 30])]
    assert [part.frames for part in parts] == [1, 29, 60]
    found = combined_statistics(parts)
    np.testing.assert_allclose(found.scale, values.std(axis=0), rtol=1e-6)


def test_columns_at_rest_are_left_out_and_come_back_as_their_mean(make_clip):
    clip = make_clip(30)
    clip.rotations[:, 5] = [0.25, 0.5, -0.75]
    clip.rotations[:, 6, 0] = 1e-5 * (np.arange(30) % 2)  # below the threshold
    clip.rotations[:, 7, 0] = 1e-3 * (np.arange(30) % 2)  # above
    statistics = column_statistics([clip])
    ignored = np.setdiff1d(np.arange(117), statistics.used)
    np.testing.assert_array_equal(ignored, [18, 19, 20, 21])
    np.testing.assert_array_equal(statistics.scale[ignored], 1.0)
    columns = clip_to_columns(clip)
    back = statistics.unnormalise(statistics.normalise(columns))
    np.testing.assert_allclose(back[:, 18:21], [[-0.25, -0.5, 0.75]] * 30)
    np.testing.assert_allclose(back, columns, atol=1e-5)


def test_a_wrong_number_of_columns_is_refused(make_clip):
    statistics = column_statistics([make_clip(30)])
    with pytest.raises(ValueError, match="expected 117 columns, found 99"):
        statistics.normalise(np.zeros((4, 99)))
    with pytest.raises(ValueError, match="expected 117 features, found 125"):
        statistics.unnormalise(np.zeros((4, 125)))


def test_statistics_are_read_as_they_were_written(make_clip, tmp_path):
    statistics = column_statistics([make_clip(30)])
    statistics.save(tmp_path / "statistics.npz")
    loaded = Statistics.load(tmp_path / "statistics.npz")
    np.testing.assert_array_equal(loaded.mean, statistics.mean)
    np.testing.assert_array_equal(loaded.scale, statistics.scale)
    np.testing.assert_array_equal(loaded.used, statistics.used)
    assert [path.name for path in tmp_path.iterdir()] == ["statistics.npz"]


def test_unsound_statistics_are_refused(tmp_path):
    path = tmp_path / "statistics.npz"
    one = np.ones(3, np.float32)
    for mean, scale, used in (
        (one, one[:2], np.arange(2)),
        (one, 0 * one, np.arange(2)),
        (one * np.nan, one, np.arange(2)),
        (one, one, np.array([0, 3])),
        (one, one, np.array([1, 0])),
        (one, one, np.array([0.0, 1.0])),
        (one.astype(float), one, np.arange(2)),
    ):
        np.savez(path, mean=mean, scale=scale, used=used)
        with pytest.raises(DataError, match=r"statistics\.npz: expected finite"):
            Statistics.load(path)
    np.savez(path, mean=one, scale=one)
    with pytest.raises(DataError, match="KeyError"):
        Statistics.load(path)


def test_nothing_to_learn_from_is_refused(make_clip):
    with pytest.raises(DataError, match="at least one training clip"):
        column_statistics([])
    still = make_clip(3)
    still.rotations[:] = 0
    still.root_translation[:] = 0
    with pytest.raises(DataError, match="no column that varies"):
        column_statistics([still])
