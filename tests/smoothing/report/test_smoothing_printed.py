"""The smoothing thesis's printed numbers, as they are read."""

import numpy as np
import pytest

from smoothing.report.printed import (
    ALL_MODELS,
    MODELS,
    RUNS,
    Printed,
    linear_pck,
    printed_pck,
)
from smoothing.report.rows import KEYPOINTS
from smoothing.study_names import LABELS


def test_keypoints_under_wrong_headings_are_put_right():
    printed = printed_pck()
    pairs = ("ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")
    for model in LABELS.values():
        for run in (*RUNS[1], *RUNS[2]):
            for threshold in (0.05, 0.1, 0.2):
                keys = [Printed(model, run, threshold, name) for name in pairs]
                total = printed[Printed(model, run, threshold)]
                if (model, run) == ("DeciWatch", "2.2") and threshold < 0.2:
                    assert not set(keys) & set(printed)
                    continue
                nose = printed[Printed(model, run, threshold, "nose")]
                mean = (nose + 2 * sum(printed[key] for key in keys)) / 15
                assert mean == pytest.approx(total, rel=0.025, abs=0.06)
    # Printed under DeciWatch 2.3, and below 0.1 under Model S 2.1.
    model_s = Printed(LABELS["convlstm_s"], "2.1", 0.1, "nose")
    assert printed[model_s] == 41.8
    # Below the larger noise too the printed headings count from 1.1.
    assert printed[Printed("3DConv", "2.3", 0.05, "hip")] == 0.12


def test_every_printed_number_of_the_chapter_is_read():
    printed = printed_pck()
    for shift, runs in RUNS.items():
        for run in runs:
            for threshold in (0.05, 0.1, 0.2):
                for model in MODELS.values():
                    assert Printed(model, run, threshold) in printed
        for keypoint in set(KEYPOINTS) - {"total"}:
            mean = printed[Printed(ALL_MODELS, str(shift), 0.2, keypoint)]
            row = [
                printed[Printed(model, run, 0.2, keypoint)]
                for model in LABELS.values()
                for run in runs
            ]
            slip = (shift, keypoint) == (1, "hip")
            assert (abs(np.mean(row) - mean) < 0.06) != slip
    assert linear_pck()["mean of frames 1 and 5", 2, 0.1] == 14.2
