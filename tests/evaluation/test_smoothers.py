"""Classical filters against reference numbers, their windows, and linear smoothers."""

import numpy as np
import pytest

from data_prep.keypoints.noise import NoisyClip
from evaluation.keypoints.gaps import fill_gaps
from evaluation.keypoints.linear_smoothers import LinearSmoother
from evaluation.keypoints.smoothers import (
    SMOOTHERS,
    gaussian,
    one_euro,
    savitzky_golay,
)

FILTERS = [name for name in SMOOTHERS if not name.startswith("linear")]


def noisy_clip(positions, frame_step=1, grid=56) -> NoisyClip:
    """All windows of 5 of a clip."""
    positions = np.asarray(positions, np.float32)
    frames = len(positions)
    return NoisyClip(
        clip_id="clip",
        action="walking",
        grid=grid,
        positions=positions,
        blur_index=np.zeros(frames, int),
        sigmas=np.ones(frames),
        starts=np.arange(frames - 4 * frame_step),
        frame_step=frame_step,
        window=5,
    )


def random_clip(frames=40, seed=0, **changes) -> NoisyClip:
    random = np.random.default_rng(seed)
    return noisy_clip(random.integers(0, 56, (frames, 25, 2)), **changes)


@pytest.mark.parametrize(
    ("smooth", "key"),
    [
        (lambda x: one_euro(x, 0.04, 0.7), "f_oneeuro"),
        (lambda x: savitzky_golay(x, 31, 2), "f_savgol_31_2"),
        (lambda x: savitzky_golay(x, 5, 2), "f_savgol_5_2"),
        (lambda x: gaussian(x, 1), "f_gauss_1"),
    ],
)
def test_filters_give_the_reference_numbers(smoothing_golden, smooth, key):
    found = smooth(smoothing_golden["f_x"])
    np.testing.assert_allclose(found, smoothing_golden[key], atol=1e-10, rtol=0)


def test_one_euro_passes_the_first_sample_and_sees_no_later_one():
    positions = np.random.default_rng(0).normal(size=(30, 2))
    smoothed = one_euro(positions, 0.04, 0.7)
    np.testing.assert_array_equal(smoothed[0], positions[0])
    changed = positions.copy()
    changed[20:] += 9
    np.testing.assert_array_equal(one_euro(changed, 0.04, 0.7)[:20], smoothed[:20])
    assert (one_euro(changed, 0.04, 0.7)[20] != smoothed[20]).all()


def test_a_line_leads_from_the_first_frame_to_the_last():
    noisy = random_clip()
    found = SMOOTHERS["interpolation"].predict(noisy)
    first, last = noisy.positions[noisy.frames[:, 0]], noisy.positions[4:]
    np.testing.assert_allclose(found[:, 0], first)
    np.testing.assert_allclose(found[:, 4], last)
    np.testing.assert_allclose(found[:, 1], 0.75 * first + 0.25 * last)


@pytest.mark.parametrize("frame_step", [1, 2])
@pytest.mark.parametrize("name", FILTERS)
def test_what_is_smooth_stays(name, frame_step):
    """Nobody moves: every filter leaves that alone."""
    still = np.broadcast_to(np.arange(50.0).reshape(25, 2), (40, 25, 2))
    noisy = noisy_clip(still, frame_step)
    found = SMOOTHERS[name].predict(noisy)
    np.testing.assert_allclose(found, still[noisy.frames], atol=1e-9)


@pytest.mark.parametrize("name", FILTERS)
def test_half_rate_is_two_sequences(name):
    """The even frames of a clip alone give the even windows of it."""
    both = random_clip(frame_step=2)
    even = noisy_clip(both.positions[::2])
    found = SMOOTHERS[name].predict(both)[::2]
    np.testing.assert_allclose(found, SMOOTHERS[name].predict(even), atol=1e-12)


@pytest.mark.parametrize(
    "name", ["identity", "mean_5", "median_5", "gaussian_5", "savgol_5_2"]
)
def test_window_filters_see_only_their_window(name):
    noisy = random_clip()
    alone = noisy_clip(noisy.positions[10:15])
    found = SMOOTHERS[name].predict(alone)
    np.testing.assert_allclose(found[0], SMOOTHERS[name].predict(noisy)[10])


def test_mean_and_median_by_hand():
    positions = np.zeros((5, 25, 2))
    positions[:, 0, 0] = [1, 2, 3, 4, 40]
    noisy = noisy_clip(positions)
    assert SMOOTHERS["mean_5"].predict(noisy)[0, :, 0, 0].tolist() == [10] * 5
    assert SMOOTHERS["median_5"].predict(noisy)[0, :, 0, 0].tolist() == [3] * 5


def test_a_wide_filter_shrinks_to_a_short_clip():
    positions = np.arange(6.0)[:, None] ** 2
    np.testing.assert_allclose(savitzky_golay(positions, 31, 2), positions, atol=1e-9)
    np.testing.assert_array_equal(savitzky_golay(positions[:1], 31, 2), positions[:1])


def test_gaps_are_bridged_and_ends_held():
    track = np.array([np.nan, 1, np.nan, np.nan, 7, np.nan])
    positions = np.stack([track, -track], axis=-1)[:, None]  # (6, 1, 2)
    expected = np.array([1, 1, 3, 5, 7, 7.0])
    np.testing.assert_allclose(fill_gaps(positions)[:, 0, 0], expected)
    np.testing.assert_allclose(fill_gaps(positions)[:, 0, 1], -expected)
    assert np.isnan(fill_gaps(np.full((6, 1, 2), np.nan))).all()


@pytest.mark.parametrize("name", FILTERS)
def test_outputs_are_finite_whatever_is_missing(name):
    positions = random_clip().positions.copy()
    positions[:, 9] = np.nan
    positions[5:12, 3] = np.nan
    found = SMOOTHERS[name].predict(noisy_clip(positions))
    assert np.isfinite(found).all()
    assert (found[:, :, 9] == 0).all()


@pytest.fixture(scope="module")
def drifting():
    """Keypoint 1 goes where keypoint 0 is, three pixels to the right; 2 is absent.

    Noise is independent, so the best linear estimate of one uses both.
    """
    random = np.random.default_rng(0)
    truth = np.full((12000, 3, 2), np.nan)
    truth[:, 0] = random.normal(20, 8, (12000, 2)).repeat(5, axis=0)[:12000]
    truth[:, 1] = truth[:, 0] + [3, 0]
    noisy = truth + random.normal(0, 3, truth.shape)
    frames = np.arange(0, 12000, 5)[:, None] + np.arange(5)
    return noisy, truth, frames


def error(smoother, noisy, truth, frames) -> float:
    """Squared error over all known coordinates."""
    clip = NoisyClip(
        *("clip", "a", 56, noisy, None, None, frames[:, 0]), frame_step=1, window=5
    )
    return float(np.nanmean((smoother.predict(clip) - truth[frames]) ** 2))


def test_linear_smoothers_reach_the_known_optimum(drifting):
    noisy, truth, frames = drifting
    train, test = frames[:2000], frames[2000:]
    found = {}
    for places in ((0, 1, 2, 3, 4), (0, 4)):
        fitted = LinearSmoother(places).fit(noisy, truth, train)
        found[places] = error(fitted, noisy, truth, test)
        # Noise of 9 averaged over 2 keypoints and the frames seen, shrunk to the mean.
        noise = 9 / (2 * len(places))
        assert found[places] == pytest.approx(noise * 64 / (64 + noise), rel=0.08)
    mean = error(SMOOTHERS["mean_5"], noisy, truth, test)
    assert mean == pytest.approx(9 / 5, rel=0.08)
    assert found[0, 1, 2, 3, 4] < 0.6 * mean < found[0, 4]


def test_linear_smoothers_learn_from_what_is_known(drifting):
    """A keypoint that is sometimes missing is learnt where it is not."""
    noisy, truth, frames = (each.copy() for each in drifting)
    gone = np.random.default_rng(1).random(len(truth)) < 0.05
    noisy[gone, 1], truth[gone, 1] = np.nan, np.nan
    fitted = LinearSmoother((0, 1, 2, 3, 4)).fit(noisy, truth, frames[:2000])
    assert error(fitted, noisy, truth, frames[2000:]) < 1.2
    assert fitted.keypoints.tolist() == [0, 1]


def test_a_linear_smoother_must_be_fitted():
    with pytest.raises(ValueError, match="after fit"):
        SMOOTHERS["linear_5"].predict(random_clip())
