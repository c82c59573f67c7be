"""Documents as text for a terminal and as Markdown."""

import itertools
import re
import shutil
import textwrap
from collections.abc import Sequence

from evaluation.studies import MARK, MARK_MEANING
from evaluation.tables.document import FOOT, Document, Row, Table
from evaluation.tables.shown_rows import missing_here, not_run, shown

MISSING = "No number here"
_LONGEST_LABEL = 48  # characters, in a terminal
_TEXT_MARKS = {"": "{}", "best": "{}*", "second": "{}'"}
_SIGNS = {MARK.strip(): MARK_MEANING, "‡": "see above"}
_FIGURES_OF_SIGN = re.compile(r"(?<=‡)\S+")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_MARKDOWN_MARKS = {"": "{}", "best": "**{}**", "second": "<u>{}</u>"}


def to_markdown(document: Document) -> str:
    """The whole page."""
    absent = not_run(document)
    lines = [f"# {document.title}", ""]
    lines += [f"- {sentence}" for sentence in document.caption]
    lines += [f"- {names_line('Not run', absent)}"] if absent else []
    for table in document.tables:
        lines += ["", *_markdown_table(table, absent)]
    for sentence in document.conclusions:
        lines += ["", sentence]
    if document.notes:
        lines += ["", "## Details", "", *(f"- {note}" for note in document.notes)]
    for table in (*document.details, *document.foot):
        lines += ["", *_markdown_table(table, absent)]
    return "\n".join(lines) + "\n"


def to_text(document: Document, file: str = "") -> str:
    """What is printed: without details.

    Args:
        file: that has the whole page; '': none has, so no column is left out.
    """
    absent = not_run(document)
    foot = f"the last table of {file}" if file else FOOT
    lines = [document.title, "=" * len(document.title)]
    lines += [_wrapped(each.replace(FOOT, foot)) for each in document.caption]
    lines += [_wrapped(names_line("Not run", absent))] if absent else []
    for table in document.tables:
        lines += ["", *_text_table(table, absent, file)]
    if signs := _signs(document.tables):
        lines += ["", _wrapped(f"Signs: {'; '.join(signs)}.")]
    for sentence in document.conclusions:
        lines += ["", _wrapped(sentence)]
    if document.details or document.notes:
        lines += ["", f"{file or 'The Markdown file'} has further tables and details."]
    return "\n".join(lines) + "\n"


def names_line(what: str, names: Sequence[str]) -> str:
    """'Not run: one; other.'"""
    return f"{what}: {'; '.join(names)}."


def _wrapped(sentence: str) -> str:
    return textwrap.fill(sentence, 100, break_on_hyphens=False)


def _markdown_table(table: Table, absent: Sequence[str]) -> list[str]:
    lines = [f"## {table.title}", "", _piped(table.header)]
    side = "---" if table.of_words else "---:"
    lines.append(_piped(["---"] + [side] * (len(table.header) - 1)))
    for block in shown(table).blocks:
        if block.heading:
            rest = [""] * (len(table.header) - 1)
            lines.append(_piped([f"*{block.heading}*", *rest]))
        for row in block.rows:
            cells = [_MARKDOWN_MARKS[c.mark].format(c.text) for c in row.cells]
            lines.append(_piped([row.label, *cells]))
    if missing := missing_here(table, absent):
        lines += ["", names_line(MISSING, missing)]
    return lines


def _piped(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _text_table(table: Table, absent: Sequence[str], file: str) -> list[str]:
    blocks = shown(table).blocks
    rows = [_text_row(row) for block in blocks for row in block.rows]
    if file:  # which has the whole names
        rows = [[_cut(name), *cells] for name, *cells in rows]
    widths = [max(map(len, column)) for column in zip(table.header, *rows, strict=True)]
    if file:
        widths = widths[: _columns_that_fit(widths)]
    header, *rows = [each[: len(widths)] for each in (table.header, *rows)]
    lines = [table.title, _aligned(header, widths)]
    remaining = iter(rows)
    for block in blocks:
        lines += [f"  {block.heading}"] if block.heading else []
        lines += [_aligned(next(remaining), widths) for _ in block.rows]
    if missing := missing_here(table, absent):
        lines.append(_wrapped(names_line(MISSING, missing)))
    if left_out := table.header[len(widths) :]:
        columns = names_line("Too wide for this terminal", left_out)
        lines.append(_wrapped(f"{columns} {file} has these columns."))
    return lines


def _text_row(row: Row) -> list[str]:
    label = _EMPHASIS.sub(r"(\1)", row.label)
    cells = [_TEXT_MARKS[c.mark].format(c.text) for c in row.cells]
    return [label, *(_FIGURES_OF_SIGN.sub("", cell) for cell in cells)]


def _columns_that_fit(widths: Sequence[int]) -> int:
    """How many of the first ones the terminal has room for; two at least."""
    room = shutil.get_terminal_size((100, 24)).columns
    ends = itertools.accumulate(width + 2 for width in widths)
    return max(2, sum(end - 2 <= room for end in ends))


def _signs(tables: Sequence[Table]) -> list[str]:
    """What each sign in the tables means, as the terminal shows them."""
    blocks = [block for table in tables for block in shown(table).blocks]
    rows = [row for block in blocks for row in block.rows]
    marks = {cell.mark for row in rows for cell in row.cells}
    words = "".join(word for row in rows for word in _text_row(row))
    best = "* best of ours in its column"
    if any(block.among for block in blocks):
        best += " among rows that can be compared"
    return [
        *([f"{best}, or printed as best"] if "best" in marks else []),
        *(["' printed as second best"] if "second" in marks else []),
        *(f"{sign} {meaning}" for sign, meaning in _SIGNS.items() if sign in words),
    ]


def _cut(label: str) -> str:
    """A long label in its first column."""
    if len(label) <= _LONGEST_LABEL:
        return label
    return label[: _LONGEST_LABEL - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join(
        [f"{first[0]:<{first[1]}}", *(f"{cell:>{width}}" for cell, width in others)]
    ).rstrip()
