"""Zero velocity for rotations, as a record that tables can show beside runs."""

import numpy as np
import pytest
from test_pose_scoring import RECORDINGS

from data_prep import poses
from evaluation.families import FAMILIES
from evaluation.results import find_records
from evaluation.score_baselines import _protocol, score_poses
from evaluation.stt_tables import stt_table
from reenact.errors import SettingsError


@pytest.fixture
def pose_set(monkeypatch):
    """Stands for records on disk."""
    made = poses.PoseSet(
        *("cmu", "f" * 64, (), (), tuple(RECORDINGS)), training_files={"walking": 5}
    )
    monkeypatch.setattr(poses, "read_pose_set", lambda records_dir, data: made)


def test_zero_velocity_is_found_and_shown(pose_set, tmp_path):
    (path,) = score_poses("cmu", "quick", "cmu", "records", str(tmp_path))
    folder = tmp_path / "quick" / "cmu" / "stt_baselines" / "zero_velocity"
    assert path == folder / "seed0" / "metrics.json"
    (record,) = find_records(tmp_path, "quick", "cmu", FAMILIES["stt"].packages)
    assert record.excluded == {"test/running/running_1": 82}
    # Walking 0.001 and soccer 0.002 rad a frame at 4 of 15 joints, summed over 1..24.
    mean = np.mean(
        [each[:, -1].mean() for each in record.errors["joint_angle_sum"].values()]
    )
    assert mean == pytest.approx(0.0015 * 300 * 4 / 15, rel=1e-3)
    document, _ = stt_table("stt_figure6", "cmu", [record], "quick")
    assert "running_1 (82 frames)" in " ".join(document.caption)


def test_the_protocol_left_out_is_that_of_the_data_set():
    assert _protocol("seq2seq", "cmu", "") == "8"
    assert _protocol("stt", "cmu", "") == "cmu"
    assert _protocol("stt", "dip", "") == "eth"
    assert _protocol("stt", "dip", "fairmotion") == "fairmotion"
    with pytest.raises(SettingsError, match="expected one of cmu, eth, fairmotion"):
        _protocol("stt", "cmu", "256")
