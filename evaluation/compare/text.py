"""A comparison as text, and as a file of all rows."""

import collections
import pathlib
from collections.abc import Sequence

from evaluation.compare.differences import (
    CHANGED,
    EQUAL,
    MARKS,
    NO_INTERVAL,
    ONLY_A,
    ONLY_B,
    PLACE,
    Difference,
    Value,
)
from evaluation.compare.words import direction, metric_in_words, study_in_words
from evaluation.tables.document import Block, Cell, Document, Row, Table
from evaluation.tables.text_forms import to_text
from reenact.csv_files import write_rows

_CHANCE = "Where nothing changed, a 95 % interval still misses 0 in 1 of 20 rows."
_HEADER = (
    "study",
    "action",
    "metric",
    "A",
    "B",
    "B - A",
    "relative",
    "95 % interval",
    "",
)
_UNSURE = 10  # rows without an interval that are shown, the largest ones


def comparison(
    names: tuple[str, str],
    differences: Sequence[Difference],
    remarks: Sequence[str],
    show_all: bool,
) -> str:
    """A line of counts, the rows that changed beyond noise, and the largest others.

    Args:
        names: of A and B.
        remarks: on what else differs.
        show_all: all rows whose values are not equal.
    """
    marked: dict[str, list[Difference]] = {mark: [] for mark in MARKS}
    for each in differences:
        marked[each.mark].append(each)
    changed, unsure = marked[CHANGED], marked[NO_INTERVAL]
    caption = [_counted(marked), *remarks]
    if changed:
        caption += [_directions(changed), _CHANCE]
    if unsure:
        caption.append(
            f"{len(unsure):,} rows differ without an interval, since a side has "
            "one seed: such a difference may be noise."
        )
    tables, conclusions = [], []
    if show_all:
        shown = [each for each in differences if each.mark != EQUAL]
        tables.append(_table("Rows that differ", shown))
    else:
        tables.append(_table("Changed beyond noise", changed))
        largest = sorted(unsure, key=_importance)[:_UNSURE]
        tables.append(_table("Largest differences without an interval", largest))
        hidden = [
            f"{len(rows):,} {mark}"
            for mark, rows in {**marked, NO_INTERVAL: unsure[_UNSURE:]}.items()
            if rows and mark not in (CHANGED, EQUAL)
        ]
        if hidden:
            conclusions = [f"Not shown: {', '.join(hidden)} (--all shows them)."]
    document = Document(
        title=f"A: {names[0]}, B: {names[1]}",
        caption=caption,
        tables=[table for table in tables if table.blocks],
        conclusions=conclusions,
    )
    return to_text(document)


def write_csv(path: pathlib.Path, differences: Sequence[Difference]) -> None:
    """All rows whose values are not equal; the file is whole or not there."""
    sides = [f"{side}{what}" for side in "ab" for what in ("", "_spread", "_seeds")]
    ends = "difference", "low", "high", "method", "mark", "direction"
    columns = [*PLACE, *sides, *ends]
    differing = [_cells(each) for each in differences if each.mark != EQUAL]
    write_rows(path, columns, [dict(zip(columns, c, strict=True)) for c in differing])


def _cells(each: Difference) -> list[object]:
    cells: list[object] = [each.place.get(name, "") for name in PLACE]
    for value in (each.a, each.b):
        cells += (value.mean, value.spread, value.seeds) if value else ("", "", "")
    found = each.interval
    if found:
        cells += (found.mean, found.low, found.high, found.method)
    else:
        cells += (each.b.mean - each.a.mean if each.a and each.b else "", "", "", "")
    cells += (each.mark, direction(each) if each.mark == CHANGED else "")
    return [f"{cell:.6g}" if isinstance(cell, float) else cell for cell in cells]


def _counted(marked: dict[str, list[Difference]]) -> str:
    counts = {mark: len(rows) for mark, rows in marked.items()}
    alone = counts.pop(ONLY_A), counts.pop(ONLY_B)
    said = ", ".join(f"{count:,} {mark}" for mark, count in counts.items())
    return (
        f"{sum(counts.values()):,} rows in both: {said}; {alone[0]:,} only in A, "
        f"{alone[1]:,} only in B."
    )


def _directions(changed: Sequence[Difference]) -> str:
    """'Of the changed rows B is better in 3, worse in 1.'"""
    counts = collections.Counter(map(direction, changed))
    said = ", ".join(f"{word} in {count:,}" for word, count in counts.most_common())
    return f"Of the rows that changed, B is {said}."


def _importance(difference: Difference) -> tuple[bool, float]:
    """Sorts errors before diagnostics, of which none is better, then by size."""
    size = abs(difference.relative or 0)
    return direction(difference) in ("higher", "lower"), -size


def _table(title: str, differences: Sequence[Difference]) -> Table:
    blocks = collections.defaultdict(list)
    for each in differences:
        place = each.place
        heading = " ".join(filter(None, (place["family"], place.get("table", ""))))
        blocks[heading].append(_row(each))
    return Table(title, _HEADER, [Block(name, rows) for name, rows in blocks.items()])


def _row(each: Difference) -> Row:
    found, relative = each.interval, each.relative
    cells = [
        each.place["action"],
        metric_in_words(each.place),
        _shown(each.a),
        _shown(each.b),
        f"{each.b.mean - each.a.mean:+.3g}" if each.a and each.b else "",
        "" if relative is None else f"{100 * relative:+.3g} %",
        f"[{found.low:+.3g}, {found.high:+.3g}]" if found else "",
        f"B is {direction(each)}" if each.mark == CHANGED else each.mark,
    ]
    return Row(study_in_words(each.place), [Cell(cell) for cell in cells])


def _shown(value: Value | None) -> str:
    if value is None:
        return ""
    spread = "" if value.spread is None else f"±{value.spread:.2g}"
    return f"{value.mean:.4g}{spread}"
