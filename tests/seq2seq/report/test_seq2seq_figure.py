"""The picture of the sequence-to-sequence family, from made-up runs."""

import numpy as np
import pytest
from fake_runs import record

from evaluation.pictures.style import BLUE, GREEN, INK, OTHERS, PURPLE, VERMILLION
from seq2seq.family import FAMILY
from seq2seq.report.figure import draw_forecasts

REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]
GROWING = np.array([0.5, 0.8, 1.2, 1.4, 1.6, 1.9])
RUNS = [
    record("zero_velocity", {"corrected": REST}),
    record("zero_velocity_one_step", {"as_published": [0.2] * 6}),
    record("uni_enc_50", {"corrected": GROWING, "as_published": [0.3] * 6}, 0),
    record("uni_enc_50", {"corrected": GROWING + 0.2, "as_published": [0.3] * 6}, 1),
    record("erd", {"corrected": {"walking": GROWING}}),  # not on all actions
]


def panels(runs):
    """The axes of forecasts, and those of one step ahead."""
    (sheet,) = draw_forecasts("cmu", FAMILY.studies(runs), "quick")
    return sheet.figure.axes


def named(axes) -> list[str]:
    """What stands beside the ends of lines."""
    return [text.get_text() for text in axes.texts]


def test_both_readings_are_drawn_over_real_time():
    forecast, one_step = panels(RUNS)
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
        *("uni_enc_50", "zero_velocity_one_step"),
    ]


def test_a_model_that_failed_does_not_flatten_the_others():
    runs = [*RUNS, record("lstm_3lr", {"corrected": GROWING * 100})]
    (sheet,) = draw_forecasts("cmu", FAMILY.studies(runs), "quick")
    forecast, _ = sheet.figure.axes
    assert sheet.text.endswith("twice the error of zero velocity: LSTM-3LR.")
    assert forecast.get_ylim() == pytest.approx((0, 2 * 1.8))
    assert named(forecast) == ["Uni-Enc-50", "LSTM-3LR", "Zero velocity"]


def test_the_best_the_benchmark_and_what_learns_nothing_are_in_colour():
    levels = {
        "martinez_residual_sup": 1.0,
        "uni_enc_50": 1.1,
        "bi_enc_50": 0.9,
        "running_average_2": 1.2,
        "running_average_4": 1.3,
        "zero_velocity": 1.4,
    }
    runs = [
        record(study, {"corrected": level * GROWING}) for study, level in levels.items()
    ]
    (sheet,) = draw_forecasts("cmu", FAMILY.studies(runs), "quick")
    forecast, one_step = sheet.figure.axes
    colours = {line.get_label(): line.get_color() for line in forecast.lines}
    assert colours == {
        "martinez_residual_sup": VERMILLION,
        "uni_enc_50": OTHERS,
        "bi_enc_50": BLUE,
        "running_average_2": GREEN,
        "running_average_4": OTHERS,
        "zero_velocity": INK,
    }
    words = "Bi-Enc-50, the best forecast at 167 and 417 ms; Residual sup. (MA);"
    assert words in sheet.text
    assert not one_step.lines and named(one_step) == []
    # A benchmark that is the best keeps its colour.
    forecast, _ = panels([run for run in runs if run.study != "bi_enc_50"])
    colours = {line.get_label(): line.get_color() for line in forecast.lines}
    assert colours["martinez_residual_sup"] == VERMILLION
    assert BLUE not in colours.values()


def test_the_best_of_each_headline_is_in_colour_and_four_are_at_most():
    late = np.array([0.9, 0.9, 0.9, 0.9, 0.9, 0.8])  # the best at the end alone
    shapes = {
        "zero_velocity": GROWING,
        "running_average_2": GROWING,
        "martinez_residual_sup": 0.5 * GROWING,
        "bi_enc_50": late,
    }
    runs = [record(study, {"corrected": shape}) for study, shape in shapes.items()]
    (sheet,) = draw_forecasts("cmu", FAMILY.studies(runs), "quick")
    assert (
        "Residual sup. (MA), the best forecast at 167 ms; Bi-Enc-50, the" in sheet.text
    )
    lines = {line.get_label(): line for line in sheet.figure.axes[0].lines}
    found = {study: line.get_color() for study, line in lines.items()}
    assert found == {
        "zero_velocity": INK,
        "running_average_2": GREEN,
        "martinez_residual_sup": VERMILLION,
        "bi_enc_50": PURPLE,
    }
    # With a benchmark that is neither, the running average gives way.
    runs.append(record("uni_enc_50", {"corrected": 0.4 * GROWING + 0.05}))
    forecast, _ = panels(runs)
    found = {line.get_label(): line.get_color() for line in forecast.lines}
    assert (found["uni_enc_50"], found["bi_enc_50"]) == (BLUE, PURPLE)
    assert found["running_average_2"] == OTHERS


def test_each_reading_has_its_own_scale():
    low, high = (axes.get_ylim()[1] for axes in reversed(panels(RUNS)))
    assert (low, high) == pytest.approx((1.05 * 0.3, 1.05 * 2.0))


def test_bands_belong_to_highlighted_lines_alone():
    runs = [
        *RUNS,
        *(
            record("martinez_untied", {"corrected": GROWING + shift}, seed)
            for seed, shift in enumerate((2.0, 3.0))
        ),
    ]
    forecast, _ = panels(runs)
    assert len(forecast.collections) == 1  # of the best
