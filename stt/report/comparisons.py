"""Comparisons between the 14 studies, for the claims of the report.

The report speaks in words. 'Close' means here that a difference lies within a margin
(`equivalence_margin`), 'worse' that it is above 0, 'slightly worse' both, 'much
worse' that it is above the margin. Errors are sums up to the horizon, as in its figure.
A benchmark that does not beat zero velocity decides nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from evaluation.claims.benchmarks import benchmark
from evaluation.claims.ledger import Comparison, Test
from evaluation.claims.metric_words import in_words
from evaluation.claims.paired_differences import (
    clip_errors,
    common_clips,
    difference,
    equivalence_margin,
    paired,
    scored,
)
from evaluation.claims.vocabulary import close, guarded, no_better, pairwise
from evaluation.poses.horizons import LABEL_MS
from evaluation.run_results import RunResult
from evaluation.studies import ZERO_VELOCITY, Studies
from reenact.numerals import MINUS, signed
from stt.analysis.results import Analysis
from stt.studies import BENCHMARK, LABELS, label

ANGLE, EULER, POSITION = "joint_angle_sum", "euler_sum", "positional_sum"
FIRST, LAST = LABEL_MS[0], LABEL_MS[-1]


class Evidence(NamedTuple):
    """What the claims of this family are tested on, both by study."""

    studies: Studies
    analyses: Mapping[str, Sequence[Analysis]]


# What the words claim of a difference, given the margin.
_WORDS: dict[str, Callable[[float], list[dict]]] = {
    "close": lambda margin: [close(margin)],
    "worse": lambda margin: [{}],
    "slightly worse": lambda margin: [{}, close(margin)],
    "much worse": lambda margin: [{"margin": margin}],
    "no better": lambda margin: [no_better(margin)],
}


def stands(
    study: str, words: str, metrics: Sequence[str] = (ANGLE,), to: str = BENCHMARK
) -> Test:
    """error of `study` - error of `to` is what the words say."""

    def test(evidence: Evidence) -> list[Comparison]:
        comparisons = []
        for metric in metrics:
            margin = equivalence_margin(evidence.studies, metric, [LAST])
            for claimed in _WORDS[words](margin) if margin else ():
                found = _difference(evidence, study, to, metric, LAST, **claimed)
                comparisons += found
        return comparisons

    return guarded(test, _learnt(*metrics))


def worst_of_all(study: str) -> Test:
    """Much worse than the benchmark, and worse than every other study."""

    def test(evidence: Evidence) -> list[Comparison]:
        comparisons = stands(study, "much worse")(evidence)
        for other in LABELS:
            if other not in (study, BENCHMARK):
                comparisons += _difference(evidence, study, other, ANGLE, LAST)
        return comparisons

    return test


def better_then_worse(study: str, than: str) -> Test:
    """Better than another study at the first horizon, worse at the last."""

    def test(evidence: Evidence) -> list[Comparison]:
        return [
            *_difference(evidence, than, study, ANGLE, FIRST),
            *_difference(evidence, study, than, ANGLE, LAST),
        ]

    return guarded(test, _learnt(ANGLE))


def loses_more(study: str, here: tuple[str, int], than: tuple[str, int]) -> Test:
    """What is lost against the benchmark is more in one place than in another.

    As a share of the benchmark's error: sums grow with the horizon and metrics have
    units of their own.

    Args:
        here, than: metric and horizon in ms.
    """

    def test(evidence: Evidence) -> list[Comparison]:
        pairs = _pairs(evidence, study)
        clips = common_clips([run for pair in pairs for run in pair])
        if not clips:
            return []
        losses, texts = [], []
        for metric, label_ms in (here, than):
            ours, benchmark = (
                clip_errors(runs, metric, clips, [label_ms])
                for runs in zip(*pairs, strict=True)
            )
            loss = 100 * (ours - benchmark) / benchmark.mean(axis=1, keepdims=True)
            losses.append(loss)
            words = in_words(metric, [label_ms])
            texts.append(f"{words}: {signed(loss.mean(), 2)} %")
        text = (
            f"What {label(study)} loses against {label(BENCHMARK)}, in % of its error: "
            f"({texts[0]}) {MINUS} ({texts[1]})"
        )
        return [Comparison(text, losses[0] - losses[1])]

    return guarded(test, _learnt(ANGLE))


def seeds_vary_slightly(evidence: Evidence) -> list[Comparison]:
    """Each seed of the benchmark lies within the margin of the mean of all."""
    runs = scored(evidence.studies, BENCHMARK, ANGLE)
    margin = equivalence_margin(evidence.studies, ANGLE, [LAST])
    if margin is None or len(runs) < 2:
        return []
    errors = clip_errors(runs, ANGLE, common_clips(runs), [LAST]).mean(axis=1)
    distances = np.abs(errors - errors.mean())[:, None]
    text = (
        f"{in_words(ANGLE, [LAST])}: margin {margin:.3f} {MINUS} distance of "
        f"each seed of {label(BENCHMARK)} from the mean of all seeds, "
        f"{errors.mean():.3f}"
    )
    return [Comparison(text, margin - distances)]


def takes(study: str, claimed: str, times: float) -> Test:
    """A training step takes 'over' or 'under' so many times the benchmark's seconds."""

    def test(evidence: Evidence) -> list[Comparison]:
        pairs = [pair for pair in _pairs(evidence, study) if all(r.steps for r in pair)]
        if not pairs:
            return []
        seconds = np.array(
            [[run.seconds / run.steps for run in pair] for pair in pairs]
        )
        ratios = seconds[:, :1] / seconds[:, 1:]
        beyond = ratios - times if claimed == "over" else times - ratios
        ours, benchmark = seconds.mean(axis=0)
        text = (
            f"A training step of {label(study)} takes {ours:.4f} s, one of "
            f"{label(BENCHMARK)} {benchmark:.4f} s: {ratios.mean():.2f} times as long; "
            f"claimed: {claimed} {times:.2f} times"
        )
        return [Comparison(text, beyond)]

    return test


def benchmark_at_hand(evidence: Evidence) -> str:
    """The caveat of claims about a part of the benchmark."""
    return benchmark(BENCHMARK, ANGLE, [LAST])(evidence.studies)


def _pairs(evidence: Evidence, study: str) -> list[tuple[RunResult, RunResult]]:
    runs = (scored(evidence.studies, each, ANGLE) for each in (study, BENCHMARK))
    return paired(evidence.studies, *runs)


def _difference(
    evidence: Evidence, study: str, other: str, metric: str, label_ms: int, **claimed
) -> list[Comparison]:
    return difference(evidence.studies, study, other, metric, [label_ms], **claimed)


def _learnt(*metrics: str) -> Test:
    """The precondition: the benchmark is better than zero velocity."""
    pairs = [(ZERO_VELOCITY, BENCHMARK)]
    test = pairwise(difference, pairs, metrics, horizons=[LAST], guard=True)
    return lambda evidence: test(evidence.studies)
