"""The pictures of the generator and critic, from made-up histories."""

import numpy as np
import pytest
from fake_gan_runs import gan_record, history

from evaluation.pictures.style import BLUE, GREEN, INK, OTHERS, VERMILLION
from gan.diagnostics.picture import diagnostics_picture, draw_diagnostics
from gan.family import FAMILY
from gan.report.figure import draw_gan
from gan.report.training_figure import ALERT
from gan.studies import LABELS


def sheets(runs):
    """All generators side by side, and the training of each study."""
    return draw_gan("cmu", FAMILY.studies(runs), "quick")


def panel(runs, study: str, column: int):
    """The axes of a study: error, distance or gap, and its lines by their labels."""
    run = [each for each in LABELS if each in {run.study for run in runs}]
    axes = sheets(runs)[1].figure.axes[3 * run.index(study) + column]
    return axes, {line.get_label(): line for line in axes.lines}


def words(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_curves_are_means_over_seeds_in_percent_up_to_the_shortest():
    runs = [
        gan_record("mse", history=history([0.25, 0.15], "mse")),
        gan_record("wgan", seed=0, history=history([0.30, 0.20, 0.24])),
        gan_record("wgan", seed=1, history=history([0.32, 0.26, 0.30, 0.10])),
    ]
    axes, lines = panel(runs, "wgan", 0)
    np.testing.assert_allclose(lines["g_mse_val"].get_ydata(), [31, 23, 27])
    np.testing.assert_array_equal(lines["g_mse_val"].get_xdata(), [1, 2, 3])
    np.testing.assert_allclose(lines["mse"].get_ydata(), [25, 15])
    np.testing.assert_allclose(lines["zero_velocity"].get_ydata(), 40)
    assert axes.get_title("left") == "Error, %: lowest 23"
    (band, _) = axes.collections
    low, high = band.get_paths()[0].get_extents().intervaly
    assert (low, high) == pytest.approx((0.9 * 20, 0.9 * 32))
    assert sorted(words(axes)) == [
        *("control", "training", "validation", "zero velocity")
    ]
    _, lines = panel(runs, "mse", 0)
    assert "mse" not in lines
    assert words(panel(runs, "mse", 1)[0]) == ["no critic"]
    assert "Not run: The report's Algorithm 1; " in sheets(runs)[1].text


def test_all_generators_stand_side_by_side():
    levels = {"mse": 0.2, "report": 0.3, "wgan": 0.28, "wgan_gp": 0.25}
    runs = [
        gan_record(study, history=history([level, level], study))
        for study, level in levels.items()
    ]
    sheet, _ = sheets(runs)
    (axes,) = sheet.figure.axes
    assert axes.get_ylabel() == "validation error, %"
    assert axes.get_yscale() == "log" and "The axis is logarithmic." in sheet.text
    lines = {line.get_label(): line for line in axes.lines}
    assert {study: line.get_color() for study, line in lines.items()} == {
        "mse": GREEN,
        "report": VERMILLION,
        "wgan": OTHERS,
        "wgan_gp": BLUE,  # the best of those with a critic
        "zero_velocity": INK,
    }
    np.testing.assert_allclose(lines["wgan"].get_ydata(), 28)
    assert sorted(words(axes)) == [
        *("Generator alone", "The report's Algorithm 1", "WGAN, clipped weights"),
        *("WGAN, gradient penalty", "Zero velocity"),
    ]


def test_the_distance_says_when_the_critic_died():
    dying = history([0.3, 0.3, 0.3], "report", dead_share=[0.1, 0.95, 1.0])
    axes, lines = panel([gan_record("report", history=dying)], "report", 1)
    assert axes.get_title("left") == "EMD: dead at epoch 2"
    np.testing.assert_allclose(lines["emd_val"].get_ydata(), [0.19, 0.20, 0.21])
    axes, _ = panel([gan_record("report")], "report", 1)
    assert axes.get_title("left") == "Critic's distance (EMD)"


@pytest.mark.parametrize(
    "changes",
    [
        {"emd_val": 1e-9, "emd_train": 0.0, "gap_val": -1e-12},
        {"emd_val": 0.5, "emd_train": 0.5 + 1e-13, "gap_val": 1e9},
        {"g_mse_val": [1e-9, 1e9, 3.0], "g_mse_train": 0.0, "c_grad_norm": 0.0},
    ],
)
def test_strange_numbers_are_drawn_with_few_readable_ticks(changes):
    found = history([0.3, 0.2, 0.2], "wgan", **changes)
    pictures = [sheet.figure for sheet in sheets([gan_record("wgan", history=found)])]
    for picture in (*pictures, diagnostics_picture(found, "wgan")):
        picture.draw_without_rendering()
        for axes in picture.axes:
            low, high = sorted(axes.get_ylim())
            shown = [
                tick.label1.get_text()
                for tick in axes.yaxis.get_major_ticks()
                if low <= tick.get_loc() <= high and axes.axison
            ]
            assert len(shown) == len(set(shown)) <= 8, axes.get_title("left")


def test_one_huge_error_does_not_flatten_the_others():
    runs = [gan_record("wgan", history=history([0.3, 0.2, 500.0]))]
    assert panel(runs, "wgan", 0)[0].get_yscale() == "log"
    runs = [gan_record("wgan", history=history([0.3, 0.2, 0.5]))]
    assert panel(runs, "wgan", 0)[0].get_yscale() == "linear"


def test_diagnostics_show_what_was_measured_with_its_limits():
    found = history([0.3, 0.5], "wgan", first_frame_jump=[1.0, 4.0])
    axes = {
        each.get_title("left").partition("\n")[0]: each
        for each in diagnostics_picture(found, "wgan").axes
        if each.axison
    }
    assert "Diversity over the true one" not in axes  # no noise
    jump = axes["First step over the true one"]
    assert jump.get_title("left").endswith("\nalarm above 3")
    assert jump._left_title.get_color() == ALERT
    curve, limit = jump.lines
    assert curve.get_ydata().tolist() == [1.0, 4.0]
    assert set(limit.get_ydata()) == {3.0}
    speed = axes["Speed over the true one"]
    assert speed._left_title.get_color() != ALERT
    slope = axes["Norm of the critic's slope"]
    assert "alarm" not in slope.get_title("left")
    (slope,) = [
        each.get_title("left")
        for each in diagnostics_picture(found, "", with_penalty=True).axes
        if each.get_title("left").startswith("Norm of the critic's slope")
    ]
    assert slope.endswith("alarm below 0.5 or above 2")


def test_the_same_numbers_give_the_same_diagnostics():
    runs = [gan_record("wgan", level) for level in (0.2, 0.2, 0.3)]
    pictures = [draw_diagnostics(run.history, "wgan") for run in runs]
    assert pictures[0].startswith(b"\x89PNG\r\n\x1a\n")
    assert pictures[0] == pictures[1] != pictures[2]
