"""The files of a picture: PNG for screens, PDF and SVG to print, the same each time."""

import io
import logging

import matplotlib
from matplotlib.figure import Figure

from evaluation.pictures.style import Sheet

# Kind -> what a file must not tell, since it changes from day to day.
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


def picture_files(name: str, sheet: Sheet) -> dict[str, bytes]:
    """The files of a sheet: <name><ending>.png, .pdf and .svg -> what they hold."""
    return {
        f"{name}{sheet.ending}.{kind}": _content(sheet.figure, kind)
        for kind in _FORMATS
    }


def _content(figure: Figure, kind: str) -> bytes:
    buffer = io.BytesIO()
    with matplotlib.rc_context(_SETTINGS):
        figure.savefig(buffer, format=kind, metadata=_FORMATS[kind])
    return buffer.getvalue()
