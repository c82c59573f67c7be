"""Words that the claims of several families use, and what they mean in numbers.

What is compared, and in which words a page says so, is each family's own.
"""

import functools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from evaluation.claims.ledger import Comparison, Test
from evaluation.claims.paired_differences import EQUIVALENCE
from evaluation.pictures.curves import curves
from evaluation.run_results import RunResult


def close(margin: float) -> dict[str, Any]:
    """What `Comparison` is told: the difference lies within the margin."""
    return {"claimed": "within", "margin": margin}


def no_better(margin: float) -> dict[str, Any]:
    """The same: an error less another is not below 0 by more than the margin."""
    return {"margin": -margin}


def curve_margin(runs: Sequence[RunResult], zero_velocity: str) -> float | None:
    """What counts as no difference between curves of errors; None without runs.

    Args:
        zero_velocity: key of the history that has the same error of zero velocity.
    """
    found = curves(runs, zero_velocity)
    return EQUIVALENCE * float(found.mean()) if found.size else None


def pairwise(
    compare: Callable[..., list[Comparison]],
    pairs: Iterable[tuple[str, str]],
    keys: Sequence[str],
    **further,
) -> Test:
    """The first study of each pair less the second, by each key.

    Args:
        compare: given the studies, two of their names and a key, makes comparisons, as
            `paired_differences.difference` does.
        keys: of errors.
        further: arguments of `compare`.
    """
    pairs = list(pairs)
    return lambda studies: [
        comparison
        for one, other in pairs
        for key in keys
        for comparison in compare(studies, one, other, key, **further)
    ]


def together(*tests: Test) -> Test:
    """All comparisons of several tests; a precondition that they share stands once."""

    def test(evidence: Any) -> list[Comparison]:
        comparisons = {each.text: each for part in tests for each in part(evidence)}
        return list(comparisons.values())

    return test


def guarded(test: Test, precondition: Test) -> Test:
    """Adds the guards of a precondition to what a test finds, if it finds anything."""

    @functools.wraps(test)
    def with_guards(evidence: Any) -> list[Comparison]:
        found = test(evidence)
        return [*found, *precondition(evidence)] if found else []

    return with_guards


def not_testable(evidence: Any) -> list[Comparison]:
    """What the claim compares with is not known here; its text says why."""
    return []
