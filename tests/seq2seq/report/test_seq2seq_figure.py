"""The picture of the sequence-to-sequence family, from made-up runs."""

import numpy as np
import pytest
from fake_runs import record

from seq2seq.family import FAMILY
from seq2seq.report.figure import draw_forecasts, forecasts_picture

REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]
GROWING = np.array([0.5, 0.8, 1.2, 1.4, 1.6, 1.9])
RUNS = [
    record("zero_velocity", {"corrected": REST}),
    record("zero_velocity_one_step", {"as_published": [0.2] * 6}),
    record("uni_enc_50", {"corrected": GROWING, "as_published": [0.3] * 6}, 0),
    record("uni_enc_50", {"corrected": GROWING + 0.2, "as_published": [0.3] * 6}, 1),
    record("erd", {"corrected": {"walking": GROWING}}),  # not on all actions
]


def test_both_readings_are_drawn_over_real_time():
    forecast, one_step = forecasts_picture(FAMILY.studies(RUNS), "quick").axes
    lines = {line.get_label(): line for line in forecast.lines}
    assert set(lines) == {"zero_velocity", "uni_enc_50"}
    # Frames 2 to 25 at 60 a second.
    assert lines["uni_enc_50"].get_xdata().tolist() == [33, 67, 133, 167, 233, 417]
    np.testing.assert_allclose(lines["uni_enc_50"].get_ydata(), GROWING + 0.1)
    (band,) = forecast.collections
    low, high = band.get_paths()[0].get_extents().intervaly
    spread = 0.2 / np.sqrt(2)
    assert (low, high) == pytest.approx((0.6 - spread, 2.0 + spread))
    assert [line.get_label() for line in one_step.lines] == [
        *("zero_velocity_one_step", "uni_enc_50"),
    ]
    assert forecast.get_ylim() == pytest.approx((0, 1.05 * 2.0))


def test_a_model_that_failed_does_not_flatten_the_others():
    runs = [*RUNS, record("lstm_3lr", {"corrected": GROWING * 100})]
    picture = forecasts_picture(FAMILY.studies(runs), "quick")
    assert picture.axes[0].get_ylim() == pytest.approx((0, 2 * 1.8))
    (legend,) = picture.legends
    assert [text.get_text() for text in legend.get_texts()] == [
        *("Zero velocity", "Uni-Enc-50", "LSTM-3LR"),
    ]


def test_the_same_numbers_give_the_same_file():
    studies = FAMILY.studies(RUNS)
    assert draw_forecasts(studies, "quick") == draw_forecasts(studies, "quick")
