"""Baselines of the families that forecast normalised numbers, against closed forms."""

import numpy as np
import pytest
from test_pose_scoring import RECORDINGS

from data_prep.poses import pose_set as poses
from evaluation.poses.forecast_metrics import (
    FORECAST_METRICS,
    LOCAL_ANGLE,
    MSE_ACTIVE,
    MSE_ALL,
)
from gan.family import FAMILY

# Both shoulders turn about one axis by so many radians a frame.
STEPS = (0.001, 0.001, 0.002)
ANGLES = [step * np.arange(len(r)) for step, r in zip(STEPS, RECORDINGS, strict=True)]


@pytest.fixture
def mirrored(monkeypatch) -> list[bool]:
    """Stands for records on disk; what was asked of them."""
    asked = []

    def read_pose_set(records_dir, data, mirror):
        asked.append(mirror)
        recordings = tuple(RECORDINGS)
        return poses.PoseSet(data, "f" * 64, recordings, (), recordings, {"walking": 5})

    monkeypatch.setattr(poses, "read_pose_set", read_pose_set)
    return asked


def scored(tmp_path, protocol: str = "cmu", profile: str = "quick") -> dict:
    """Study -> record of the gan family."""
    data = "cmu"
    scoring = FAMILY.scoring(data, profile, protocol, "records", str(tmp_path))
    FAMILY.score_baselines(scoring)
    found = FAMILY.find_results(tmp_path, profile, data)
    return {record.study: record for record in found}


def test_zero_velocity_has_the_errors_of_a_closed_form(mirrored, tmp_path):
    """Of 72 numbers two vary, both in the same way."""
    record = scored(tmp_path)["zero_velocity"]
    assert record.path.parts[-4:-2] == ("gan_baselines", "zero_velocity")
    assert tuple(record.errors) == tuple(FORECAST_METRICS)
    assert record.excluded == {"test/running/running_1": 82}
    frames = np.array([6, 12, 18, 24])
    squares = (frames + 1) * (2 * frames + 1) / 6  # mean of 1, 4, 9, ...
    for action, step in (("walking", 0.001), ("soccer", 0.002)):
        active = squares * (step / np.concatenate(ANGLES).std()) ** 2
        expected = {
            MSE_ACTIVE: active,
            MSE_ALL: active * 2 / 72,
            LOCAL_ANGLE: np.degrees(step * frames) * 2 / 15,
            "joint_angle_at": step * frames * 4 / 15,
        }
        for metric, values in expected.items():
            for window in record.errors[metric][action]:
                np.testing.assert_allclose(
                    *(window, values), rtol=2e-3, atol=1e-6, err_msg=metric
                )


def test_the_mean_pose_is_that_of_all_training_frames(mirrored, tmp_path):
    record = scored(tmp_path)["mean_pose"]
    every = np.concatenate(ANGLES)
    truth = ANGLES[2][120:144]  # the one window of soccer
    squared = ((truth - every.mean()) / every.std()) ** 2
    (active,) = record.errors[MSE_ACTIVE]["soccer"]
    np.testing.assert_allclose(active[-1], squared.mean(), rtol=1e-3)
    np.testing.assert_allclose(active[0], squared[:6].mean(), rtol=1e-3)
    (angle,) = record.errors[LOCAL_ANGLE]["soccer"]
    expected = np.degrees(truth[23] - every.mean()) * 2 / 15
    np.testing.assert_allclose(angle[-1], expected, rtol=1e-3)


def test_mirrored_recordings_count_where_they_train(mirrored, tmp_path):
    for profile in ("quick", "paper"):
        scored(tmp_path, profile=profile)
    assert mirrored == [True, False]
