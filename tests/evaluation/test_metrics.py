"""The error against the original programs and against hand-computed values."""

import pathlib

import numpy as np
import pytest

from data_prep.normalise import Statistics
from data_prep.sources.readers.exponential_map_text import read_text
from evaluation.angles.baselines import ONE_STEP, baseline_errors
from evaluation.angles.horizons import HORIZON_FRAMES, LABEL_MS, real_ms
from evaluation.angles.metrics import columns_to_euler, euler_error
from evaluation.angles.protocols import cut_windows, evaluation_windows, mask_frames

ACTIONS = ("basketball", "jumping", "running", "soccer", "walking", "washwindow")
KEY_OF_BASELINE = {
    "zero_velocity": "zv",
    "running_average_2": "ra2",
    "running_average_4": "ra4",
    ONE_STEP: "onestep",
}


@pytest.fixture(scope="module")
def test_clips(cmu_dir, seq2seq_golden) -> dict[str, np.ndarray]:
    """Every second row of each test file, normalised and un-normalised."""
    statistics = Statistics(
        seq2seq_golden["stats_all8_mean"],
        seq2seq_golden["stats_all8_std"],
        seq2seq_golden["stats_all8_use"],
    )
    clips = {}
    for action in ACTIONS:
        (path,) = pathlib.Path(cmu_dir, "test", action).glob(f"{action}_1.txt*")
        columns = read_text(path, columns=117)[::2]
        clips[f"test/{action}/{action}_1"] = statistics.unnormalise(
            statistics.normalise(columns)
        )
    return clips


@pytest.mark.parametrize("action", ACTIONS)
def test_baselines_give_the_errors_of_the_original_programs(
    action, test_clips, seq2seq_golden
):
    clip_id = f"test/{action}/{action}_1"
    lengths = {clip_id: len(test_clips[clip_id])}
    windows = evaluation_windows("cmu", lengths, "8")[action]
    starts = [window.start for window in windows]
    assert starts == seq2seq_golden[f"eval_{action}_idx"].tolist()

    true = cut_windows({clip_id: columns_to_euler(test_clips[clip_id])}, windows)
    for name, modes in baseline_errors(true, "cmu").items():
        (errors,) = modes.values()
        key = f"eval_{action}_{KEY_OF_BASELINE[name]}"
        np.testing.assert_allclose(
            errors, seq2seq_golden[f"{key}_perseed"], atol=2e-3, err_msg=name
        )
        np.testing.assert_allclose(
            errors[:, HORIZON_FRAMES].mean(axis=0),
            seq2seq_golden[key],
            atol=2e-3,
            err_msg=name,
        )


def test_the_columns_that_count_are_those_of_the_original(seq2seq_golden):
    window = seq2seq_golden["window_walking0_unnorm"][None].astype(np.float64)
    counted = set(seq2seq_golden["window_walking0_dims_in_error"].tolist())
    future = columns_to_euler(window)[:, 50:]
    for column in range(window.shape[-1]):
        moved = future.copy()
        moved[..., column] += 1.0
        error = euler_error(future, moved, columns_to_euler(window))
        assert np.allclose(error, 1.0 if column in counted else 0.0), column


def test_euler_angles_of_a_window_are_those_of_the_original(seq2seq_golden):
    euler = columns_to_euler(seq2seq_golden["window_walking0_unnorm"])
    expected = seq2seq_golden["window_walking0_euler"]
    # The original converts the translation too, which never counts.
    np.testing.assert_allclose(euler[:, 3:], expected[:, 3:], atol=2e-5)


def varying_windows(windows: int = 2, frames: int = 25, columns: int = 12):
    return np.random.default_rng(0).uniform(-0.5, 0.5, (windows, frames, columns))


def error_of_columns(truth: np.ndarray, predicted: np.ndarray) -> np.ndarray:
    """Of predictions in the text format."""
    return euler_error(columns_to_euler(truth), columns_to_euler(predicted))


def test_a_perfect_prediction_has_no_error():
    truth = varying_windows()
    assert (error_of_columns(truth, truth) == 0).all()


def test_an_euler_difference_worked_by_hand():
    truth = varying_windows()
    predicted = truth.copy()
    predicted[1, 4, 6] += 0.3  # of joint 1
    predicted[1, 4, 11] += 0.4  # of joint 2
    error = euler_error(truth, predicted)
    assert error[1, 4] == pytest.approx(0.5)
    error[1, 4] = 0.0
    assert (error == 0).all()


def test_rotations_about_one_axis_differ_by_their_angle():
    truth = np.zeros((1, 25, 9))
    truth[..., 6] = np.linspace(0.0, 0.5, 25)  # about x: E1 = -angle, E2 = E3 = 0
    predicted = truth.copy()
    predicted[..., 6] += 0.25
    np.testing.assert_allclose(error_of_columns(truth, predicted), 0.25, atol=1e-6)


def test_the_root_does_not_count():
    truth = varying_windows()
    predicted = truth.copy()
    predicted[..., :6] += 1.0
    assert (error_of_columns(truth, predicted) == 0).all()


def test_columns_that_rest_in_one_window_count_in_another():
    truth = varying_windows()
    truth[0, :, 8] = 0.1
    predicted = truth.copy()
    predicted[:, :, 8] += 0.2
    error = euler_error(truth, predicted)
    assert (error[0] == 0).all()
    np.testing.assert_allclose(error[1], 0.2)


def test_a_joint_that_moves_only_in_the_past_counts_on_cmu_but_not_on_h36m():
    window = varying_windows(1, 75)
    window[0, 50:, 8] = 0.1
    future = window[:, 50:]
    predicted = future.copy()
    predicted[..., 8] += 0.2
    for dataset, expected in (("cmu", 0.2), ("h36m", 0.0)):
        error = euler_error(future, predicted, mask_frames(window, dataset))
        np.testing.assert_allclose(error, expected, err_msg=dataset)


def test_angle_differences_are_not_wrapped():
    truth = varying_windows()
    predicted = truth.copy()
    predicted[..., 7] += 2 * np.pi
    np.testing.assert_allclose(euler_error(truth, predicted), 2 * np.pi)


def test_shapes_that_do_not_match_are_refused():
    truth = varying_windows()
    with pytest.raises(ValueError, match="one shape"):
        euler_error(truth, truth[:, :-1])
    with pytest.raises(ValueError, match="triples"):
        columns_to_euler(truth[..., :-1])


def test_labels_and_real_times_of_the_horizons():
    assert LABEL_MS == (80, 160, 320, 400, 560, 1000)
    real = [real_ms(frame, 60.0) for frame in HORIZON_FRAMES]
    assert real == [33, 67, 133, 167, 233, 417]
    assert [real_ms(frame, 25.0) for frame in HORIZON_FRAMES] == list(LABEL_MS)
