"""Tables as text for a terminal and as Markdown."""

import dataclasses
import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from evaluation.reported_number import ReportedNumber

DASH = "-"  # not run, or not printed by the paper
_TEXT_MARKS = {"": "{}", "best": "{}*", "second": "{}'"}
_MARKDOWN_MARKS = {"": "{}", "best": "**{}**", "second": "<u>{}</u>"}


class Cell(NamedTuple):
    """What stands in a table.

    Args:
        text: as it is shown.
        mark: 'best' or 'second'.
        value: the number that is shown, with the same digits: what looks alike is
            alike. None: there is none, or it is not to be compared with others.
    """

    text: str
    mark: str = ""
    value: float | None = None


@dataclasses.dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]


@dataclasses.dataclass(frozen=True)
class Block:
    heading: str
    rows: Sequence[Row]


@dataclasses.dataclass(frozen=True)
class Table:
    """`better`: of each column after the first, 'lower' or 'higher' where the rows of a
    block may be compared, else ''; columns beyond it may not be."""

    title: str
    header: Sequence[str]
    blocks: Sequence[Block]
    better: Sequence[str] = ()


@dataclasses.dataclass(frozen=True)
class Document:
    """A page.

    Args:
        caption: what a reader needs first, in at most about eight short lines.
        details: tables that only the file shows, not the terminal.
        notes: how the numbers were made, which stands there too.
    """

    title: str
    caption: Sequence[str]
    tables: Sequence[Table]
    conclusions: Sequence[str]
    details: Sequence[Table] = ()
    notes: Sequence[str] = ()


def cell(number: ReportedNumber | None, mark: str = "", decimals: int = 2) -> Cell:
    """A number as it is shown: ours, or else the published one as it is printed."""
    if number is None:
        return Cell(DASH)
    if number.value is None:
        shown = f"{number.published:.2f}"
        text = f"({shown})" if number.verified == "derived" else shown
    else:
        shown = f"{number.value:.{decimals}f}"
        spread = "" if number.spread is None else f"±{number.spread:.{decimals}f}"
        text = f"{shown}{spread}"
    return Cell(text, mark, float(shown))


def to_markdown(document: Document) -> str:
    """The whole page."""
    lines = [f"# {document.title}", ""]
    lines += [f"- {sentence}" for sentence in document.caption]
    for table in document.tables:
        lines += ["", *_markdown_table(table)]
    for sentence in document.conclusions:
        lines += ["", sentence]
    if document.notes:
        lines += ["", "## Details", "", *(f"- {note}" for note in document.notes)]
    for table in document.details:
        lines += ["", *_markdown_table(table)]
    return "\n".join(lines) + "\n"


def to_text(document: Document) -> str:
    """What is printed: without details."""
    lines = [document.title, "=" * len(document.title)]
    lines += [_wrapped(sentence) for sentence in document.caption]
    for table in document.tables:
        lines += ["", *_text_table(table)]
    for sentence in document.conclusions:
        lines += ["", _wrapped(sentence)]
    if document.details or document.notes:
        lines += ["", "The Markdown file has further tables and details."]
    return "\n".join(lines) + "\n"


def _wrapped(sentence: str) -> str:
    return textwrap.fill(sentence, 100, break_on_hyphens=False)


def _markdown_table(table: Table) -> list[str]:
    lines = [f"## {table.title}", "", _piped(table.header)]
    lines.append(_piped(["---"] + ["---:"] * (len(table.header) - 1)))
    for block in table.blocks:
        lines.append(_piped([f"*{block.heading}*"] + [""] * (len(table.header) - 1)))
        for row in block.rows:
            cells = [_MARKDOWN_MARKS[c.mark].format(c.text) for c in row.cells]
            lines.append(_piped([row.label, *cells]))
    return lines


def _piped(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _text_table(table: Table) -> list[str]:
    rows = [
        [row.label, *(_TEXT_MARKS[c.mark].format(c.text) for c in row.cells)]
        for block in table.blocks
        for row in block.rows
    ]
    widths = [max(map(len, column)) for column in zip(table.header, *rows, strict=True)]
    lines = [table.title, _aligned(table.header, widths)]
    remaining = iter(rows)
    for block in table.blocks:
        lines.append(f"  {block.heading}")
        lines += [_aligned(next(remaining), widths) for _ in block.rows]
    return lines


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return "  ".join(
        [f"{first[0]:<{first[1]}}", *(f"{cell:>{width}}" for cell, width in others)]
    ).rstrip()
