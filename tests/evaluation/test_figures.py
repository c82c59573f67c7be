"""The pictures of all families: what must hold of every one."""

import itertools
import pathlib

import numpy as np
import pytest
from made_up_runs import save_all
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from evaluation import families
from evaluation.pictures.end_labels import is_other
from evaluation.pictures.style import (
    COLUMN_MM,
    GREY,
    PAGE_MM,
    TEXT_POINTS,
    TITLE_POINTS,
)
from evaluation.shipped import Shipped

ROOT = pathlib.Path(__file__).parents[2]
SOURCES = "made up", "shipped"
_TALLEST_MM = 247  # of a printed page
_TOUCHING = 1  # pixel that two texts may share
_DARKER = 0.2  # of black to white, which a print shows


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made_up")
    save_all(folder, ["cmu"])
    return folder


@pytest.fixture(scope="module")
def shipped():
    return Shipped(ROOT / "results" / "standard")


@pytest.fixture(
    scope="module",
    params=[(name, source) for name in families.NAMES for source in SOURCES],
    ids=" ".join,
)
def sheets(request, made_up, shipped):
    """All of a family, laid out: of made-up runs, or of what came with the project."""
    name, source = request.param
    family, page = families.load(name), families.load(name).page("cmu")
    if source == "made up":
        studies = family.find_studies(made_up, "quick")
    else:
        studies = family.find_studies(made_up / "none", "standard", shipped)
    found = page.draw(studies["cmu"], "quick")
    for sheet in found:
        sheet.figure.draw_without_rendering()
        assert ("came with the project" in sheet.text) == (source == "shipped")
    return found


def lines_of(axes):
    """Those that are a series, and those that only help to read them."""
    series = [line for line in axes.lines if not line.get_label().startswith("_")]
    return series, [line for line in axes.lines if line not in series]


def test_no_two_highlighted_series_have_one_colour_and_at_most_four_are(sheets):
    for sheet in sheets:
        for axes in sheet.figure.axes:
            series, others = lines_of(axes)
            colours = [line.get_color() for line in series if not is_other(line)]
            assert len(colours) == len(set(colours)) <= 4, sheet.text
            # A dot or a level has the colour of the series that it belongs to.
            helping = {line.get_color() for line in others if not is_other(line)}
            assert helping <= set(colours), sheet.text


def test_a_study_has_one_colour_in_all_axes_of_a_picture(sheets):
    for sheet in sheets:
        colours = {}
        for axes in sheet.figure.axes:
            for line in lines_of(axes)[0]:
                if not is_other(line):
                    colours.setdefault(line.get_label(), set()).add(line.get_color())
        assert colours
        assert [name for name, found in colours.items() if len(found) > 1] == []


def difference(one, other) -> float:
    """How much darker, 0 to 1, one line is than another in black and white."""
    greys = [np.dot((0.299, 0.587, 0.114), to_rgb(x.get_color())) for x in (one, other)]
    return abs(greys[0] - greys[1])


def test_highlighted_lines_can_be_told_apart_in_black_and_white(sheets):
    """By markers, dashes or how dark they are."""
    for sheet in sheets:
        for axes in sheet.figure.axes:
            strong = [line for line in lines_of(axes)[0] if not is_other(line)]
            for one, other in itertools.combinations(strong, 2):
                looks = [
                    (line.get_marker(), line._unscaled_dash_pattern)
                    for line in (one, other)
                ]
                assert looks[0] != looks[1] or difference(one, other) > _DARKER, (
                    *(sheet.text, one.get_label(), other.get_label()),
                )


def test_a_leader_goes_from_the_end_of_a_line_to_the_middle_of_its_own_name(sheets):
    for sheet in sheets:
        renderer = sheet.figure.canvas.get_renderer()
        names = [
            (text.get_color(), text.get_window_extent(renderer))
            for axes in sheet.figure.axes
            for text in axes.texts
        ]
        for leader in sheet.figure.artists:
            path = leader.get_transform().transform(leader.get_xydata())
            x, y = path[-1]
            colour, box = min(names, key=lambda each: _distance(each[1], x, y))
            assert 0 < box.x0 - x < 3 * sheet.figure.dpi / 72
            assert abs((box.y0 + box.y1) / 2 - y) < box.height / 3
            assert colour == (GREY if is_other(leader) else leader.get_color())


def _distance(box, x: float, y: float) -> float:
    """From a point to the middle of the left edge."""
    return np.hypot(box.x0 - x, (box.y0 + box.y1) / 2 - y)


def test_headings_end_where_their_axes_end(sheets):
    for sheet in sheets:
        for axes in sheet.figure.axes:
            box = axes._left_title.get_window_extent()
            assert box.x1 <= axes.bbox.x1 + _TOUCHING, axes._left_title.get_text()


def test_every_size_fits_a_printed_page(sheets):
    assert sheets
    for sheet in sheets:
        assert sheet.width_mm in (COLUMN_MM, PAGE_MM)
        width, height = sheet.figure.get_size_inches() * 25.4
        assert (width, height) == pytest.approx((sheet.width_mm, sheet.height_mm))
        assert height <= _TALLEST_MM


def shown_texts(figure):
    """Every text that is seen, ticks within the limits among them."""
    found = list(figure.texts)
    for axes in figure.axes:
        found += [*axes.texts, axes.title, axes._left_title, axes._right_title]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = axis.get_major_ticks()
            found += [tick.label1 for tick in ticks if low <= tick.get_loc() <= high]
            found.append(axis.label)
    return [text for text in found if text.get_text().strip()]


def test_all_text_can_be_read_and_none_lies_over_another(sheets):
    for sheet in sheets:
        texts = shown_texts(sheet.figure)
        sizes = {text.get_fontsize() for text in texts}
        assert sizes <= {TEXT_POINTS, TITLE_POINTS}
        renderer = sheet.figure.canvas.get_renderer()
        # Of an annotation without its arrow.
        boxes = {text: Text.get_window_extent(text, renderer) for text in texts}
        for text, box in boxes.items():
            inside = sheet.figure.bbox
            assert inside.x0 <= box.x0 and box.x1 <= inside.x1, text.get_text()
            assert inside.y0 <= box.y0 and box.y1 <= inside.y1, text.get_text()
        over = [
            (one.get_text(), other.get_text())
            for (one, a), (other, b) in itertools.combinations(boxes.items(), 2)
            if min(a.x1, b.x1) - max(a.x0, b.x0) > _TOUCHING
            and min(a.y1, b.y1) - max(a.y0, b.y0) > _TOUCHING
        ]
        assert over == []


def test_no_picture_needs_a_legend(sheets):
    for sheet in sheets:
        assert not sheet.figure.legends
        assert [axes for axes in sheet.figure.axes if axes.get_legend()] == []
