"""The files of a picture: their kinds, their fonts, the same bytes each time."""

import re
import time

import numpy as np
import pytest
from PIL import Image

from evaluation.pictures.files import picture_files, png
from evaluation.pictures.style import COLUMN_MM, Sheet, heading

ABOUT = "A line that is far too long to stand in one line of a single column. " * 2


def sheet() -> Sheet:
    made = Sheet("Some title", ABOUT, 40, COLUMN_MM, ending="_b")
    axes = made.axes(10, 5, 40, 30)
    axes.fill_between([0, 1], [0, 1], [1, 2], alpha=0.2)
    axes.plot([0, 1], [0, 2], label="some")
    heading(axes, "Some heading")
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    for name, content in picture_files("a", sheet()).items():
        (folder / name).write_bytes(content)
    return folder


def test_files_made_later_are_the_same_byte_for_byte(folder, monkeypatch):
    later = time.time() + 1e6
    monkeypatch.setattr(time, "time", lambda: later)
    found = picture_files("a", sheet())
    assert list(found) == ["a_b.png", "a_b.pdf", "a_b.svg"]
    for name, content in found.items():
        assert content == (folder / name).read_bytes(), name


def test_no_file_holds_a_date(folder):
    assert b"CreationDate" not in (folder / "a_b.pdf").read_bytes()
    assert b"<dc:date>" not in (folder / "a_b.svg").read_bytes()


def test_the_pdf_holds_its_fonts_as_true_type(folder):
    content = (folder / "a_b.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert b"/Type3" not in content


def test_each_has_the_size_of_a_column(folder):
    points = COLUMN_MM / 25.4 * 72
    box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+)", (folder / "a_b.pdf").read_bytes())
    assert float(box[1]) == pytest.approx(points, abs=0.01)
    width = re.search(
        r'<svg [^>]*?width="([\d.]+)pt"', (folder / "a_b.svg").read_text()
    )
    assert float(width[1]) == pytest.approx(points, abs=0.01)
    with Image.open(folder / "a_b.png") as image:
        assert image.width == pytest.approx(COLUMN_MM / 25.4 * 200, abs=1)


def test_the_header_is_broken_into_lines_and_is_said_to_those_who_do_not_see_it():
    made = sheet()
    assert made.text == f"Some title. {ABOUT}"
    title, *lines = [text.get_text() for text in made.figure.texts]
    assert title == "Some title"
    assert " ".join(lines) == ABOUT.strip() and len(lines) > 1
    width = made.figure.bbox.width
    renderer = made.figure.canvas.get_renderer()
    ends = [text.get_window_extent(renderer).x1 for text in made.figure.texts]
    assert max(ends) <= width


def test_png_of_a_figure_is_an_image_of_its_own_resolution():
    figure = sheet().figure
    assert png(figure).startswith(b"\x89PNG\r\n\x1a\n")
    assert np.isclose(figure.dpi, 200)
