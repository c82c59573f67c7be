"""Measures of motions and critics that were made by hand."""

import numpy as np
import pytest

from gan.diagnostics import measures as diagnostics
from gan.diagnostics.alarms import tripped


def names(found):
    return {alarm.name for alarm in tripped(found)}


@pytest.fixture
def motion():
    """Past (5, 6, 3) and future (5, 4, 3): straight lines, each with its own speed."""
    speeds = np.array([1.0, 2.0, -1.0, 3.0, 5.0])[:, None, None]
    frames = speeds * np.arange(10.0)[:, None] * np.ones(3)
    return frames[:, :6], frames[:, 6:]


def test_the_truth_is_as_fast_as_the_truth(motion):
    past, future = motion
    found = diagnostics.motion_measures(past, future, future)
    for name in ("speed_ratio", "variance_ratio", "first_frame_jump"):
        assert found[name] == pytest.approx(1)
    assert (found["output_min"], found["output_max"]) == (-9, 45)
    assert not names(found)


def test_repeating_the_last_frame_is_a_static_collapse(motion):
    past, future = motion
    rest = np.repeat(past[:, -1:], 4, axis=1)
    found = diagnostics.motion_measures(past, future, rest)
    assert found["speed_ratio"] == found["first_frame_jump"] == 0
    # Variances over windows: those of 5 v and, of the truth, of 6 v to 9 v.
    expected = np.mean([(5 / frame) ** 2 for frame in (6, 7, 8, 9)])
    assert found["variance_ratio"] == pytest.approx(expected)
    assert names(found) == {"static collapse"}


def test_the_same_motion_for_everyone_is_a_mean_collapse(motion):
    past, future = motion
    mean = np.broadcast_to(future.mean(axis=0), future.shape)
    found = diagnostics.motion_measures(past, future, mean)
    assert found["variance_ratio"] == pytest.approx(0)
    assert found["speed_ratio"] == pytest.approx(2 / 2.4)  # mean of v, and of |v|
    assert "mean collapse" in names(found)


def test_a_jump_at_the_start_is_seen_and_counts_as_no_speed(motion):
    past, future = motion
    far = future + 24.0  # the mean first step is 2.4 sqrt(3)
    found = diagnostics.motion_measures(past, future, far)
    assert found["speed_ratio"] == pytest.approx(1)
    assert found["first_frame_jump"] == pytest.approx((24 + 2) / 2.4)
    assert names(found) == {"first frame jumps"}


def test_of_a_true_motion_that_rests_nothing_relative_is_measured():
    rest = np.ones((2, 3, 4))
    found = diagnostics.motion_measures(rest, rest, rest + 1)
    assert found == {"output_min": 2, "output_max": 2}


def test_a_constant_critic_is_dead():
    half = np.full((6, 4), 0.505)
    found = diagnostics.critic_measures(half, half, sigmoid=True)
    assert (found["dead_share"], found["saturation"]) == (1, 0)
    assert found["c_batch_std"] == pytest.approx(0)
    assert found["emd_val"] == found["gap_val"] == 0
    assert found["critic_accuracy"] == found["sign_flip_accuracy"] == 0.5
    assert names(found) == {"dead critic"}


def test_the_numbers_of_a_critic_by_hand():
    real, fake = np.array([[0.9, 0.5], [0.7, 0.5]]), np.array([[0.1, 0.5], [0.9, 0.3]])
    found = diagnostics.critic_measures(real, fake, sigmoid=True)
    assert found["c_real_mean"] == pytest.approx(0.65)
    assert found["c_fake_mean"] == pytest.approx(0.45)
    assert found["c_real_std"] == pytest.approx(np.sqrt((0.0625 + 0.0025 + 0.045) / 4))
    assert found["gap_val"] == pytest.approx(0.2)
    # Cumulative differences: 0.8, 0.8 and -0.2, 0.
    assert found["emd_val"] == pytest.approx((0.64 + 0.64 + 0.04) / 4)
    # 0.9 > 0.1 and 0.5 > 0.3; the two halves are equal.
    assert found["critic_accuracy"] == pytest.approx(2.5 / 4)
    assert found["sign_flip_accuracy"] == pytest.approx(1.5 / 4)
    assert found["dead_share"] == pytest.approx(3 / 8)
    # Deviations over the four sequences: of .9 .7 .1 .9 and of .5 .5 .5 .3.
    expected = (np.std([0.9, 0.7, 0.1, 0.9]) + np.std([0.5, 0.5, 0.5, 0.3])) / 2
    assert found["c_batch_std"] == pytest.approx(expected)


def test_a_certain_critic_is_saturated_and_an_inverted_one_is_named():
    zeros, ones = np.full((3, 2), 0.001), np.full((3, 2), 0.999)
    found = diagnostics.critic_measures(ones, zeros, sigmoid=True)
    assert found["saturation"] == found["critic_accuracy"] == 1
    assert names(found) == {"critic saturation"}
    found = diagnostics.critic_measures(zeros, ones, sigmoid=True)
    assert (found["critic_accuracy"], found["sign_flip_accuracy"]) == (0, 1)
    assert "label inversion" in names(found)


def test_a_critic_without_a_scale_is_not_measured_at_0_and_half():
    found = diagnostics.critic_measures(np.ones((2, 1)), np.zeros((2, 1)), False)
    assert found["critic_accuracy"] == 1
    assert not {"saturation", "dead_share"} & set(found)


def test_a_copied_seed_is_a_leak():
    random = np.random.default_rng(0)
    noise = random.normal(0, 0.01, (2, 40, 3))
    assert diagnostics.seed_leak(noise[0], noise[1] + 1) > 0.99
    assert abs(diagnostics.seed_leak(*noise)) < 0.2
    # One that knows real motion from generated, whatever the seed, gives less than 0.
    assert diagnostics.seed_leak(noise[0] + 1, noise[1]) < -0.99
    assert diagnostics.seed_leak(np.ones((4, 2)), np.ones((4, 2))) == 0
    leak = {"seed_leak": diagnostics.seed_leak(noise[0], noise[1] + 1)}
    assert names(leak) == {"seed leak"}


def test_slopes_and_clipped_weights():
    norms = np.array([[1.0, 2.0], [3.0, 6.0]])
    found = diagnostics.slope_measures(norms)
    assert found == {"lipschitz_mean": 3, "lipschitz_max": 6}
    weights = [np.array([[0.01, -0.01], [0.00998, 0.0]]), np.array([0.009991])]
    assert diagnostics.clip_fraction(weights, 0.01) == pytest.approx(3 / 5)


def test_diversity_is_relative_to_true_futures_of_similar_pasts():
    past = np.array([0.0, 0.1, 5.0])[:, None, None]
    future = np.array([0.0, 3.0, 100.0])[:, None, None]
    # The neighbours of the three are the second, the first and the second.
    neighbours = diagnostics.neighbour_distance(past, future)
    assert neighbours == pytest.approx((3 + 3 + 97) / 3)
    samples = np.array([[0.0, 1.0, 3.0]])[:, :, None, None]  # distances 1, 3 and 2
    found = diagnostics.diversity(samples, neighbours)
    assert found["diversity"] == pytest.approx(2 / neighbours)
    assert names(found) == {"mode collapse"}
    assert diagnostics.diversity(samples, 0.0) == {}
    assert diagnostics.neighbour_distance(past[:1], future[:1]) == 0


def test_quality_is_the_share_of_good_samples():
    assert diagnostics.quality(np.array([[0.5, 0.9], [0.49, 0.0]])) == 0.5
