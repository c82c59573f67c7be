"""All claims of a family put to the test, on every data set, and their one verdict."""

import collections
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from data_prep.datasets import SYNTHETIC
from evaluation.claims.ledger import (
    NOT_RUN,
    VERDICTS,
    Claim,
    Judged,
    Ledger,
    judge,
    together,
)


class Found(NamedTuple):
    """What is known of a claim on one data set.

    Args:
        comparisons: none: not run.
        caveat: what must be read beside the verdict, or ''.
        shipped: whether it came with the project, since no runs at hand decide it.
    """

    comparisons: Sequence[Judged] = ()
    caveat: str = ""
    shipped: bool = False

    @property
    def verdict(self) -> str:
        return together(self.comparisons)


# (family, claim, data set) -> what came with the project.
ShippedClaims = Mapping[tuple[str, str, str], Found]


class JudgedClaim(NamedTuple):
    """A claim, and what is known of it by data set, recorded before synthetic."""

    claim: Claim
    found: Mapping[str, Found]

    @property
    def verdicts(self) -> dict[str, str]:
        """By data set."""
        return {data: each.verdict for data, each in self.found.items()}

    @property
    def decided_on(self) -> str | None:
        """The first data set on which the claim was tested: its verdict counts."""
        words = self.verdicts
        return next((data for data in words if words[data] != NOT_RUN), None)

    @property
    def verdict(self) -> str:
        """The one by which a claim is counted; see `decided_on`."""
        return NOT_RUN if self.decided_on is None else self.verdicts[self.decided_on]

    @property
    def differing(self) -> dict[str, str]:
        """Data set -> verdict, where it was tested and another one was found."""
        return {
            data: word
            for data, word in self.verdicts.items()
            if word not in (NOT_RUN, self.verdict)
        }


def judged(ledger: Ledger, shipped: ShippedClaims | None = None) -> list[JudgedClaim]:
    """All claims of a ledger, put to the test on every data set.

    Args:
        shipped: stands in where the runs at hand do not test a claim.
    """
    shipped = shipped or {}
    others = (data for family, _, data in shipped if family == ledger.heading)
    data_sets = dict.fromkeys((*ledger.evidence, *others))
    in_order = sorted(data_sets, key=SYNTHETIC.name.__eq__)

    def found(claim: Claim, data: str) -> Found:
        here = Found()
        if data in ledger.evidence:
            evidence = ledger.evidence[data]
            here = Found([judge(each) for each in claim.test(evidence)])
            if claim.caveat is not None and here.verdict != NOT_RUN:
                here = here._replace(caveat=claim.caveat(evidence))
        if here.verdict == NOT_RUN:
            return shipped.get((ledger.heading, claim.id, data), here)
        return here

    return [
        JudgedClaim(claim, {data: found(claim, data) for data in in_order})
        for claim in ledger.claims
    ]


def counts(claims: Iterable[JudgedClaim]) -> dict[str, int]:
    """Verdict -> how many claims have it. Each claim counts once."""
    total = collections.Counter(each.verdict for each in claims)
    return {word: total[word] for word in VERDICTS}
