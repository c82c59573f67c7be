"""Errors of forecasts against fairmotion's own numbers, and closed forms."""

import numpy as np
import pytest
from test_pose_scoring import RECORDINGS

from evaluation.angles.protocols import EvaluationWindow
from evaluation.poses.forecast_metrics import (
    FORECAST_METRICS,
    LOCAL_ANGLE,
    MSE_ACTIVE,
    MSE_ALL,
    forecast_errors,
    local_angles_deg,
    mean_angle_errors,
    mse_errors,
)
from evaluation.poses.horizons import HORIZON_FRAMES, POSE_METRICS
from evaluation.poses.metrics import (
    BodyMotion,
    euler_error,
    fairmotion_euler_angles,
    varying_angles,
)
from evaluation.poses.windows import ScoredPoses
from motion.body_joints import SMPL_INDEX
from motion.rotations import rotvec_to_matrix
from reenact.errors import DataError


def body(axis_angle: np.ndarray) -> np.ndarray:
    """The 15 joints of (..., 24, 3) rotation vectors as matrices, float64."""
    return rotvec_to_matrix(axis_angle[..., list(SMPL_INDEX), :])


def scored_poses(future: np.ndarray, protocol: str = "fairmotion") -> ScoredPoses:
    """True windows of one action whose past is of no interest."""
    windows = [EvaluationWindow("all", f"clip_{i}", 0) for i in range(len(future))]
    past = np.broadcast_to(np.eye(3), (len(future), 120, 15, 3, 3))
    truth = BodyMotion.of(future, fairmotion_euler_angles)
    rotations = np.concatenate([past, future], axis=1)
    counts = varying_angles(truth.euler)
    return ScoredPoses(protocol, {"all": windows}, {}, rotations, truth, counts)


@pytest.fixture
def golden(fairmotion_golden):
    """True and predicted rotations of fairmotion's six windows, and its numbers."""
    truth = body(fairmotion_golden["fm_mae_target_aa"])
    return truth, body(fairmotion_golden["fm_mae_pred_aa"]), fairmotion_golden


def test_the_fifteen_joints_are_the_major_ones(golden):
    assert sorted(SMPL_INDEX) == sorted(golden[2]["fm_major_joints"])


def test_euler_distance_of_each_frame_is_fairmotions(golden):
    truth, predicted, values = golden
    scored = scored_poses(truth)
    error = euler_error(scored.truth, scored.motion(predicted), scored.counts)
    np.testing.assert_allclose(error, values["fm_euler_diff"], atol=1e-9)
    # One joint at rest and one nearly at rest do not count.
    assert (~scored.counts[0, 0]).sum() == 6


def test_mean_angle_error_is_fairmotions(golden):
    truth, predicted, values = golden
    scored = scored_poses(truth)
    found = mean_angle_errors(scored, predicted)
    np.testing.assert_allclose(found, values["fm_mae_values"], atol=1e-9)
    repeated = np.repeat(truth[:, :1], 24, axis=1)
    found = mean_angle_errors(scored, repeated)
    np.testing.assert_allclose(found, values["fm_mae_repeat_first"], atol=1e-9)
    assert values["fm_mae_frames"].tolist() == [f + 1 for f in HORIZON_FRAMES]


def test_which_angles_count_depends_on_the_windows_judged_together(golden):
    """Of one window more angles are at rest; each error here is the smaller for it."""
    truth, predicted, values = golden
    expected = values["fm_mae_values_single_sequence0"]
    one = mean_angle_errors(scored_poses(truth[:1]), predicted[:1])
    np.testing.assert_allclose(one, expected, atol=1e-9)


def test_the_truth_has_no_error_and_the_sum_never_falls(golden):
    truth, predicted, _ = golden
    scored = scored_poses(truth)
    assert max(mean_angle_errors(scored, truth)) < 1e-9
    for noise in (predicted, np.roll(predicted, 1, axis=0)):
        found = mean_angle_errors(scored, noise)
        assert np.all(np.diff(found) > 0)


def test_the_sign_of_the_euler_convention_does_not_matter(golden):
    """The older code's angles are the negatives."""
    truth, predicted, _ = golden
    scored = scored_poses(truth)
    other = scored_poses(truth, "cmu")
    np.testing.assert_allclose(
        scored.motion(truth).euler, -other.motion(truth).euler, atol=1e-9
    )
    flipped = ScoredPoses(
        *("cmu", other.windows, {}, other.rotations, other.motion(truth), other.counts)
    )
    np.testing.assert_allclose(
        mean_angle_errors(flipped, predicted),
        mean_angle_errors(scored, predicted),
        atol=1e-9,
    )


def test_mean_squared_errors_have_a_closed_form():
    """Frame k (from 1) is off by k in each of the three numbers that vary, of five."""
    truth = np.zeros((2, 24, 5))
    predicted = np.zeros((2, 24, 5))
    predicted[0, :, [0, 1, 3]] = np.arange(1, 25)
    predicted[1, :, 2] = 1.0  # a constant number of the truth: does not vary
    found = mse_errors(truth, predicted, np.array([0, 1, 3]))
    frames = np.array([6, 12, 18, 24])
    squares = (frames + 1) * (2 * frames + 1) / 6  # mean of 1, 4, 9, ...
    np.testing.assert_allclose(found[MSE_ACTIVE][0], squares)
    np.testing.assert_allclose(found[MSE_ALL][0], squares * 3 / 5)
    np.testing.assert_allclose(found[MSE_ACTIVE][1], 0)
    np.testing.assert_allclose(found[MSE_ALL][1], 1 / 5)
    with pytest.raises(ValueError, match=r"\(2, 24, 5\), found \(2, 23, 5\)"):
        mse_errors(truth, predicted[:, :23], np.arange(5))


def test_all_errors_of_a_known_turn():
    """One of 15 joints is off by 0.3 radians, one of 4 numbers by 2."""
    scored = ScoredPoses.cut(RECORDINGS, "cmu")
    turn = np.tile(np.eye(3), (15, 1, 1))
    turn[4] = rotvec_to_matrix([0.3, 0, 0])
    truth = np.zeros((4, 24, 4), np.float32)
    off = truth + np.array([0, 2, 0, 0])
    errors = forecast_errors(
        scored, scored.future @ turn, truth, off, used=np.array([1, 2])
    )
    assert tuple(errors) == tuple(FORECAST_METRICS)
    for metric, expected in (
        (LOCAL_ANGLE, np.degrees(0.3) / 15),
        (MSE_ALL, 1.0),
        (MSE_ACTIVE, 2.0),
    ):
        assert {a: v.shape for a, v in errors[metric].items()} == {
            "walking": (3, 4),
            "soccer": (1, 4),
        }
        for values in errors[metric].values():
            np.testing.assert_allclose(values, expected, rtol=1e-4)
    plain = scored.errors(lambda past, frames: scored.future @ turn)
    for metric in POSE_METRICS:
        np.testing.assert_array_equal(
            errors[metric]["soccer"], plain[metric]["soccer"], err_msg=metric
        )
    averages = np.mean([v.mean(axis=0) for v in errors["euler_sum"].values()], axis=0)
    np.testing.assert_allclose(
        mean_angle_errors(scored, scored.future @ turn), averages, rtol=1e-9
    )


def test_local_angles_do_not_add_up_along_a_limb():
    """Turning the left shoulder counts once, though the elbow hangs on it."""
    truth = np.tile(np.eye(3), (1, 2, 15, 1, 1))
    predicted = truth.copy()
    predicted[0, 1, 11] = rotvec_to_matrix([0, 0.5, 0])
    expected = [[0, np.degrees(0.5) / 15]]
    np.testing.assert_allclose(local_angles_deg(truth, predicted), expected, atol=1e-6)


def test_a_prediction_that_diverged_is_refused():
    scored = ScoredPoses.cut(RECORDINGS, "cmu")
    diverged = scored.future.copy()
    diverged[3, 5] = np.nan
    with pytest.raises(DataError, match=r"soccer_1 from frame 0: .* diverged"):
        mean_angle_errors(scored, diverged)
