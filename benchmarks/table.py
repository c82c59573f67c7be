"""Measurements as one aligned table."""

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence

from benchmarks.machine import Measurement
from evaluation.tables.document import DASH, Block, Cell, Document, Row, Table


@dataclasses.dataclass(frozen=True)
class Page:
    """What differs between the pages of two families.

    Args:
        title: of the page.
        headings: what each group of measurements is called.
        columns: keys of `COLUMNS`.
        explanation: sentences above the table.
    """

    title: str
    headings: Mapping[str, str]
    columns: Sequence[str]
    explanation: Sequence[str]


def document(
    page: Page,
    measured: Mapping[str, Sequence[Measurement]],
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


def _row(measurement: Measurement, columns: Sequence[str]) -> Row:
    texts = [COLUMNS[name](measurement) for name in columns]
    return Row(measurement.work, [Cell(text or DASH) for text in texts])


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
