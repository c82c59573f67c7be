"""Rotation errors against the published evaluation's own numbers, and closed forms."""

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from evaluation.poses import horizons as pose_horizons
from evaluation.poses.horizons import area_under_pck, errors_at_horizons
from evaluation.poses.metrics import (
    PCK_THRESHOLDS,
    BodyMotion,
    correct_joints,
    euler_angles,
    euler_error,
    fairmotion_euler_angles,
    joint_angle_error,
    joint_distances,
    joint_positions,
    nearest_rotations,
    positional_error,
    varying_angles,
)
from motion.body_joints import BODY_JOINTS, SMPL_INDEX
from motion.kinematics import forward_kinematics
from motion.rotations import matrix_to_rotvec
from motion.skeleton import SMPL

SETS = ("a", "b", "c")


def motions(golden, name: str, to_euler=euler_angles) -> tuple[BodyMotion, BodyMotion]:
    """Truth and prediction of one of the golden sets."""
    truth, predicted = (
        golden[f"{name}_{which}"].reshape(
            *golden[f"{name}_{which}"].shape[:2], 15, 3, 3
        )
        for which in ("targ", "pred")
    )
    return BodyMotion.of(truth, to_euler), BodyMotion.of(
        nearest_rotations(predicted), to_euler
    )


@pytest.mark.parametrize("name", SETS)
def test_frame_errors_are_the_published_ones(stt_metrics_golden, name):
    truth, predicted = motions(stt_metrics_golden, name)
    distances = joint_distances(truth, predicted)
    found = {
        "euler": euler_error(truth, predicted, varying_angles(truth.euler)),
        "joint_angle": joint_angle_error(truth, predicted),
        "positional": positional_error(distances),
        "pck": correct_joints(distances),
    }
    tolerances = {"euler": 1e-9, "joint_angle": 1e-6, "positional": 1e-9, "pck": 1e-6}
    for metric, tolerance in tolerances.items():
        np.testing.assert_allclose(
            found[metric],
            stt_metrics_golden[f"{name}_{metric}_frame"],
            atol=tolerance,
            rtol=0,
            err_msg=metric,
        )


@pytest.mark.parametrize("name", SETS)
def test_horizons_are_the_published_ones(stt_metrics_golden, name):
    """Euler angles are judged batch by batch, as there."""
    truth, predicted = motions(stt_metrics_golden, name)
    counts = varying_angles(truth.euler, int(stt_metrics_golden[f"{name}_batch"]))
    frames = stt_metrics_golden[f"{name}_target_lengths"] - 1
    errors = errors_at_horizons(truth, predicted, counts, frames)
    for kind, metrics in (("until", pose_horizons.UNTIL), ("at", pose_horizons.AT)):
        found = np.stack([errors[metric].mean(axis=0) for metric in metrics], axis=1)
        golden = stt_metrics_golden[f"{name}_{kind}"]
        np.testing.assert_allclose(found, golden, atol=1e-6, rtol=0)
        # Only joint angle and AUC are limited by the reference's own precision.
        np.testing.assert_allclose(found[:, [0, 2]], golden[:, [0, 2]], atol=1e-9)
    shares = stt_metrics_golden[f"{name}_pck_final"]
    for i, threshold in enumerate(PCK_THRESHOLDS):
        at = errors[pose_horizons.pck_name(threshold, "at")].mean(axis=0)
        np.testing.assert_allclose(at, shares[frames, i], atol=1e-6)


def test_the_batch_decides_which_angles_count(stt_metrics_golden):
    truth, predicted = motions(stt_metrics_golden, "b")
    one, several = (
        euler_error(truth, predicted, varying_angles(truth.euler, batch)).mean(axis=0)
        for batch in (None, int(stt_metrics_golden["b_batch"]))
    )
    golden = stt_metrics_golden
    np.testing.assert_allclose(one, golden["b_euler_final_onebatch"], atol=1e-9)
    np.testing.assert_allclose(several, golden["b_euler_final"], atol=1e-9)
    assert abs(one - several).max() > 1e-3


@pytest.mark.parametrize("name", ["a", "b"])
def test_fairmotions_euler_error(stt_metrics_golden, name):
    truth, predicted = motions(stt_metrics_golden, name, fairmotion_euler_angles)
    found = euler_error(truth, predicted, varying_angles(truth.euler))
    golden = stt_metrics_golden
    np.testing.assert_allclose(found, golden[f"{name}_fair_euler_frame"], atol=1e-9)
    sums = found.mean(axis=0).cumsum()[golden[f"{name}_fair_frames"] - 1]
    np.testing.assert_allclose(sums, golden[f"{name}_fair_mae"], atol=1e-9)


def test_nearest_rotations(stt_metrics_golden):
    """One matrix of the set has a flipped column, one is negated."""
    predicted = stt_metrics_golden["c_pred"].reshape(2, 8, 15, 3, 3)
    np.testing.assert_allclose(
        nearest_rotations(predicted),
        stt_metrics_golden["c_pred_projected"],
        atol=1e-9,
    )
    rotations = stt_metrics_golden["prim_rot"]
    np.testing.assert_allclose(nearest_rotations(rotations), rotations, atol=1e-12)


def test_euler_angles_with_gimbal_lock(stt_metrics_golden):
    angles = euler_angles(stt_metrics_golden["prim_rot"])
    np.testing.assert_allclose(angles, stt_metrics_golden["prim_rot_euler"], atol=1e-9)
    assert angles[0, 1] == -np.pi / 2 and angles[1, 1] == np.pi / 2


def test_area_under_pck(stt_metrics_golden):
    areas = [
        area_under_pck(stt_metrics_golden["prim_auc_pck"], int(frames))
        for frames in stt_metrics_golden["prim_auc_lengths"]
    ]
    np.testing.assert_allclose(areas, stt_metrics_golden["prim_auc"], atol=1e-9)


def test_positions_are_those_of_the_whole_skeleton(stt_metrics_golden):
    local = stt_metrics_golden["prim_fk_rot"].reshape(6, 24, 3, 3).copy()
    local[:, 0] = np.eye(3)
    thigh = np.linalg.norm(SMPL.offsets_m[SMPL.index("l_knee")])
    whole = forward_kinematics(matrix_to_rotvec(local), SMPL.scaled(1 / thigh))
    golden = stt_metrics_golden["prim_fk_pos"]
    np.testing.assert_allclose(whole - whole[:, :1], golden, atol=1e-9)
    # Of our 15 joints none hangs on one of the 9 others.
    body = BodyMotion.of(local[:, None, list(SMPL_INDEX)]).positions[:, 0]
    np.testing.assert_allclose(body, golden[:, list(SMPL_INDEX)], atol=1e-9)


def test_offsets_are_in_thigh_lengths(stt_metrics_golden):
    unturned = np.broadcast_to(np.eye(3), (15, 3, 3))
    hip, knee = (
        joint_positions(unturned)[BODY_JOINTS.index(name)]
        for name in ("l_hip", "l_knee")
    )
    golden = stt_metrics_golden["prim_offsets_normalised"]
    np.testing.assert_allclose(hip, golden[1], atol=1e-9)
    np.testing.assert_allclose(knee - hip, golden[4], atol=1e-9)
    assert np.linalg.norm(knee - hip) == pytest.approx(1)


def random_rotations(seed: int = 0, windows: int = 2, frames: int = 3) -> np.ndarray:
    count = windows * frames * 15
    turns = Rotation.random(count, random_state=seed).as_matrix()
    return turns.reshape(windows, frames, 15, 3, 3)


def all_errors(truth, predicted) -> dict[str, np.ndarray]:
    true_motion = BodyMotion.of(truth)
    counts = varying_angles(true_motion.euler)
    motion = BodyMotion.of(nearest_rotations(predicted))
    return errors_at_horizons(true_motion, motion, counts, [0, truth.shape[1] - 1])


def test_a_perfect_prediction_has_no_error():
    truth = random_rotations()
    for name, values in all_errors(truth, truth).items():
        expected = 1 if name.startswith(("pck", "auc")) else 0
        np.testing.assert_allclose(values, expected, atol=1e-6, err_msg=name)


def test_scaled_matrices_are_as_good_as_their_rotations():
    truth, predicted = random_rotations(0), random_rotations(1)
    plain, scaled = all_errors(truth, predicted), all_errors(truth, 1.7 * predicted)
    for name, values in plain.items():
        np.testing.assert_allclose(scaled[name], values, atol=1e-9, err_msg=name)


def test_an_error_low_in_the_spine_is_counted_at_every_joint_above():
    truth = random_rotations()
    turn = Rotation.from_rotvec([0.3, 0, 0]).as_matrix()
    spine, head = BODY_JOINTS.index("spine1"), BODY_JOINTS.index("head")
    low, high = truth.copy(), truth.copy()
    low[:, :, spine] = truth[:, :, spine] @ turn
    high[:, :, head] = truth[:, :, head] @ turn
    errors = [
        joint_angle_error(BodyMotion.of(truth), BodyMotion.of(each))
        for each in (low, high)
    ]
    np.testing.assert_allclose(errors[0], 0.3 * 11 / 15, atol=1e-9)
    np.testing.assert_allclose(errors[1], 0.3 * 1 / 15, atol=1e-9)


def test_five_rotations_move_no_joint_and_three_joints_never_move():
    truth = random_rotations()
    predicted = truth.copy()
    ends = ("l_knee", "r_knee", "head", "l_elbow", "r_elbow")
    ends = [BODY_JOINTS.index(name) for name in ends]
    predicted[:, :, ends] = random_rotations(1)[:, :, ends]
    distances = joint_distances(BodyMotion.of(truth), BodyMotion.of(predicted))
    assert distances.max() == 0
    others = joint_distances(BodyMotion.of(truth), BodyMotion.of(random_rotations(2)))
    fixed = [BODY_JOINTS.index(name) for name in ("l_hip", "r_hip", "spine1")]
    assert others[..., fixed].max() == 0
    assert correct_joints(others).min() >= 3 / 15


def test_other_numbers_of_joints_are_refused():
    with pytest.raises(ValueError, match=r"15, 3, 3\), found shape \(1, 2, 24, 3, 3\)"):
        BodyMotion.of(np.zeros((1, 2, 24, 3, 3)))
