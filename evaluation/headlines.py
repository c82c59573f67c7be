"""What is said first of a family: its best study beside doing nothing and beside the
best simple model, with the differences in numbers.

All is made of rows of results.csv, so that README.md and the report say the same.
"""

import dataclasses
import operator
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from evaluation.claims.ledger import half_width
from evaluation.family import Family, Headline
from evaluation.reported_number import AVERAGE
from evaluation.studies import is_changed

ResultRow = Mapping[str, str]


class Beside(NamedTuple):
    """The best study beside something simpler.

    Args:
        name: of the other.
        value: its number.
        better_by: how much better the best study is, in % of the other's number, or in
            points; negative where it is worse.
        low, high: of the 95 % interval of that, over seeds; None with a single seed.
    """

    name: str
    value: float
    better_by: float
    low: float | None
    high: float | None

    @property
    def outcome(self) -> Literal["ahead", "behind", "level"]:
        """Of the best study; level: the interval has both signs."""
        if self.low is not None and self.low <= 0 <= self.high:
            return "level"
        return "ahead" if self.better_by > 0 else "behind"


@dataclasses.dataclass(frozen=True)
class Finding:
    """What a headline shows.

    Args:
        title: what was measured, and whether more of it is better.
        best: row of the best study.
        name: how it is called.
        ranking: the studies among which it is the best one, the best first.
        published: row of the printed number.
        nothing: beside doing nothing.
        simple: beside each simple model on the same test data, the best one first.
    """

    family: Family
    headline: Headline
    title: str
    best: ResultRow
    name: str
    ranking: Sequence[str]
    published: ResultRow | None
    nothing: Beside
    simple: Sequence[Beside]

    @property
    def one_seed(self) -> bool:
        return not self.best["spread"]

    @property
    def rivals(self) -> list[Beside]:
        """The simple models that are themselves better than doing nothing, in the
        digits shown: to beat one that is not says nothing."""
        better = operator.gt if self.headline.higher else operator.lt
        digits = self.headline.decimals
        nothing = round(self.nothing.value, digits)
        return [
            each for each in self.simple if better(round(each.value, digits), nothing)
        ]

    @property
    def outcome(self) -> Literal["ahead", "one seed", "level", "behind"]:
        """The worst that can be said of the best study."""
        found = {each.outcome for each in (self.nothing, *self.rivals)}
        for outcome in ("behind", "level"):
            if outcome in found:
                return outcome
        return "one seed" if self.one_seed else "ahead"

    @property
    def in_short(self) -> str:
        """The same in a few words."""
        if self.outcome == "level":
            return "no clear difference"
        if self.outcome == "behind":
            by_nothing = self.nothing.outcome == "behind"
            words = f"worse than {'doing nothing' if by_nothing else 'a simple model'}"
        else:
            words = f"better than {'both' if self.rivals else 'doing nothing'}"
        return f"{words}, one seed" if self.one_seed else words


def findings(
    family: Family, rows: Sequence[ResultRow], table: str = ""
) -> list[Finding]:
    """What the headlines of a family find; none where no study was run as it is named.

    Args:
        rows: of results.csv.
        table: of another page than the headlines are of, one without printed numbers.
    """
    found = []
    for headline in family.headlines:
        of_table = [row for row in rows if row["table"] == (table or headline.table)]
        made = _finding(family, headline, of_table)
        found += [made] if made else []
    return found


def _finding(
    family: Family, headline: Headline, rows: Sequence[ResultRow]
) -> Finding | None:
    shown = [row for row in rows if _is_shown(headline, row)]
    counts = headline.counts or (lambda study: not family.is_baseline(study))
    named = [row for row in shown if not is_changed(family, row["study"])]
    runs = _sorted([row for row in named if counts(row["study"])], headline)
    if not runs:
        return None
    best = runs[0]
    # What doing nothing gives is the same on the same test data alone.
    simple = [
        row
        for row in shown
        if family.is_baseline(row["study"])
        and not headline.does_nothing(row["study"])
        and row["baseline"] == best["baseline"]
    ]
    name = headline.name or family.label
    return Finding(
        family=family,
        headline=headline,
        title=headline.measure(best["real_ms"]),
        best=best,
        name=name(best["study"]),
        ranking=[row["study"] for row in runs],
        published=_published(headline, best, rows),
        nothing=_beside(headline, best, headline.nothing, float(best["baseline"])),
        simple=[
            _beside(headline, best, name(row["study"]), float(row["value"]))
            for row in _sorted(simple, headline)
        ],
    )


def _is_shown(headline: Headline, row: ResultRow) -> bool:
    """Whether a row is a number of ours, with doing nothing beside it, to show."""
    return (
        bool(row["value"] and row["baseline"])
        and (row["metric"], row["action"]) == (headline.metric, AVERAGE)
        and headline.at in (row["horizon_ms"], row["threshold"])
        and row["mode"] in headline.variants
    )


def _sorted(rows: Sequence[ResultRow], headline: Headline) -> list[ResultRow]:
    """The best first."""
    return sorted(rows, key=lambda row: float(row["value"]), reverse=headline.higher)


def _published(
    headline: Headline, best: ResultRow, rows: Sequence[ResultRow]
) -> ResultRow | None:
    """The row that has the printed number, if there is one."""
    if headline.printed is None:
        return best if best["published"] else None
    study, metric, _ = headline.printed
    wanted = (study, metric, "published")
    for row in rows:
        if (row["study"], row["metric"], row["mode"]) == wanted and (
            row["horizon_ms"] in ("", headline.at)
        ):
            return row
    return None


def _beside(headline: Headline, best: ResultRow, name: str, other: float) -> Beside:
    """The t interval over seeds of the difference; what is simple has no seeds."""
    sign = 1 if headline.higher else -1
    scale = sign * (1 if headline.in_points else 100 / other)
    better_by = scale * (float(best["value"]) - other)
    if not best["spread"]:
        return Beside(name, other, better_by, None, None)
    half = half_width(float(best["spread"]), int(best["seeds"])) * abs(scale)
    return Beside(name, other, better_by, better_by - half, better_by + half)
