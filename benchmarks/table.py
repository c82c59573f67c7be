"""Measurements as one aligned table."""

import os
from collections.abc import Callable, Mapping, Sequence

from benchmarks.machine import Measurement
from evaluation.layout import DASH, Block, Cell, Document, Row, Table

HEADINGS = {
    "product": "matrix product, float32",
    "martinez": "training step, Martinez et al., tied, residual",
    "attention": "training step, attention thesis",
    "keras_gru": "Keras' GRU layer over 74 frames, forward and backward",
    "pipeline": "input pipeline",
    "conversions": "conversions",
    "evaluation": "evaluation of every test window",
}
HEADER = (
    "work",
    "seconds",
    "first call",
    "GFLOP",
    "product GFLOP/s",
    "at that rate",
    "ratio",
    "aim",
    "per second",
)
_EXPLANATION = (
    "Seconds are medians of several calls after the first; the first, which builds and "
    "compiles, stands beside them. On a busy machine they vary, and so do the ratios.",
    "GFLOP counts matrix products, from shapes; 'product GFLOP/s' is the mean of what "
    "one of 3000³ in TensorFlow reached before and after; 'at that rate' is their "
    "quotient, 'ratio' the seconds over that. Compare ratios between machines, not "
    "seconds.",
    "Aim: at most 0.45 s (H=1024) and 0.05 s (H=256) for a Martinez step on a machine "
    "of 148 GFLOP/s, where its products take 0.16 and 0.012 s. There a public PyTorch "
    "port was measured at 0.72 and 0.07 s (ratios 4.5 and 5.8).",
)


def document(
    measured: Mapping[str, Sequence[Measurement]],
    environment: Mapping,
    data: str,
    width: int,
) -> Document:
    """The page: what ran where, and a block per group.

    Args:
        measured: measurements by key of `HEADINGS`.
        environment: from `training.runtime.environment`.
        data: name of the data set.
        width: features a frame.
    """
    packages = ", ".join(f"{k} {v}" for k, v in environment["packages"].items())
    devices = ", ".join(environment["gpus"]) or "no GPU"
    load = f"{os.getloadavg()[0]:.1f}"
    caption = (
        f"{environment['processor']}, {environment['processors']} processors, "
        f"{devices}; oneDNN {environment['onednn']}; load {load}; {packages}.",
        f"Data: {data}, {width} features a frame; batch 16, 50 frames to 25.",
        *_EXPLANATION,
    )
    blocks = [
        Block(HEADINGS[name], [_row(each) for each in group])
        for name, group in measured.items()
    ]
    return Document(
        "Speed of the seq2seq family",
        caption,
        [Table("On this machine", HEADER, blocks)],
        (),
    )


def _row(measurement: Measurement) -> Row:
    """One line of the table."""

    def shown(value: float | None, form: Callable[[float], str]) -> Cell:
        return Cell(DASH if value is None else form(value))

    operations, rate = measurement.operations, measurement.product_rate
    needed = None if operations is None else operations / rate
    count = measurement.count
    each = None if count is None else count / measurement.seconds
    cells = [
        shown(measurement.seconds, _three_digits),
        shown(measurement.first_seconds, _three_digits),
        shown(operations, lambda value: _three_digits(value / 1e9)),
        shown(rate, lambda value: f"{value / 1e9:.0f}"),
        shown(needed, _three_digits),
        shown(measurement.ratio, "{:.1f}".format),
        shown(measurement.aim, "{:.1f}".format),
        shown(each, lambda value: f"{value:,.0f} {measurement.unit}"),
    ]
    return Row(measurement.work, cells)


def _three_digits(value: float) -> str:
    """In full, with three significant digits or all before the point."""
    return f"{value:.0f}" if value >= 100 else f"{value:#.3g}"
