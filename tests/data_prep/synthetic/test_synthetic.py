import numpy as np
import pytest

from data_prep.datasets import SYNTHETIC
from data_prep.normalise import column_statistics
from data_prep.synthetic import generator as synthetic
from data_prep.synthetic.actions import ACTIONS, LIMITS
from data_prep.windows import make_window_source
from motion.kinematics import forward_kinematics
from motion.skeleton import CMU

HORIZON = 24  # frames at 60 Hz: 400 ms
TOES = [CMU.index(f"{side}ToeBaseEnd") for side in ("Left", "Right")]


def clip_of(action, subject=6, number=1, seed=0, split="test"):
    return synthetic.make_clip(seed, split, action, number, subject)


@pytest.fixture(scope="module")
def test_clips():
    return {action: clip_of(action) for action in ACTIONS}


@pytest.fixture(scope="module")
def positions(test_clips):
    return {
        action: forward_kinematics(clip.rotations, CMU, clip.root_translation)
        for action, clip in test_clips.items()
    }


def test_the_same_seed_gives_the_same_bits_and_another_does_not(test_clips):
    for action in ("walking", "reaching"):
        again, other = clip_of(action), clip_of(action, seed=1)
        expected = test_clips[action].rotations
        assert again.rotations.tobytes() == expected.tobytes()
        frames = min(len(other), len(expected))
        assert np.abs(other.rotations[:frames] - expected[:frames]).max() > 0.1


def test_every_split_has_every_action_and_its_own_subjects(monkeypatch):
    monkeypatch.setattr(synthetic, "SECONDS", (0.5, 0.6))
    clips = synthetic.generate(3)
    subjects = {split: {clip.subject for clip in part} for split, part in clips.items()}
    assert len(subjects["train"]) == 4
    assert not subjects["train"] & (subjects["validation"] | subjects["test"])
    assert not subjects["validation"] & subjects["test"]
    for split in ("train", "validation", "test"):
        assert {clip.action for clip in clips[split]} == set(SYNTHETIC.actions)
    ids = [clip.clip_id for part in clips.values() for clip in part]
    assert len(set(ids)) == len(ids)
    assert "test/walking/walking_1" in ids


def test_joints_stay_within_their_limits(test_clips):
    """Knees, elbows and spine turn about body axes alone, so angles can be read off."""
    for clip in test_clips.values():
        degrees = np.degrees(np.linalg.norm(clip.rotations, axis=-1))
        for name in ("Leg", "ForeArm", "Head", "Spine1"):
            bounds = [LIMITS[key] for key in LIMITS if key.split()[0] == name]
            largest = np.hypot.reduce([max(-low, high) for low, high, _ in bounds])
            for joint in (name, f"Left{name}", f"Right{name}"):
                if joint in CMU.joint_names:
                    assert degrees[:, CMU.index(joint)].max() < largest
    rotations = test_clips["running"].rotations
    # A knee never bends forward: its axis is x turned by the 20 degrees of the leg.
    assert (rotations[:, CMU.index("LeftLeg"), 0] >= 0).all()
    assert (rotations[:, CMU.index("RightLeg"), 0] >= 0).all()


def test_feet_touch_the_floor_and_do_not_sink(positions):
    for action, joints in positions.items():
        lowest = joints[..., 1].min(axis=1)
        assert lowest.min() > -0.02, action
        airborne = (lowest > 0.02).mean()
        assert (airborne > 0.05) == bool(ACTIONS[action].flights), action


def test_the_supporting_foot_does_not_slide(positions):
    for action in ("walking", "reaching", "sitting"):
        toes = positions[action][:, TOES]
        speed = np.linalg.norm(np.diff(toes[..., [0, 2]], axis=0), axis=-1) * 120
        supporting = np.take_along_axis(
            speed, toes[1:, :, 1].argmin(axis=1)[:, None], axis=1
        )
        assert np.median(supporting) < 0.15, action  # m/s; a swinging foot does 2


def test_people_stand_upright_and_move_as_the_action_says(positions):
    head, hips = CMU.index("Head"), CMU.index("Hips")
    for action, joints in positions.items():
        above = joints[:, head, 1] - joints[:, hips, 1]
        assert np.median(above) > 0.25, action
    travelled = {
        action: np.linalg.norm(np.diff(joints[:, hips, [0, 2]], axis=0), axis=1).sum()
        * 120
        / len(joints)
        for action, joints in positions.items()
    }
    assert 0.5 < travelled["walking"] < 2.0 < travelled["running"] < 5.0
    assert max(travelled[a] for a in ("waving", "reaching", "sitting")) < 0.4
    assert positions["sitting"][:, hips, 1].min() < 0.7
    assert positions["sitting"][:, hips, 1].max() > 0.8


def test_people_face_where_they_go(positions):
    for action in ("walking", "running"):
        joints = positions[action]
        left = joints[:, CMU.index("LeftUpLeg")] - joints[:, CMU.index("RightUpLeg")]
        ahead = np.cross(left, [0.0, 1.0, 0.0])[:-60]
        moved = joints[60:, 0] - joints[:-60, 0]
        assert (np.sum(ahead * moved, axis=1) > 0).mean() > 0.95, action


def test_subjects_differ_in_style():
    styles = [synthetic.subject_style(0, subject) for subject in range(1, 7)]
    assert len({style.tempo for style in styles}) == 6
    steps = [clip_of("walking", subject).rotations[:600] for subject in (1, 2)]
    between = np.abs(steps[0].mean(axis=0) - steps[1].mean(axis=0)).max()
    assert between > np.radians(2)


def test_motion_is_smooth(test_clips):
    for action, clip in test_clips.items():
        speed = np.diff(clip.rotations, axis=0) * 120
        jolt = np.abs(np.diff(speed, axis=0)).max()
        assert jolt < 2.0, action  # rad/s from one frame to the next


def forecast_windows(clips, statistics, past=10):
    """Past (n, past, D) and the frame 400 ms ahead (n, D), without the root's place."""
    source = make_window_source(clips, statistics, None)
    keep = statistics.used >= 6
    inputs, targets = [], []
    for clip, length in enumerate(source.lengths):
        starts = np.arange(0, length - past - HORIZON, 3)
        cut = source.cut([clip] * len(starts), starts, past + HORIZON)[..., keep]
        inputs.append(cut[:, :past])
        targets.append(cut[:, -1])
    return np.concatenate(inputs), np.concatenate(targets)


def test_neither_standing_still_nor_a_linear_map_foresees_the_motion():
    training = [
        clip_of(action, subject, subject, split="train")
        for action in ACTIONS
        for subject in (1, 2, 3)
    ]
    statistics = column_statistics(training)
    past, future = forecast_windows(training, statistics)
    test_past, test_future = forecast_windows(
        [clip_of(action) for action in ACTIONS], statistics
    )

    def error(predicted):
        return np.sqrt(np.mean(np.square(predicted - test_future)))

    def flat(windows):
        change = (windows - windows[:, -1:]).reshape(len(windows), -1)
        return np.hstack([change, windows[:, -1], np.ones((len(windows), 1))])

    features = flat(past)
    ridge = features.T @ features + 0.01 * len(past) * np.eye(features.shape[1])
    weights = np.linalg.solve(ridge, features.T @ (future - past[:, -1]))
    zero_velocity = error(test_past[:, -1])
    linear = error(test_past[:, -1] + flat(test_past) @ weights)
    constant_speed = error(
        test_past[:, -1] + HORIZON * (test_past[:, -1] - test_past[:, -2])
    )
    assert zero_velocity > 0.4  # in standard deviations of the training set
    assert linear < 0.95 * zero_velocity  # there is something to learn
    assert linear > 0.4 * zero_velocity  # and a straight line does not get it all
    assert constant_speed > 0.7 * zero_velocity
