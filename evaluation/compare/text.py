"""A comparison as text, and as a file of all rows."""

import collections
import csv
import pathlib
from collections.abc import Sequence

from evaluation.compare.differences import (
    CHANGED,
    EQUAL,
    MARKS,
    ONLY_A,
    ONLY_B,
    PLACE,
    Difference,
    Value,
)
from evaluation.tables.document import Block, Cell, Document, Row, Table, to_text
from reenact.files import whole_file

_CHANCE = "Where nothing changed, a 95 % interval still misses 0 in 1 of 20 rows."
_HEADER = ("study", "action", "metric", "at", "A", "B", "B - A", "95 % interval", "")


def comparison(
    names: tuple[str, str],
    differences: Sequence[Difference],
    remarks: Sequence[str],
    show_all: bool,
) -> str:
    """A line of counts, then the rows that changed beyond noise.

    Args:
        names: of A and B.
        remarks: on what else differs.
        show_all: also the other rows whose values are not equal.
    """
    counts = collections.Counter(each.mark for each in differences)
    wanted = [mark for mark in MARKS if mark != EQUAL] if show_all else [CHANGED]
    shown = [each for each in differences if each.mark in wanted]
    hidden = [
        f"{counts[mark]:,} {mark}"
        for mark in MARKS
        if counts[mark] and mark not in (*wanted, EQUAL)
    ]
    conclusions = []
    if hidden:
        conclusions = [f"Not shown: {', '.join(hidden)} (--all shows them)."]
    document = Document(
        title=f"A: {names[0]}, B: {names[1]}",
        caption=[_counted(counts), *remarks, *([_CHANCE] if shown else [])],
        tables=[_table(shown, show_all)] if shown else [],
        conclusions=conclusions,
    )
    return to_text(document)


def write_csv(path: pathlib.Path, differences: Sequence[Difference]) -> None:
    """All rows whose values are not equal; the file is whole or not there."""
    with (
        whole_file(path) as temporary,
        open(temporary, "w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        sides = [f"{side}{what}" for side in "ab" for what in ("", "_spread", "_seeds")]
        ends = "difference", "low", "high", "method", "mark"
        writer.writerow([*PLACE, *sides, *ends])
        for each in differences:
            if each.mark != EQUAL:
                writer.writerow(_cells(each))


def _cells(each: Difference) -> list[object]:
    cells: list[object] = [each.place.get(name, "") for name in PLACE]
    for value in (each.a, each.b):
        cells += (value.mean, value.spread, value.seeds) if value else ("", "", "")
    found = each.interval
    if found:
        cells += (found.mean, found.low, found.high, found.method)
    else:
        cells += (each.b.mean - each.a.mean if each.a and each.b else "", "", "", "")
    cells.append(each.mark)
    return [f"{cell:.6g}" if isinstance(cell, float) else cell for cell in cells]


def _counted(counts: collections.Counter) -> str:
    alone = counts[ONLY_A], counts[ONLY_B]
    both = [mark for mark in MARKS if mark not in (ONLY_A, ONLY_B)]
    said = ", ".join(f"{counts[mark]:,} {mark}" for mark in both)
    total = sum(counts[mark] for mark in both)
    return (
        f"{total:,} rows in both: {said}; {alone[0]:,} only in A, "
        f"{alone[1]:,} only in B."
    )


def _table(differences: Sequence[Difference], with_mark: bool) -> Table:
    blocks = collections.defaultdict(list)
    for each in differences:
        place = each.place
        heading = " ".join(filter(None, (place["family"], place.get("table", ""))))
        blocks[heading].append(_row(each, with_mark))
    title = "Rows that differ" if with_mark else "Changed beyond noise"
    header = _HEADER if with_mark else _HEADER[:-1]
    return Table(title, header, [Block(name, rows) for name, rows in blocks.items()])


def _row(each: Difference, with_mark: bool) -> Row:
    place, found = each.place, each.interval
    metric, mode = place["metric"], place.get("mode", "corrected")
    at = place.get("horizon_ms", "")
    cells = [
        place["action"],
        metric if mode == "corrected" else f"{metric}, {mode}",
        f"{at} ms" if at else place.get("threshold", ""),
        _shown(each.a),
        _shown(each.b),
        f"{each.b.mean - each.a.mean:+.3g}" if each.a and each.b else "",
        f"[{found.low:+.3g}, {found.high:+.3g}]" if found else "",
    ]
    if with_mark:
        cells.append(each.mark)
    return Row(place["study"], [Cell(cell) for cell in cells])


def _shown(value: Value | None) -> str:
    if value is None:
        return ""
    spread = "" if value.spread is None else f"±{value.spread:.2g}"
    return f"{value.mean:.4g}{spread}"
