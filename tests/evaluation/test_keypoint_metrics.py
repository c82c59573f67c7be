"""Keypoint metrics against the official programs' numbers, and by hand."""

import numpy as np
import pytest
from deciwatch_metrics import aligned_position_errors, box_pck

from evaluation.keypoints.metrics import (
    THRESHOLDS,
    acceleration_errors,
    correct_keypoints,
    differences,
    jitter,
    lags,
    position_errors,
    scored_keypoints,
    torso_lengths,
)
from motion.keypoints import TARGET


def missing_at_zero(positions) -> np.ndarray:
    """The published programs write (0, 0) where we write NaN."""
    positions = np.asarray(positions, np.float64)
    return np.where((positions == 0).all(axis=-1, keepdims=True), np.nan, positions)


def shares(truth, predicted, threshold, fallback, strict):
    """Correct and scored keypoints, (..., K) each."""
    lengths = torso_lengths(truth, fallback)
    scored = scored_keypoints(truth, lengths, fallback)
    distances = position_errors(truth, predicted)
    return correct_keypoints(distances, threshold * lengths, strict) & scored, scored


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_pck_is_the_published_one_on_both_paths(smoothing_golden, threshold):
    golden = smoothing_golden
    truth = missing_at_zero(golden["th_gt_rc"])
    correct, scored = shares(truth, golden["th_pred_rc"], threshold, "zero", False)
    assert scored.sum() == 204
    assert correct.sum() / scored.sum() == golden[f"th_pck_{threshold}"]
    as_vectors = golden["th_coords_gt"].reshape(3, 5, 25, 2)
    fractions = golden["th_frac_pred"].reshape(3, 5, 25, 2)
    correct, scored = shares(
        missing_at_zero(as_vectors), fractions, threshold, "skip", False
    )
    assert scored.sum() == 191
    assert correct.sum() / scored.sum() == golden[f"th_frac_pck_{threshold}"]


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_pck_of_single_keypoints_is_the_published_one(smoothing_golden, threshold):
    truth = missing_at_zero(smoothing_golden["th_gt_rc"])[1:]
    predicted = smoothing_golden["th_pred_rc"][1:]
    correct, scored = (
        each.sum(axis=(0, 1))
        for each in shares(truth, predicted, threshold, "zero", True)
    )
    expected = smoothing_golden[f"th_pck_kpts_{threshold}"]
    np.testing.assert_array_equal(scored > 0, np.isfinite(expected))
    found = correct[scored > 0] / scored[scored > 0]
    np.testing.assert_allclose(found, expected[scored > 0], rtol=1e-15)


def test_official_metrics_of_deciwatch(smoothing_golden):
    golden = smoothing_golden
    height, width = golden["dw_imgshape"][0]
    for threshold in THRESHOLDS:
        found = box_pck(
            golden["dw_gt"],
            golden["dw_pred"],
            golden["dw_bbox"],
            (width, height),
            threshold,
        )
        expected = golden[f"dw_pck_{threshold}"]
        np.testing.assert_allclose(found, expected, atol=1e-7)
    truth, predicted = golden["j3_gt"], golden["j3_pred"]
    for measure, key, tolerance in (
        (acceleration_errors, "accel_err", 1e-12),
        (position_errors, "mpjpe", 1e-12),
        (aligned_position_errors, "pampjpe", 1e-6),
    ):
        found = measure(truth, predicted).mean(axis=1)
        np.testing.assert_allclose(found, golden[key], atol=tolerance, err_msg=key)


def person(**positions) -> np.ndarray:
    """One frame, of which only the named keypoints are known."""
    frame = np.full((25, 2), np.nan)
    for name, position in positions.items():
        frame[TARGET.index(name)] = position
    return frame


BODY = person(
    left_shoulder=(30, 10),
    right_shoulder=(10, 10),
    left_hip=(30, 30),
    right_hip=(10, 40),
    nose=(20, 2),
)


def test_the_torso_is_the_mean_of_both_sides():
    assert torso_lengths(BODY) == 25
    turned = BODY[..., ::-1] * [1, -1] + 3
    assert torso_lengths(turned) == 25
    with pytest.raises(ValueError, match="found 'none'"):
        torso_lengths(BODY, "none")


def test_a_frame_without_torso_is_skipped_or_mismeasured_or_missed():
    frames = np.stack([BODY, BODY])
    frames[1, TARGET.index("left_hip")] = np.nan
    counted = {
        fallback: tuple(
            int(each.sum()) for each in shares(frames, frames, 0.1, fallback, True)
        )
        for fallback in ("skip", "zero", "miss")
    }
    assert counted == {"skip": (5, 5), "zero": (9, 9), "miss": (5, 9)}
    # |(30, 10) - (0, 0)| and 30 on the right.
    expected = (np.hypot(30, 10) + 30) / 2
    assert torso_lengths(frames, "zero")[1] == pytest.approx(expected)


def test_a_distance_equal_to_the_reach_is_correct_only_pooled():
    moved = BODY.copy()
    moved[TARGET.index("nose")] += (3, 4)  # 5 pixels: 0.2 of the torso
    for strict, expected in ((False, 5), (True, 4)):
        correct, scored = shares(BODY, moved, 0.2, "skip", strict)
        assert (correct.sum(), scored.sum()) == (expected, 5)


def test_a_missing_frame_voids_three_accelerations_and_four_jerks():
    time = np.arange(12.0)[:, None, None]
    truth = np.concatenate([time**2, time**3], axis=-1)  # (12, 1, 2)
    np.testing.assert_array_equal(differences(truth, 2)[:, 0, 0], 2)
    np.testing.assert_array_equal(jitter(truth)[:, 0], 6)
    # Half the frame rate: twice the step, 8 times the jerk.
    np.testing.assert_array_equal(jitter(truth, step=2)[:, 0], 48)
    moved = truth + [3, 4] * time**2 / 2
    np.testing.assert_allclose(acceleration_errors(truth, moved), 5)
    truth[6] = np.nan
    assert np.flatnonzero(np.isnan(acceleration_errors(truth, moved))).tolist() == [
        *(4, 5, 6)
    ]
    assert np.isnan(jitter(truth)).sum() == 4
    assert np.flatnonzero(np.isnan(position_errors(truth, moved))).tolist() == [6]


def test_similarities_do_not_count_but_reflections_do():
    random = np.random.default_rng(0)
    truth = random.normal(size=(4, 9, 3))
    turn, _ = np.linalg.qr(random.normal(size=(3, 3)))
    turn *= np.sign(np.linalg.det(turn))
    moved = 1.7 * truth @ turn + [1, -2, 3]
    np.testing.assert_allclose(aligned_position_errors(truth, moved), 0, atol=1e-12)
    mirrored = truth * [-1, 1, 1]
    assert aligned_position_errors(truth, mirrored).mean() > 0.3
    # A missing keypoint has no error, and takes no part.
    truth[2, 5] = np.nan
    moved[2, 5] = 100
    found = aligned_position_errors(truth, moved)
    assert np.isnan(found).sum() == 1
    np.testing.assert_allclose(np.delete(found[2], 5), 0, atol=1e-12)


@pytest.mark.parametrize("delay", [-3, 0, 4])
def test_the_lag_of_a_shifted_wave_is_found(delay):
    time = np.arange(200.0)[:, None]

    def wave(t):
        return np.stack([np.sin(t / 7), 3 * np.cos(t / 11) + t / 50], axis=-1)

    truth, late = wave(time), wave(time - delay)
    assert lags(truth, late).tolist() == [delay]
    # Noise, an offset and gaps do not matter.
    noisy = late + np.random.default_rng(0).normal(0, 0.1, late.shape) + 5
    truth[40:60] = np.nan
    assert lags(truth, noisy).tolist() == [delay]


def test_lag_of_interleaved_sequences_is_in_their_own_frames():
    time = np.arange(200.0)[:, None]
    truth, late = (np.stack([np.sin((time - d) / 7)] * 2, -1) for d in (0, 6))
    assert lags(truth, late, step=2).tolist() == [3]


def test_what_does_not_move_or_is_hardly_known_has_no_lag():
    still = np.ones((100, 1, 2))
    moving = np.arange(200.0).reshape(100, 1, 2)
    assert np.isnan(lags(still, moving))
    hardly = np.where(np.arange(100)[:, None, None] < 20, moving, np.nan)
    assert np.isnan(lags(hardly, moving))
    assert np.isnan(lags(moving[:8], moving[:8]))
