"""Where the names of lines stand, against places worked out by hand."""

import itertools

import numpy as np
import pytest
from matplotlib.text import Text

from evaluation.pictures.end_labels import label_ends, spread
from evaluation.pictures.style import OTHERS, Sheet


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([], []),
        ([0.2, 0.9, 0.5], [0.2, 0.9, 0.5]),  # far apart: as wanted
        ([0.5, 0.5], [0.45, 0.55]),
        ([0.52, 0.48], [0.55, 0.45]),  # in the order of what is wanted
        ([0.0, 0.0, 0.0], [0.0, 0.1, 0.2]),  # not below the axes
        ([1.0, 0.99], [1.0, 0.9]),
        ([0.3, 0.3, 0.3, 0.8], [0.2, 0.3, 0.4, 0.8]),
    ],
)
def test_places_are_the_nearest_that_are_a_gap_apart(wanted, expected):
    assert spread(wanted, gap=0.1) == pytest.approx(expected)


def test_any_places_are_a_gap_apart_in_order_and_within():
    random = np.random.default_rng(0)
    for count in (2, 7, 11):
        wanted = random.uniform(-0.2, 1.2, count)
        places = spread(wanted, gap=0.1)
        order = np.argsort(wanted)
        assert np.diff(places[order]).min() >= 0.1 - 1e-9
        assert places.min() >= -1e-9 and places.max() <= 1 + 1e-9


def test_too_many_places_are_refused():
    with pytest.raises(ValueError, match=r"room for 12 places 0\.1 apart"):
        spread([0.5] * 12, gap=0.1)


def drawn(colours, height_mm: float):
    """A line of each colour, all ending at one point, and their names."""
    axes = Sheet("Title", "How to read it.", 60).axes(10, 5, 40, height_mm)
    lines = [axes.plot([0, 1], [0, 1], color=colour)[0] for colour in colours]
    label_ends(axes, {line: f"line {n}" for n, line in enumerate(lines)})
    return axes


def test_names_of_lines_that_end_in_one_point_do_not_overlap():
    axes = drawn(["#0072b2", "#d55e00", "#009e73"], 40)
    axes.figure.draw_without_rendering()
    # Without the lines that lead to them.
    boxes = sorted(map(Text.get_window_extent, axes.texts), key=lambda box: box.y0)
    assert len(boxes) == 3
    assert all(a.y1 <= b.y0 for a, b in itertools.pairwise(boxes))
    assert all(box.x0 > axes.bbox.x1 for box in boxes)
    assert [text.get_color() for text in axes.texts] == [
        *("#0072b2", "#d55e00", "#009e73")
    ]


def test_a_leader_is_level_before_the_middle_of_its_own_name():
    axes = drawn(["#0072b2", "#d55e00", "#009e73"], 40)
    axes.figure.draw_without_rendering()
    for text, leader in zip(axes.texts, axes.figure.artists, strict=True):
        assert leader.get_color() == text.get_color()
        start, level, end = leader.get_transform().transform(leader.get_xydata())
        assert start == pytest.approx(axes.transData.transform((1, 1)))
        box = text.get_window_extent()
        assert level[1] == end[1] == pytest.approx((box.y0 + box.y1) / 2, abs=1)
        assert axes.bbox.x1 < level[0] < end[0] < box.x0


def test_where_there_is_no_room_only_highlighted_lines_are_named():
    colours = ["#0072b2", *[OTHERS] * 9]
    assert len(drawn(colours, 40).texts) == 10
    assert [text.get_text() for text in drawn(colours, 10).texts] == ["line 0"]


def test_a_line_is_named_where_its_last_finite_point_lies():
    axes = Sheet("Title", "How to read it.", 60).axes(10, 5, 40, 40)
    (line,) = axes.plot([0, 1, 2, 4], [0, 4, 3, np.nan], color="#0072b2")
    axes.set_xlim(0, 4)
    axes.set_ylim(0, 4)
    label_ends(axes, {line: "short"})
    (text,), (leader,) = axes.texts, axes.figure.artists
    assert leader.get_xydata()[0] == pytest.approx((0.5, 0.75))
    assert text.get_position()[1] == pytest.approx(0.75)
