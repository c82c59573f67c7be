"""The claims ledger: what a source claims, our test of it, and the verdict.

There is one rule for all claims. A claim is tested by paired differences, one per seed
and test clip. Their mean has a 95 % interval: over seeds (t interval), or with a single
seed over clips (bootstrap), which is marked because it says nothing about other seeds.

- 'above': the claim is that the difference exceeds a margin. Interval wholly above: it
  holds here; wholly below: it does not hold here.
- 'within': the claim is that the difference is smaller than a margin in size. Interval
  wholly within ± margin: it holds here; wholly outside: it does not hold here.

Else undecided here. A claim of several comparisons holds if all of them do together,
and does not if any one does not. A guard is a comparison that only shows that the test
means something (a model that has learnt nothing decides nothing): a guard that does not
hold leaves the claim undecided unless another comparison fails.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from scipy.special import stdtrit  # `scipy.stats` takes long to import

HOLDS, FAILS = "holds here", "does not hold here"
UNDECIDED, NOT_RUN = "undecided here", "not run"
VERDICTS = (HOLDS, FAILS, UNDECIDED, NOT_RUN)
LEVEL = 0.95
RESAMPLES = 10_000
HERE = (
    "'Here' means at the sizes, the training steps and on the data of this profile: it "
    "says nothing about the published scale."
)
RULE = (
    "A verdict follows from the numbers by one rule. A comparison is a paired "
    "difference with its 95 % interval: over seeds (t interval) or, where there is one "
    "seed, over test clips (bootstrap), which is marked. Where the interval lies "
    "wholly on the claimed side of the margin, the claim holds here; wholly on the "
    "other side, it does not hold here; otherwise it is undecided here. A claim of "
    "several comparisons needs all of them and does not hold if any one fails. 'Not "
    "run' also stands where a claim cannot be tested; its text then says why."
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
# Given the same, says what a reader must know beside the verdict, or ''.
Caveat = Callable[[Any], str]


@dataclasses.dataclass(frozen=True)
class Claim:
    """What a source says, and how it is tested.

    Args:
        source: work and section.
        caveat: of a claim about a part of a network: see `claims.benchmarks`.
    """

    id: str
    source: str
    text: str
    test: Test
    caveat: Caveat | None = None


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


def half_width(spread: float, seeds: int) -> float:
    """Half the t interval of a mean over seeds.

    Args:
      spread: standard deviation over seeds, of a sample.
      seeds: at least two.
    """
    return stdtrit(seeds - 1, (1 + LEVEL) / 2) * (spread / seeds**0.5)


def interval(differences: np.ndarray, unit: str = "clips") -> Interval:
    """95 % interval of the mean of (seeds, clips) differences.

    Clips count equally. A single difference has an infinite interval.

    Args:
      unit: what the second axis counts.
    """
    seeds, clips = np.shape(differences)
    if seeds > 1:
        means = np.mean(differences, axis=1)
        half = half_width(means.std(ddof=1), seeds)
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
    """A comparison as it is shown: its numbers, and what the rule says of it alone.

    Args:
        text, claimed, margin, guard: as in `Comparison`.
    """

    text: str
    claimed: str
    margin: float
    guard: bool
    interval: Interval
    verdict: str


def verdict(comparisons: Sequence[Comparison]) -> str:
    """The one rule; see the head of this module."""
    return together([judge(comparison) for comparison in comparisons])


def judge(comparison: Comparison) -> Judged:
    """The rule for a single comparison."""
    each = interval(comparison.differences, comparison.unit)
    margin = comparison.margin
    if comparison.claimed == "above":
        holds, fails = each.low > margin, each.high < margin
    else:
        holds = -margin < each.low and each.high < margin
        fails = each.low > margin or each.high < -margin
    word = HOLDS if holds else FAILS if fails else UNDECIDED
    return Judged(
        text=comparison.text,
        claimed=comparison.claimed,
        margin=margin,
        guard=comparison.guard,
        interval=each,
        verdict=word,
    )


def together(comparisons: Sequence[Judged]) -> str:
    """The rule for the comparisons of one claim."""
    if all(each.guard for each in comparisons):
        return NOT_RUN
    verdicts = {(each.verdict, each.guard) for each in comparisons}
    if (FAILS, False) in verdicts:
        return FAILS
    return HOLDS if {word for word, _ in verdicts} == {HOLDS} else UNDECIDED
