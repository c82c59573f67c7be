"""Documents as text for a terminal and as Markdown."""

import textwrap
from collections.abc import Sequence

from evaluation.tables.document import Document, Table
from evaluation.tables.shown_rows import missing_here, not_run, shown

MISSING = "No number here"
_LONGEST_LABEL = 48  # characters, in a terminal
_TEXT_MARKS = {"": "{}", "best": "{}*", "second": "{}'"}
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


def to_text(document: Document) -> str:
    """What is printed: without details."""
    absent = not_run(document)
    lines = [document.title, "=" * len(document.title)]
    lines += [_wrapped(sentence) for sentence in document.caption]
    lines += [_wrapped(names_line("Not run", absent))] if absent else []
    for table in document.tables:
        lines += ["", *_text_table(table, absent)]
    for sentence in document.conclusions:
        lines += ["", _wrapped(sentence)]
    if document.details or document.notes:
        lines += ["", "The Markdown file has further tables and details."]
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


def _text_table(table: Table, absent: Sequence[str]) -> list[str]:
    blocks = shown(table).blocks
    rows = [
        [_cut(row.label), *(_TEXT_MARKS[c.mark].format(c.text) for c in row.cells)]
        for block in blocks
        for row in block.rows
    ]
    widths = [max(map(len, column)) for column in zip(table.header, *rows, strict=True)]
    lines = [table.title, _aligned(table.header, widths)]
    remaining = iter(rows)
    for block in blocks:
        lines += [f"  {block.heading}"] if block.heading else []
        lines += [_aligned(next(remaining), widths) for _ in block.rows]
    if missing := missing_here(table, absent):
        lines.append(_wrapped(names_line(MISSING, missing)))
    return lines


def _cut(label: str) -> str:
    """A long label in its first column; the Markdown has the whole."""
    if len(label) <= _LONGEST_LABEL:
        return label
    return label[: _LONGEST_LABEL - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join(
        [f"{first[0]:<{first[1]}}", *(f"{cell:>{width}}" for cell, width in others)]
    ).rstrip()
