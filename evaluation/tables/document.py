"""Pages of tables before they are text: cells, rows, blocks, tables, documents."""

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

from evaluation.reported_number import ReportedNumber
from reenact.numerals import with_minus

DASH = "-"  # not run, or not printed by the paper
FOOT = "the table at the foot"  # which the terminal does not show
_DIGITS = 4  # of a number, at most


class Cell(NamedTuple):
    """What stands in a table.

    Args:
        text: as it is shown.
        mark: 'best' or 'second'.
        value: the number that is shown, with the same digits: what looks alike is
            alike. None: there is none, or it is not to be compared with others.
        data: that it was measured on; numbers of other data cannot be compared.
    """

    text: str
    mark: str = ""
    value: float | None = None
    data: str = ""


@dataclasses.dataclass(frozen=True)
class Row:
    label: str
    cells: Sequence[Cell]


@dataclasses.dataclass(frozen=True)
class Block:
    """Some rows of a table.

    Args:
        competes: whether its rows are ours, to be named where they were not run, and
            its numbers may be the best of their column.
        among: names the blocks that compete with each other; others do not compare.
    """

    heading: str
    rows: Sequence[Row]
    competes: bool = True
    among: str = ""


@dataclasses.dataclass(frozen=True)
class Table:
    """A table.

    Args:
        better: of each column after the first, 'lower' or 'higher' where its numbers
            may be compared, else ''; columns beyond it may not be.
        of_words: whether its cells are words, not numbers.
        of_studies: whether its rows are studies, which are not run where they have no
            number anywhere; other rows just have none.
    """

    title: str
    header: Sequence[str]
    blocks: Sequence[Block]
    better: Sequence[str] = ()
    of_words: bool = False
    of_studies: bool = True


@dataclasses.dataclass(frozen=True)
class Document:
    """A page.

    Args:
        caption: what a reader needs first, in at most eight short lines.
        details: tables that only the file shows, not the terminal.
        notes: how the numbers were made, which stands there too.
        foot: tables of how the runs were made, the last ones of the file.
    """

    title: str
    caption: Sequence[str]
    tables: Sequence[Table]
    conclusions: Sequence[str]
    details: Sequence[Table] = ()
    notes: Sequence[str] = ()
    foot: Sequence[Table] = ()


def cell(number: ReportedNumber | None, mark: str = "", decimals: int = 2) -> Cell:
    """A number as it is shown: ours, or else the published one as it is printed."""
    if number is None:
        return Cell(DASH)
    if number.value is None:
        shown = f"{number.published:.2f}"
        text = f"({shown})" if number.verified == "derived" else shown
    else:
        shown, spread = rounded(number.value, number.spread, decimals)
        text = f"{shown}±{spread}" if spread else shown
    data = "" if number.value is None else number.data
    return Cell(with_minus(text), mark, float(shown), data)


def rounded(value: float, spread: float | None, decimals: int) -> tuple[str, str]:
    """A number and its spread as they are shown, '' where there is none.

    Of a spread one or two significant digits are shown and its number is rounded alike,
    to four significant digits at most. Without a spread a zero before the point counts
    as a digit.

    Args:
        decimals: where the spread leaves a choice.
    """
    if not spread:
        whole = len(f"{abs(value):.0f}")
        shown = f"{value:.{max(0, min(decimals, _DIGITS - whole))}f}"
        return shown, "" if spread is None else "0"
    one_digit = -_exponent(spread, 1)
    if one_digit > decimals + 2:  # no spread but that of rounding
        return f"{value:.{decimals}f}", "0"
    decimals = min(max(decimals, one_digit), one_digit + 1)
    decimals = min(decimals, max(0, _DIGITS - 1 - _exponent(value, _DIGITS)))
    return _at(value, decimals), _at(spread, decimals)


def _exponent(number: float, digits: int) -> int:
    """Of the power of ten of its first digit, after rounding to so many digits."""
    return int(f"{number:.{digits - 1}e}".split("e")[1])


def _at(number: float, decimals: int) -> str:
    """With so many decimals; a negative number of them rounds to tens or hundreds."""
    return f"{round(number, decimals):.{max(0, decimals)}f}"
