"""What pictures of curves over epochs have in common."""

import numpy as np
import pytest
from matplotlib.ticker import FixedLocator

from evaluation.pictures.curve_panels import (
    in_the_middle,
    mean_and_band,
    reference_line,
    rows_over_epochs,
    ticks,
)
from evaluation.pictures.style import Sheet

LAYOUT = {"tops_mm": (5.0, 26.0), "lefts_mm": (20.0, 90.0), "size_mm": (40.0, 17.0)}


def sheet() -> Sheet:
    return Sheet("Title", "How to read it.", body_mm=100)


@pytest.fixture
def axes():
    return rows_over_epochs(sheet(), 1, **LAYOUT)[0][0]


def test_axes_stand_where_they_are_meant_to_and_the_last_row_says_epoch():
    drawn = sheet()
    rows = rows_over_epochs(drawn, 3, **LAYOUT)
    assert [len(row) for row in rows] == [2, 2, 2]
    assert [row[0].get_xlabel() for row in rows] == ["", "", "epoch"]
    whole = np.array([drawn.width_mm, drawn.height_mm])
    low, high = whole * rows[1][1].get_position().get_points()
    assert low == pytest.approx((90, 100 - 5 - 26 - 17))
    assert high - low == pytest.approx((40, 17))


def test_a_line_is_the_mean_over_seeds_and_a_band_their_range(axes):
    seeds = np.array([[1.0, 4.0, 2.0], [3.0, 6.0, 8.0]])
    mean_and_band(axes, seeds, colour="#112233", alpha=0.5, label="some")
    (line,), (band,) = axes.lines, axes.collections
    np.testing.assert_array_equal(line.get_xdata(), [1, 2, 3])
    np.testing.assert_array_equal(line.get_ydata(), [2, 5, 5])
    assert (line.get_color(), line.get_label()) == ("#112233", "some")
    extents = band.get_paths()[0].get_extents()
    assert (extents.ymin, extents.ymax) == (1, 8)


def test_a_single_seed_has_no_band(axes):
    mean_and_band(axes, np.array([[1.0, 2.0]]), colour="#112233", alpha=0.5)
    assert len(axes.lines) == 1
    assert not axes.collections


def test_a_reference_is_the_mean_of_what_there_is(axes):
    reference_line(axes, np.array([[1.0, 1.0], [4.0, 4.0]]), "#112233", label="zero")
    reference_line(axes, np.empty((0, 0)), "#112233")
    (line,) = axes.lines
    assert set(line.get_ydata()) == {2.5}
    assert line.get_label() == "zero"


def test_axes_without_a_curve_say_why_and_have_no_ticks(axes):
    in_the_middle(axes, "not run")
    assert [text.get_text() for text in axes.texts] == ["not run"]
    assert not len(axes.get_xticks())
    assert not len(axes.get_yticks())


def test_ticks_have_so_many_digits_and_none_in_between(axes):
    ticks(axes.yaxis, FixedLocator([0.123456, 2.0]), digits=3)
    axes.figure.canvas.draw()
    assert [each.get_text() for each in axes.get_yticklabels()] == ["0.123", "2"]
    assert not len(axes.get_yticks(minor=True))
