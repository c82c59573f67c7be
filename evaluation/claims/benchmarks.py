"""Whether the network whose part a claim is about is any good itself.

What a part does to a network that is no better than a simple model says little about
the part. The whole network is called the benchmark, and the best simple model is the
one of the family's baselines at hand that does best in the same test. Whether the
benchmark beats it is decided by the rule of the ledger.
"""

from collections.abc import Sequence

import numpy as np

from evaluation.claims.ledger import HOLDS, UNDECIDED, Caveat, Comparison, judge
from evaluation.claims.metric_words import in_words
from evaluation.claims.paired_differences import paired_errors
from evaluation.studies import Studies


def benchmark(study: str, key: str, horizons: Sequence[int]) -> Caveat:
    """The caveat of claims about a part of `study`.

    Args:
        key: of the errors by which it is compared with the baselines; less is better.
        horizons: labels in ms, averaged.
    """

    def caveat(studies: Studies) -> str:
        simple = [each for each in studies if studies.is_baseline(each)]
        errors = {
            each: found
            for each in simple
            if (found := paired_errors(studies, study, each, key, horizons))
        }
        if not errors:
            return ""
        best = min(errors, key=lambda each: errors[each][1].mean())
        ours, theirs = errors[best]
        words = in_words(key, horizons, studies.runs(study)[0].label_ms)
        numbers = f"{words}: {ours.mean():.3f} against {theirs.mean():.3f}"
        names = studies.label(study), studies.label(best)
        return caveat_of(names, theirs - ours, numbers)

    return caveat


def caveat_of(
    names: tuple[str, str], gain: np.ndarray, numbers: str, about: str = "the part"
) -> str:
    """The sentence that stands beside a verdict; '' where the benchmark is better.

    Args:
        names: of the benchmark and of the best simple model.
        gain: by how much the benchmark is better, (seeds, clips).
        numbers: of both, with what they are.
        about: what the claim is about.
    """
    word = judge(Comparison("", gain)).verdict
    if word == HOLDS:
        return ""
    beats = "is not shown to beat" if word == UNDECIDED else "does not beat"
    return (
        f"The benchmark, {names[0]}, {beats} {names[1]} here ({numbers}), so this says "
        f"little about {about}."
    )
