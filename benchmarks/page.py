"""Measurements as a page of tables, beside what is aimed at."""

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.machine import Measurement
from evaluation.tables.document import DASH, Block, Cell, Document, Row, Table

Measured = Mapping[str, Sequence[Measurement]]


class Aim(NamedTuple):
    """A bound, and how the measured figure is had from the groups that it needs."""

    what: str
    groups: tuple[str, ...]
    figure: Callable[[Measured], float]
    bound: float
    at_least: bool
    form: Callable[[float], str]


@dataclasses.dataclass(frozen=True)
class Page:
    """What differs between the pages of two families.

    Args:
        title: of the page.
        file: that it is written to.
        headings: what each group of measurements is called.
        columns: keys of `COLUMNS`.
        explanation: sentences above the table.
        aims: judged below the table; none: no table of them.
    """

    title: str
    file: str
    headings: Mapping[str, str]
    columns: Sequence[str]
    explanation: Sequence[str]
    aims: Sequence[Aim] = ()


def document(
    page: Page,
    measured: Measured,
    environment: Mapping,
    data: str,
    tables: Sequence[Table] = (),
) -> Document:
    """What ran where, and a block per group.

    Args:
        page: of the family.
        measured: measurements by key of its headings.
        environment: from `training.runtime.environment`.
        data: one sentence about data set and sizes.
        tables: further ones.
    """
    packages = ", ".join(f"{k} {v}" for k, v in environment["packages"].items())
    devices = ", ".join(environment["gpus"]) or "no GPU"
    load = f"{os.getloadavg()[0]:.1f}"
    caption = (
        f"{environment['processor']}, {environment['processors']} processors, "
        f"{devices}; oneDNN {environment['onednn']}; load {load}; {packages}.",
        data,
        *page.explanation,
    )
    blocks = [
        Block(page.headings[name], [_row(each, page.columns) for each in group])
        for name, group in measured.items()
    ]
    table = Table("On this machine", ("work", *page.columns), blocks)
    return Document(page.title, caption, [table, *tables], ())


def aims_table(aims: Sequence[Aim], measured: Measured) -> Table:
    """Each aim whose groups were measured, beside what was found."""
    rows = []
    for aim in aims:
        if not set(aim.groups) <= set(measured):
            continue
        found = aim.figure(measured)
        met = found >= aim.bound if aim.at_least else found <= aim.bound
        bound = f"at {'least' if aim.at_least else 'most'} {aim.form(aim.bound)}"
        texts = (bound, aim.form(found), "met" if met else "missed")
        rows.append(Row(aim.what, [Cell(text) for text in texts]))
    return Table("Aims", ("", "aim", "found", ""), [Block("in this run", rows)])


def _row(measurement: Measurement, columns: Sequence[str]) -> Row:
    texts = [COLUMNS[name](measurement) for name in columns]
    return Row(measurement.work, [Cell(text or DASH) for text in texts])


def times(value: float) -> str:
    """A factor, as a form of an aim."""
    return f"{value:.2f} times"


def three_digits(value: float) -> str:
    """In full, with three significant digits or all before the point."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"


def _shown(value: float | None, form: Callable[[float], str]) -> str | None:
    return None if value is None else form(value)


def _at_product_rate(measurement: Measurement) -> str | None:
    if measurement.operations is None:
        return None
    return three_digits(measurement.operations / measurement.product_rate)


def _per_second(measurement: Measurement) -> str | None:
    if measurement.count is None:
        return None
    return f"{measurement.count / measurement.seconds:,.0f} {measurement.unit}"


# What pages of the training steps and the parts of a network have in common.
SHARE_COLUMNS = (
    "seconds",
    "first call",
    "peak GB",
    "GFLOP",
    "product GFLOP/s",
    "share",
    "per second",
)
HOW_MEASURED = (
    "Each line is measured in a process of its own, training steps in the project's "
    "own loop with Adam. Seconds are medians of several calls after the first; the "
    "first, which traces and optimises the graph, stands beside them. Peak: most main "
    "memory that the process held, TensorFlow and data with it."
)
# None stands for a dash.
COLUMNS: dict[str, Callable[[Measurement], str | None]] = {
    "seconds": lambda each: three_digits(each.seconds),
    "first call": lambda each: _shown(each.first_seconds, three_digits),
    "peak GB": lambda each: _shown(each.peak_bytes, lambda n: f"{n / 1e9:.1f}"),
    "GFLOP": lambda each: _shown(each.operations, lambda n: three_digits(n / 1e9)),
    "product GFLOP/s": lambda each: f"{each.product_rate / 1e9:.0f}",
    "at that rate": _at_product_rate,
    "ratio": lambda each: _shown(each.ratio, "{:.1f}".format),
    "share": lambda each: _shown(each.share, "{:.0%}".format),
    "aim": lambda each: _shown(each.aim, "{:.1f}".format),
    "per second": _per_second,
}
