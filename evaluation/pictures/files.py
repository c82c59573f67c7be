"""The files of a picture: PNG for screens, PDF and SVG to print, the same each time."""

import io
import logging
import pathlib

import matplotlib
from matplotlib.figure import Figure

from evaluation.pictures.style import Sheet
from reenact.files import whole_file

# Ending -> what a file must not tell, since it changes from day to day.
_FORMATS = {
    "png": {"Software": None},
    "pdf": {"CreationDate": None},
    "svg": {"Date": None},
}
_SETTINGS = {
    "pdf.fonttype": 42,  # TrueType, which journals ask for and editors can change
    "svg.fonttype": "path",  # no font has to be installed
    "svg.hashsalt": "reenact",
}
# It tells what it does with every glyph of a font.
logging.getLogger("fontTools").setLevel(logging.WARNING)


def png(figure: Figure) -> bytes:
    """The figure as PNG."""
    return _content(figure, "png")


def write_pictures(folder: pathlib.Path, name: str, sheet: Sheet) -> list[str]:
    """Writes <name><ending>.png, .pdf and .svg, each whole or not at all.

    Returns:
        Their names.
    """
    written = []
    for ending in _FORMATS:
        path = folder / f"{name}{sheet.ending}.{ending}"
        with whole_file(path) as temporary:
            temporary.write_bytes(_content(sheet.figure, ending))
        written.append(path.name)
    return written


def _content(figure: Figure, ending: str) -> bytes:
    buffer = io.BytesIO()
    with matplotlib.rc_context(_SETTINGS):
        figure.savefig(buffer, format=ending, metadata=_FORMATS[ending])
    return buffer.getvalue()
