"""The pictures of all families: what must hold of every one."""

import itertools
import pathlib

import pytest
from made_up_runs import save_all
from matplotlib.text import Text

from evaluation import families
from evaluation.pictures.end_labels import is_other
from evaluation.pictures.style import (
    COLUMN_MM,
    PAGE_MM,
    TEXT_POINTS,
    TITLE_POINTS,
)
from evaluation.shipped import Shipped

ROOT = pathlib.Path(__file__).parents[2]
SOURCES = "made up", "shipped"
_TALLEST_MM = 247  # of a printed page
_TOUCHING = 1  # pixel that two texts may share


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
