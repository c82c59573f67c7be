"""Scoring a predictor on the windows of a protocol, on the real test recordings."""

import numpy as np
import pytest
from text_recordings import read_cmu

from data_prep.normalise import Statistics
from evaluation.angles.horizons import HORIZON_FRAMES
from evaluation.angles.windows import ScoredWindows


@pytest.fixture(scope="module")
def windows(cmu_dir, seq2seq_golden):
    golden = {name: seq2seq_golden[f"stats_all8_{name}"] for name in ("mean", "std")}
    used = seq2seq_golden["stats_all8_use"]
    std = np.where(np.isin(np.arange(117), used), golden["std"], 1)
    statistics = Statistics(golden["mean"], std.astype(np.float32), used)
    return ScoredWindows.cut("cmu", read_cmu(cmu_dir)["test"], statistics, "8")


def test_repeating_the_last_frame_gives_the_reference_errors(windows, seq2seq_golden):
    errors = windows.errors(
        lambda past, future, action: np.repeat(past[:, -1:], 25, axis=1)
    )
    assert len(errors) == 6
    for action, each in errors.items():
        expected = seq2seq_golden[f"eval_{action}_zv_perseed"][:, list(HORIZON_FRAMES)]
        np.testing.assert_allclose(each, expected, atol=2e-3, err_msg=action)


def test_the_truth_has_no_error_and_the_starts_are_written_out(windows, seq2seq_golden):
    errors = windows.errors(lambda past, future, action: future)
    assert max(each.max() for each in errors.values()) == 0
    starts = [start for _, start in windows.starts()["walking"]]
    assert starts == seq2seq_golden["eval_walking_idx"].tolist()
