"""Baselines on numbers that can be checked by eye."""

import numpy as np
import pytest

from evaluation.angles.baselines import RunningAverage, ZeroVelocity


def counting_windows(frames: int) -> np.ndarray:
    """One window whose single column counts 0, 1, 2, …"""
    return np.arange(frames, dtype=float).reshape(1, frames, 1)


def test_zero_velocity_repeats_the_last_frame():
    predicted = ZeroVelocity().predict(counting_windows(5), 3)
    assert predicted.tolist() == [[[4.0], [4.0], [4.0]]]


def test_running_average_is_not_recursive():
    predicted = RunningAverage(4).predict(counting_windows(6), 2)
    assert predicted.tolist() == [[[3.5], [3.5]]]


def test_one_step_ahead_is_the_truth_a_frame_late():
    window = counting_windows(8)
    predicted = ZeroVelocity().predict_one_step(window[:, :5], window[:, 5:])
    assert predicted.ravel().tolist() == [4.0, 5.0, 6.0]


def test_averages_of_too_few_frames_are_refused():
    with pytest.raises(ValueError, match="found 0"):
        RunningAverage(0)
    with pytest.raises(ValueError, match="at least 4 observed frames, found 3"):
        RunningAverage(4).predict(counting_windows(3), 1)
