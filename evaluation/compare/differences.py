"""How far a number of B lies from that of A, and whether that is more than noise."""

import dataclasses
import math
from collections.abc import Mapping

import scipy.stats

from evaluation.claims.ledger import LEVEL, Interval

CHANGED, WITHIN = "changed beyond noise", "within noise"
NO_INTERVAL, EQUAL = "one seed: no interval", "equal"
ONLY_A, ONLY_B = "only in A", "only in B"
MARKS = (CHANGED, WITHIN, NO_INTERVAL, EQUAL, ONLY_A, ONLY_B)

BOTH = " / "  # between two studies that are compared

# What tells the rows of results.csv apart.
PLACE = (
    "family",
    "table",
    "study",
    "action",
    "metric",
    "mode",
    "horizon_ms",
    "threshold",
)


@dataclasses.dataclass(frozen=True)
class Value:
    """A number over seeds; `spread` is their standard deviation, None of a single one.

    `seeds` is None where it is not known.
    """

    mean: float
    spread: float | None = None
    seeds: int | None = 1


@dataclasses.dataclass(frozen=True)
class Difference:
    """One row of a comparison.

    Args:
        place: what of `PLACE` is known of it.
        a, b: the values; None where one side has none.
        interval: 95 %, of B less A; None where there is none.
    """

    place: Mapping[str, str]
    a: Value | None
    b: Value | None
    interval: Interval | None = None

    @property
    def relative(self) -> float | None:
        """B less A in sizes of A; None where A is 0 or one side has none."""
        if self.a is None or self.b is None or not self.a.mean:
            return None
        return (self.b.mean - self.a.mean) / abs(self.a.mean)

    @property
    def mark(self) -> str:
        """One of `MARKS`."""
        if self.b is None:
            return ONLY_A
        if self.a is None:
            return ONLY_B
        if self.a.mean == self.b.mean:
            return EQUAL
        if self.interval is None:
            return NO_INTERVAL
        changed = self.interval.low > 0 or self.interval.high < 0
        return CHANGED if changed else WITHIN


def welch_interval(a: Value, b: Value) -> Interval | None:
    """95 % interval of B less A for two samples of unequal variance.

    None unless both have a spread over seeds.
    """
    if a.spread is None or b.spread is None:
        return None
    shares = [each.spread**2 / each.seeds for each in (a, b)]
    half = 0.0
    if any(shares):
        parts = zip(shares, (a, b), strict=True)
        below = sum(share**2 / (each.seeds - 1) for share, each in parts)
        freedom = sum(shares) ** 2 / below
        half = scipy.stats.t.ppf((1 + LEVEL) / 2, freedom) * math.sqrt(sum(shares))
    middle = b.mean - a.mean
    method = f"Welch, {a.seeds} and {b.seeds} seeds"
    return Interval(middle, middle - half, middle + half, method)
