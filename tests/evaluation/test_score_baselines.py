"""Zero velocity for rotations, as a record that tables can show beside runs."""

import numpy as np
import pytest
from test_pose_scoring import RECORDINGS

from data_prep.poses import pose_set as poses
from evaluation import families
from evaluation.baselines.scoring import Scoring
from reenact.errors import SettingsError
from stt.family import FAMILY
from stt.report.page import stt_page


@pytest.fixture
def pose_set(monkeypatch):
    """Stands for records on disk."""
    made = poses.PoseSet(
        *("cmu", "f" * 64, (), (), tuple(RECORDINGS)), training_files={"walking": 5}
    )
    monkeypatch.setattr(poses, "read_pose_set", lambda records_dir, data: made)


def test_zero_velocity_is_found_and_shown(pose_set, tmp_path):
    (path,) = FAMILY.score_baselines(
        FAMILY.scoring("cmu", "quick", "cmu", "records", str(tmp_path))
    )
    folder = tmp_path / "quick" / "cmu" / "stt_baselines" / "zero_velocity"
    assert path == folder / "seed0" / "metrics.json"
    (record,) = FAMILY.find_results(tmp_path, "quick", "cmu")
    assert record.excluded == {"test/running/running_1": 82}
    # Walking 0.001 and soccer 0.002 rad a frame at 4 of 15 joints, summed over 1..24.
    mean = np.mean(
        [each[:, -1].mean() for each in record.errors["joint_angle_sum"].values()]
    )
    assert mean == pytest.approx(0.0015 * 300 * 4 / 15, rel=1e-3)
    document, _ = stt_page("stt_figure6", "cmu", FAMILY.studies([record]), "quick")
    assert "running_1 (82 frames)" in " ".join(document.notes)


class Asked(Exception):
    """Ends the scoring once its protocol is known."""


def protocol_of(monkeypatch, family: str, data: str, wanted: str = "") -> str:
    """What the baselines of a family are scored by."""
    found = []

    def protocol_of(scoring, known, usual):
        found.append(real(scoring, known, usual))
        raise Asked

    real = Scoring.protocol_of
    declared = families.load(family)
    scoring = declared.scoring(data, "quick", wanted, "records", "runs")
    with monkeypatch.context() as patched, pytest.raises(Asked):
        patched.setattr(Scoring, "protocol_of", protocol_of)
        declared.score_baselines(scoring)
    return found[0]


def test_the_protocol_left_out_is_that_of_family_and_data_set(monkeypatch):
    assert protocol_of(monkeypatch, "seq2seq", "cmu") == "8"
    assert protocol_of(monkeypatch, "stt", "cmu") == "cmu"
    assert protocol_of(monkeypatch, "stt", "dip") == "eth"
    assert protocol_of(monkeypatch, "stt", "dip", "fairmotion") == "fairmotion"
    assert protocol_of(monkeypatch, "taxonomy", "cmu") == "cmu"
    assert protocol_of(monkeypatch, "gan", "amass") == "fairmotion"
    assert protocol_of(monkeypatch, "gan", "synthetic") == "cmu"
    assert protocol_of(monkeypatch, "taxonomy", "dip", "eth") == "eth"
    with pytest.raises(SettingsError, match="expected one of cmu, eth, fairmotion"):
        FAMILY.score_baselines(FAMILY.scoring("cmu", "quick", "256", "", ""))
