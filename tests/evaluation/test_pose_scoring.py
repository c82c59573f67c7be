"""Windows of the rotation protocols, and scoring on them."""

import dataclasses
import time

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from data_prep.poses.pose_set import PoseSequence
from evaluation.angles.baselines import ZeroVelocity
from evaluation.poses.horizons import LABEL_MS, POSE_METRICS
from evaluation.poses.protocols import pose_windows, window_starts
from evaluation.poses.windows import ScoredPoses
from motion.body_joints import BODY_JOINTS
from reenact.errors import DataError


def swinging(clip_id: str, action: str, frames: int, per_frame: float) -> PoseSequence:
    """Both shoulders turn by `per_frame` radians each frame, nothing else moves."""
    angles = np.zeros((frames, 15, 3))
    shoulders = [BODY_JOINTS.index(name) for name in ("l_shoulder", "r_shoulder")]
    angles[:, shoulders, 2] = per_frame * np.arange(frames)[:, None]
    matrices = Rotation.from_rotvec(angles.reshape(-1, 3)).as_matrix()
    rotations = matrices.reshape(frames, 15, 3, 3).astype(np.float32)
    return PoseSequence(clip_id, action, rotations)


RECORDINGS = [
    swinging("test/walking/walking_1", "walking", 169, 0.001),
    swinging("test/running/running_1", "running", 82, 0.001),
    swinging("test/soccer/soccer_1", "soccer", 144, 0.002),
]


def test_labels_are_the_real_times():
    assert LABEL_MS == (100, 200, 300, 400)


@pytest.mark.parametrize(
    ("frames", "protocol", "role", "expected"),
    [
        (143, "cmu", "test", []),
        (144, "cmu", "test", [0]),
        (168, "cmu", "validation", [0, 12, 24]),
        (179, "eth", "test", []),
        (299, "eth", "test", [0]),
        (420, "eth", "test", [0, 120, 240]),
        (420, "fairmotion", "validation", [0, 120, 240]),
        (421, "eth", "validation", [138]),
        (145, "eth", "validation", [0]),
        (143, "eth", "validation", []),
    ],
)
def test_starts(frames, protocol, role, expected):
    clips, starts = window_starts([50, frames], protocol, role)
    assert starts.tolist() == expected
    assert clips.tolist() == [1] * len(expected)


def test_an_unknown_protocol_is_refused():
    with pytest.raises(ValueError, match="'8' and 'test'"):
        window_starts([200], "8")


def test_actions_count_on_cmu_and_windows_in_the_published_protocols():
    recordings = {"a": ("walking", 300), "b": ("running", 300), "c": ("running", 90)}
    windows, excluded = pose_windows(recordings, "cmu")
    assert {action: len(each) for action, each in windows.items()} == {
        "walking": 14,
        "running": 14,
    }
    assert excluded == {"c": 90}
    windows, _ = pose_windows(recordings, "eth")
    assert [(w.action, w.clip_id, w.start) for w in windows["all"]] == [
        *(("all", "a", 0), ("all", "a", 120), ("all", "b", 0), ("all", "b", 120)),
    ]


def test_zero_velocity_has_the_errors_of_a_closed_form():
    """At frame k (from 1) both shoulders and both elbows are k steps behind."""
    scored = ScoredPoses.cut(RECORDINGS, "cmu")
    assert scored.excluded == {"test/running/running_1": 82}
    assert scored.starts()["walking"] == [
        ("test/walking/walking_1", start) for start in (0, 12, 24)
    ]
    errors = scored.errors(ZeroVelocity().predict)
    assert tuple(errors) == tuple(POSE_METRICS)
    assert {metric: list(each) for metric, each in errors.items()} == {
        metric: ["walking", "soccer"] for metric in POSE_METRICS
    }
    frames = np.array([6, 12, 18, 24])
    sums = frames * (frames + 1) / 2
    for action, step, windows in (("walking", 0.001, 3), ("soccer", 0.002, 1)):
        expected = {
            "joint_angle_sum": sums * step * 4 / 15,
            "joint_angle_at": frames * step * 4 / 15,
            # Two shoulders turn about their own z: one Euler angle each.
            "euler_at": frames * step * np.sqrt(2),
            # An elbow is 0.69 thighs from its shoulder; the chord is nearly the arc.
            "pck_0.001_at": np.full(4, 13 / 15),
            "pck_0.3_until": np.ones(4),
        }
        for metric, values in expected.items():
            found = errors[metric][action]
            assert found.shape == (windows, 4), metric
            np.testing.assert_allclose(
                found, np.tile(values, (windows, 1)), atol=2e-5, err_msg=metric
            )
    assert scored.validation_score(ZeroVelocity().predict) == pytest.approx(
        (0.001 + 0.002) / 2 * 300 * 4 / 15, rel=1e-3
    )


def test_the_truth_has_no_error_and_the_past_is_what_is_given():
    scored = ScoredPoses.cut(RECORDINGS, "cmu")

    def cheat(past, frames):
        assert past.shape == (4, 120, 15, 3, 3) and frames == 24
        start = RECORDINGS[0].rotations[12:132]
        np.testing.assert_array_equal(past[1], start)
        return scored.future

    errors = scored.errors(cheat)
    assert max(each.max() for each in errors["euler_sum"].values()) < 1e-5
    assert min(each.min() for each in errors["auc_until"].values()) == 1


def test_what_cannot_be_scored_is_refused_in_one_line():
    scored = ScoredPoses.cut(RECORDINGS, "cmu")
    with pytest.raises(ValueError, match=r"\(4, 24, 15, 3, 3\), found \(4, 23, 15"):
        scored.errors(lambda past, frames: scored.future[:, :23])
    diverged = scored.future.copy()
    diverged[3, 5] = np.nan
    with pytest.raises(DataError, match=r"soccer_1 from frame 0: .* diverged"):
        scored.errors(lambda past, frames: diverged)
    with pytest.raises(DataError, match="'eth', found at most 169 frames"):
        ScoredPoses.cut(RECORDINGS, "eth")


@pytest.mark.parametrize(
    "damage", [lambda m: m * 1.01, np.negative, lambda m: m * np.nan]
)
def test_true_poses_must_be_rotations(damage):
    rotations = RECORDINGS[0].rotations.copy()
    rotations[7, 3] = damage(rotations[7, 3])
    broken = dataclasses.replace(RECORDINGS[0], rotations=rotations)
    with pytest.raises(DataError, match=r"walking_1: frame 7: expected rotation"):
        ScoredPoses.cut([broken], "cmu")


def test_scoring_two_hundred_windows_takes_about_a_second():
    """It is done at every evaluation of a training run."""
    long = swinging("test/walking/walking_1", "walking", 144 + 12 * 207, 0.001)
    scored = ScoredPoses.cut([long], "cmu")
    started = time.process_time()
    errors = scored.errors(ZeroVelocity().predict)
    assert time.process_time() - started < 4  # generous: others use the machine too
    assert len(errors["euler_sum"]["walking"]) == 208
