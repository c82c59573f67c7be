"""The claims ledger: what a source claims, our test of it, and the verdict.

There is one rule for all claims. A claim is tested by paired differences, one per seed
and test clip. Their mean has a 95 % interval: over seeds (t interval), or with a single
seed over clips (bootstrap), which is marked because it says nothing about other seeds.

- 'above': the claim is that the difference exceeds a margin. Interval wholly above:
  confirmed; wholly below: refuted.
- 'within': the claim is that the difference is smaller than a margin in size. Interval
  wholly within ± margin: confirmed; wholly outside: refuted.

Else undecided at this scale. A claim of several comparisons is confirmed by all of
them together and refuted by any one. A guard is a comparison that only shows that the
test means something (a model that has learnt nothing decides nothing): a guard that
does not hold leaves the claim undecided unless another comparison refutes it.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import scipy.stats

CONFIRMED, REFUTED = "confirmed", "refuted"
UNDECIDED, NOT_RUN = "undecided at this scale", "not run"
LEVEL = 0.95
RESAMPLES = 10_000
RULE = (
    "A verdict follows from the numbers by one rule: the 95 % interval of a paired "
    "difference, over seeds (t interval) or, marked, with one seed over test clips "
    "(bootstrap), lies wholly on the claimed side of the margin (confirmed), "
    "wholly on the other (refuted), or neither (undecided at this scale). "
    "A claim of several comparisons needs all of them and is refuted by any one."
)


@dataclasses.dataclass(frozen=True, eq=False)
class Comparison:
    """Paired differences, (seeds, clips), and what is claimed of their mean."""

    text: str  # what is compared, with the numbers themselves
    differences: np.ndarray
    claimed: Literal["above", "within"] = "above"
    margin: float = 0.0
    guard: bool = False
    unit: str = "clips"  # what the second axis counts, if not clips

    def __post_init__(self):
        if np.ndim(self.differences) != 2 or not np.size(self.differences):
            raise ValueError(
                "expected differences (seeds, clips), "
                f"found shape {np.shape(self.differences)}"
            )
        if self.claimed == "within" and self.margin <= 0:
            raise ValueError(f"expected a margin > 0, found {self.margin}")


# Gives the comparisons for which a family's evidence suffices; none: not run.
Test = Callable[[Any], list[Comparison]]


@dataclasses.dataclass(frozen=True)
class Claim:
    """What a source says, and how it is tested."""

    id: str
    source: str  # work and section
    text: str
    test: Test


class Ledger(NamedTuple):
    """The claims of one family.

    Args:
      heading: of its part of the page.
      about: what the numbers are.
      evidence: data set -> what the tests of the claims are given.
    """

    heading: str
    about: str
    claims: Sequence[Claim]
    evidence: Mapping[str, Any]


class Interval(NamedTuple):
    mean: float
    low: float
    high: float
    method: str


def interval(differences: np.ndarray, unit: str = "clips") -> Interval:
    """95 % interval of the mean of (seeds, clips) differences.

    Clips count equally. A single difference has an infinite interval.

    Args:
      unit: what the second axis counts.
    """
    seeds, clips = np.shape(differences)
    if seeds > 1:
        means = np.mean(differences, axis=1)
        half = scipy.stats.t.ppf((1 + LEVEL) / 2, seeds - 1) * scipy.stats.sem(means)
        middle = means.mean()
        return Interval(middle, middle - half, middle + half, f"t, {seeds} seeds")
    values = np.asarray(differences)[0]
    if clips < 2:
        return Interval(values[0], -np.inf, np.inf, f"one seed, {unit}: 1, no interval")
    drawn = np.random.default_rng(0).integers(clips, size=(RESAMPLES, clips))
    tails = (1 - LEVEL) / 2, (1 + LEVEL) / 2
    low, high = np.quantile(values[drawn].mean(axis=1), tails)
    method = f"ONE SEED, bootstrap over {clips} {unit}"
    return Interval(values.mean(), low, high, method)


class Judged(NamedTuple):
    """A comparison with its numbers and what the rule says of it alone."""

    comparison: Comparison
    interval: Interval
    verdict: str


class JudgedClaim(NamedTuple):
    """A claim with its comparisons by data set; none: not run there."""

    claim: Claim
    comparisons: Mapping[str, list[Judged]]

    @property
    def verdicts(self) -> dict[str, str]:
        """By data set."""
        return {data: _together(each) for data, each in self.comparisons.items()}


def verdict(comparisons: Sequence[Comparison]) -> str:
    """The one rule; see the head of this module."""
    return _together([judge(comparison) for comparison in comparisons])


def judge(comparison: Comparison) -> Judged:
    """The rule for a single comparison."""
    each = interval(comparison.differences, comparison.unit)
    margin = comparison.margin
    if comparison.claimed == "above":
        holds, fails = each.low > margin, each.high < margin
    else:
        holds = -margin < each.low and each.high < margin
        fails = each.low > margin or each.high < -margin
    word = CONFIRMED if holds else REFUTED if fails else UNDECIDED
    return Judged(comparison, each, word)


def judged(ledger: Ledger) -> list[JudgedClaim]:
    """All claims of a ledger, put to the test on every data set."""
    return [
        JudgedClaim(
            claim,
            {
                data: [judge(comparison) for comparison in claim.test(evidence)]
                for data, evidence in ledger.evidence.items()
            },
        )
        for claim in ledger.claims
    ]


def claims_page(ledger: Ledger, profile: str) -> str:
    """The ledger in Markdown: an overview, then every claim with its numbers."""
    claims = judged(ledger)
    lines = [
        f"# Claims ({profile} profile)",
        "",
        RULE,
        "",
        f"## {ledger.heading}",
        "",
        ledger.about,
        "",
        "| claim | " + " | ".join(ledger.evidence) + " |",
        "| --- " * (len(ledger.evidence) + 1) + "|",
    ]
    for claim, verdicts in ((each.claim, each.verdicts) for each in claims):
        words = " | ".join(verdicts.values())
        lines.append(f"| [{claim.id}](#{claim.id}) | {words} |")
    for each in claims:
        claim = each.claim
        lines += ["", f"### {claim.id}", "", f"{claim.text}", f"*({claim.source})*"]
        for data, word in each.verdicts.items():
            lines += _details(data, word, each.comparisons[data])
    return "\n".join(lines) + "\n"


def _together(comparisons: Sequence[Judged]) -> str:
    """The rule for the comparisons of one claim."""
    if all(each.comparison.guard for each in comparisons):
        return NOT_RUN
    verdicts = {(each.verdict, each.comparison.guard) for each in comparisons}
    if (REFUTED, False) in verdicts:
        return REFUTED
    return CONFIRMED if {word for word, _ in verdicts} == {CONFIRMED} else UNDECIDED


def _details(data: str, word: str, comparisons: Sequence[Judged]) -> list[str]:
    if not comparisons:
        return []
    lines = ["", f"{data}: **{word}**", ""]
    for comparison, (mean, low, high, method), alone in comparisons:
        sign = ">" if comparison.claimed == "above" else "within ±"
        kind = "precondition; " if comparison.guard else ""
        lines.append(
            f"- {comparison.text}: difference {mean:+.3f} [{low:+.3f}, {high:+.3f}] "
            f"({method}); {kind}claimed {sign} {comparison.margin:.3f}: {alone}"
        )
    return lines
