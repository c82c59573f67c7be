"""What of a table is shown: rows with numbers, and the best number of each column."""

import dataclasses
from collections.abc import Sequence

from evaluation.tables.document import DASH, Block, Cell, Document, Row, Table

_BEST = {"lower": min, "higher": max}


def shown(table: Table) -> Table:
    """The table without rows that have no numbers, with the best of each column marked.

    The best is the best of all blocks that compete with each other, as it is shown;
    what looks alike is marked alike. A column of a single number has no best, nor one
    of numbers that were measured on several data. Marks that are there stay.
    """
    blocks = [
        dataclasses.replace(
            block, rows=[row for row in block.rows if not _without_numbers(row)]
        )
        for block in table.blocks
    ]
    blocks = [block for block in blocks if block.rows]
    competing: dict[str, list[Row]] = {block.among: [] for block in blocks}
    for block in blocks:
        competing[block.among] += block.rows if block.competes else ()
    best = {
        among: [
            _best([row.cells[column] for row in rows], better)
            for column, better in enumerate(table.better)
        ]
        for among, rows in competing.items()
    }
    marked = [_marked(block, best[block.among]) for block in blocks]
    return dataclasses.replace(table, blocks=marked)


def not_run(document: Document) -> list[str]:
    """Labels of studies that are listed among ours and have no number in any table."""
    tables = [*document.tables, *document.details]
    with_numbers = {
        row.label
        for table in tables
        for block in table.blocks
        for row in block.rows
        if block.competes and not _without_numbers(row)
    }
    studies = [table for table in tables if table.of_studies]
    listed = [label for table in studies for label in _absent(table)]
    return [label for label in dict.fromkeys(listed) if label not in with_numbers]


def missing_here(table: Table, known: Sequence[str]) -> list[str]:
    """Labels of ours without a number in this table.

    Args:
        known: that need not be said again, see `not_run`.
    """
    return [label for label in _absent(table) if label not in known]


def _absent(table: Table) -> list[str]:
    rows = [row for block in table.blocks if block.competes for row in block.rows]
    present = {row.label for row in rows if not _without_numbers(row)}
    return list(dict.fromkeys(row.label for row in rows if row.label not in present))


def _without_numbers(row: Row) -> bool:
    """Whether a row was not run, or not printed."""
    return all(cell.text in (DASH, "") for cell in row.cells)


def _best(cells: Sequence[Cell], better: str) -> float | None:
    numbers = [cell.value for cell in cells if cell.value is not None]
    several_data = len({cell.data for cell in cells if cell.data}) > 1
    if not better or several_data or len(numbers) < 2:
        return None
    return _BEST[better](numbers)


def _marked(block: Block, best: Sequence[float | None]) -> Block:
    if not block.competes:
        return block
    rows = []
    for row in block.rows:
        further = [None] * (len(row.cells) - len(best))
        cells = [
            cell._replace(mark="best") if _is(cell, number) else cell
            for cell, number in zip(row.cells, [*best, *further], strict=True)
        ]
        rows.append(Row(row.label, cells))
    return dataclasses.replace(block, rows=rows)


def _is(cell: Cell, number: float | None) -> bool:
    return number is not None and cell.value == number
