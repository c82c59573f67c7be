"""The pictures of the generator and critic, from made-up histories."""

import numpy as np
import pytest
from fake_gan_runs import gan_record, history

from gan.diagnostics.picture import diagnostics_picture, draw_diagnostics
from gan.family import FAMILY
from gan.report.figure import ALERT, draw_gan, gan_picture
from gan.studies import LABELS

PNG = b"\x89PNG\r\n\x1a\n"


def panel(runs, study: str, column: int):
    """The axes of a study: error, distance or gap, and its lines by their labels."""
    axes = gan_picture("cmu", FAMILY.studies(runs), "quick").axes[
        3 * list(LABELS).index(study) + column
    ]
    return axes, {line.get_label(): line for line in axes.lines}


def test_curves_are_means_over_seeds_in_percent_up_to_the_shortest():
    runs = [
        gan_record("mse", history=history([0.25, 0.15], "mse")),
        gan_record("wgan", seed=0, history=history([0.30, 0.20, 0.24])),
        gan_record("wgan", seed=1, history=history([0.32, 0.26, 0.30, 0.10])),
    ]
    axes, lines = panel(runs, "wgan", 0)
    np.testing.assert_allclose(lines["g_mse_val"].get_ydata(), [31, 23, 27])
    np.testing.assert_array_equal(lines["g_mse_val"].get_xdata(), [1, 2, 3])
    np.testing.assert_allclose(lines["control"].get_ydata(), [25, 15])
    np.testing.assert_allclose(lines["zero velocity"].get_ydata(), 40)
    assert (lines["best"].get_xdata()[0], axes.get_title("right")) == (
        *(2, "best 23 % in epoch 2"),
    )
    (band, _) = axes.collections
    low, high = band.get_paths()[0].get_extents().intervaly
    assert (low, high) == pytest.approx((0.9 * 20, 0.9 * 32))
    _, lines = panel(runs, "mse", 0)
    assert "control" not in lines
    assert [text.get_text() for text in panel(runs, "mse", 1)[0].texts] == ["no critic"]
    assert [text.get_text() for text in panel(runs, "hpgan", 0)[0].texts] == ["not run"]


def test_the_distance_says_when_the_critic_died():
    dying = history([0.3, 0.3, 0.3], "report", dead_share=[0.1, 0.95, 1.0])
    axes, lines = panel([gan_record("report", history=dying)], "report", 1)
    assert axes.get_title("right") == "alarm: dead critic from epoch 2"
    np.testing.assert_allclose(lines["emd_val"].get_ydata(), [0.19, 0.20, 0.21])
    axes, _ = panel([gan_record("report")], "report", 1)
    assert axes.get_title("right") == ""


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
    pictures = (
        gan_picture(
            "cmu", FAMILY.studies([gan_record("wgan", history=found)]), "quick"
        ),
        diagnostics_picture(found, "wgan"),
    )
    for picture in pictures:
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


def test_the_same_numbers_give_the_same_files():
    runs = [[gan_record("wgan", level)] for level in (0.2, 0.2, 0.3)]
    pictures = [draw_gan("cmu", FAMILY.studies(each), "quick") for each in runs[:2]]
    assert pictures[0].startswith(PNG) and pictures[0] == pictures[1]
    pictures = [draw_diagnostics(each[0].history, "wgan") for each in runs]
    assert pictures[0].startswith(PNG)
    assert pictures[0] == pictures[1] != pictures[2]
