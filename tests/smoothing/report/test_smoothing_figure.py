"""The pictures of networks against filters and of training, from made-up runs."""

import numpy as np
import pytest
from fake_smoothing_runs import history, smoothing_record

from evaluation.pictures.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    OTHERS,
    PURPLE,
    VERMILLION,
)
from smoothing.family import FAMILY
from smoothing.report.figure import draw_smoothing

SMALL = "grid 28 instead of 56"


def panels(runs, number: int):
    """The axes of one picture: of accuracy, of training."""
    return draw_smoothing("cmu", FAMILY.studies(runs), "quick")[number].figure.axes


def lines_of(axes):
    return {line.get_label(): line for line in axes.lines}


def words(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_networks_stand_against_filters_at_every_threshold():
    levels = {
        "conv3d_1.1": 0.8,
        "deciwatch_1.1": 0.7,
        "convlstm_s_1.1": 0.5,
        "mean_5_1.1": 0.6,
        "gaussian_5_1.1": 0.9,
        "identity_1.1": 0.4,
        "convlstm_s_1.1,epochs=4": 0.95,  # changed: in the tables only
        "conv3d_1.3": 0.95,  # of another run
    }
    runs = [smoothing_record(study, pck) for study, pck in levels.items()]
    low, high = panels([*runs, smoothing_record("conv3d_1.1", 0.9, seed=1)], 0)
    assert low.get_title("left") == "Noise k = 1, 56 x 56 cells"
    lines = lines_of(low)
    assert {study: line.get_color() for study, line in lines.items()} == {
        "conv3d_1.1": PURPLE,
        "deciwatch_1.1": VERMILLION,
        "convlstm_s_1.1": OTHERS,
        "identity_1.1": INK,
        "mean_5_1.1": OTHERS,
        "gaussian_5_1.1": GREEN,
    }
    # Of both seeds, in percent: a quarter, half and all of what PCK@0.2 is.
    thresholds, shares = lines["conv3d_1.1"].get_data()
    assert list(thresholds) == [0.05, 0.1, 0.2]
    np.testing.assert_allclose(shares, [21.25, 42.5, 85])
    solid, dashed = lines["conv3d_1.1"], lines["gaussian_5_1.1"]
    assert (solid.get_linestyle(), dashed.get_linestyle()) == ("-", "--")
    assert "Gaussian of 5 frames" in words(low) and "3DConv" in words(low)
    assert words(high) == ["not run"]


def test_filters_stand_beside_networks_of_their_own_grid_only():
    runs = [
        smoothing_record("conv3d_1.1", 0.8, reduced=SMALL),
        smoothing_record("deciwatch_1.1", 0.7),
        smoothing_record("identity_1.1", 0.4),
        smoothing_record("identity_1.1,grid=28", 0.3, reduced=SMALL),
    ]
    small, _, large, _ = panels(runs, 0)
    assert small.get_title("left").endswith("28 x 28 cells")
    assert set(lines_of(small)) == {"conv3d_1.1", "identity_1.1,grid=28"}
    assert set(lines_of(large)) == {"deciwatch_1.1", "identity_1.1"}
    assert sorted(words(small)) == ["3DConv", "Identity function"]


def test_networks_that_were_tuned_to_the_data_are_drawn():
    runs = [
        smoothing_record("convlstm_c_1.1_fine_tuned", 0.8, reduced=SMALL),
        smoothing_record("convlstm_c_1.1", 0.9, reduced=SMALL),  # of other motion
        smoothing_record("deciwatch_1.1_fine_tuned", 0.7),
        smoothing_record("identity_2.1", 0.4),
    ]
    small, _, large, high = panels(runs, 0)
    lines = lines_of(small)
    assert {study: line.get_color() for study, line in lines.items()} == {
        "convlstm_c_1.1_fine_tuned": BLUE
    }
    assert words(small) == ["bi-ConvLSTM Model C, fine tuned"]
    assert lines_of(large)["deciwatch_1.1_fine_tuned"].get_color() == VERMILLION
    assert words(high) == ["no network run", "Identity function"]


def test_filters_are_drawn_without_networks_too():
    low, _ = panels([smoothing_record("identity_1.1", 0.4)], 0)
    assert list(lines_of(low)) == ["identity_1.1"]


def test_the_picture_has_the_curves_and_where_the_learning_rate_fell():
    runs = [
        smoothing_record("identity_2.1", 0.3),
        smoothing_record("deciwatch_1.1", history=history(10, drop_after=6)),
        smoothing_record("deciwatch_2.1", history=history(4, drop_after=9, level=2)),
        smoothing_record("deciwatch_2.1_fine_tuned", history=history(3)),
    ]
    axes = panels(runs, 1)
    lines = lines_of(axes[1])  # validation loss
    assert {"1.1", "2.1", "2.1 other"} <= set(lines)
    curve = [each["validation_loss"] for each in runs[1].history]
    np.testing.assert_array_equal(lines["1.1"].get_xdata(), np.arange(1, 11))
    np.testing.assert_array_equal(lines["1.1"].get_ydata(), curve)
    colours = {name: lines[name].get_color() for name in ("1.1", "2.1", "2.1 other")}
    assert colours == {"1.1": BLUE, "2.1": VERMILLION, "2.1 other": OTHERS}
    assert sorted(words(axes[1])) == ["1.1", "2.1", "2.1 other"]
    # The sixth evaluation is the last before the learning rate was lowered.
    dots = [line for line in axes[1].lines if line.get_marker() == "o"]
    assert [line.get_xdata().tolist() for line in dots] == [[6], [], []]
    assert dots[0].get_ydata().tolist() == [curve[5]]
    share = lines_of(axes[2])
    assert share["2.1"].get_ydata()[3] == pytest.approx(62.5)  # 0.7 - 0.3 / 4
    assert share["identity_2.1"].get_ydata()[0] == pytest.approx(27.0)  # own torsos
    assert share["identity_2.1"].get_color() == ORANGE
    assert "identity_1.1" not in share
    assert len(axes) == 3  # the other networks have no curves
    _, sheet = draw_smoothing("cmu", FAMILY.studies(runs), "quick")
    assert "No curves: 3DConv, bi-ConvLSTM Model S, bi-ConvLSTM Model C." in sheet.text
    (only,) = draw_smoothing("cmu", FAMILY.studies(runs[:1]), "quick")
    assert only.ending == ""


def test_seeds_of_a_study_are_one_line_with_a_band():
    both = [
        smoothing_record("conv3d_1.1", seed=seed, history=history(3, level=level))
        for seed, level in enumerate((1.0, 3.0))
    ]
    loss = panels(both, 1)[0]
    line = lines_of(loss)["1.1"]
    ends = [run.history[-1]["loss"] for run in both]
    assert line.get_ydata()[-1] == pytest.approx(np.mean(ends))
    (band,) = loss.collections
    assert band.get_paths()[0].get_extents().ymin == pytest.approx(min(ends))
