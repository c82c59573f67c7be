"""Comparisons between smoothers, for the claims of the thesis.

Differences are paired, one per seed and test clip, in percentage points. Clips count
equally here, while tables pool all keypoints of all clips.
"""

import dataclasses
import re
from collections.abc import Sequence

import numpy as np

from evaluation.claims.ledger import Comparison, Test
from evaluation.claims.paired_differences import common_clips, paired
from evaluation.claims.vocabulary import pairwise
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.keypoints.scores import MEASURES
from evaluation.run_results import RunResult
from evaluation.studies import Studies
from reenact.numerals import MINUS
from smoothing.report.printed import TOTAL
from smoothing.report.rows import KEYPOINTS, beside
from smoothing.study_names import LABELS, label

MINOR = 5.0  # percentage points
ALL_PCK = LOW, MIDDLE, HIGH = tuple(f"pck_{each}" for each in THRESHOLDS)
CLOSE = "share within 0.05 torsos of the keypoints within 0.2"
_EVERY = (TOTAL,), (TOTAL,)
_SHARES = {**MEASURES, CLOSE: ("matched_0.05", "matched_0.2")}


def difference(
    studies: Studies,
    study: str,
    other: str,
    measure: str,
    keypoints: tuple[Sequence[str], Sequence[str]] = _EVERY,
    **claimed,
) -> list[Comparison]:
    """`measure` of a study minus that of another, in points; [] if one was not run.

    Args:
        studies: of one data set.
        study, other: may be the same.
        measure: a PCK of `MEASURES`, or `CLOSE`.
        keypoints: of `KEYPOINTS`, of the one and of the other.
        claimed: see `Comparison`.
    """
    shares = shares_of_both(studies, study, other, measure, keypoints)
    if shares is None:
        return []
    ones, others = shares
    texts = [
        label(name) + ("" if TOTAL in names else f" {', '.join(names)}")
        for name, names in zip((study, other), keypoints, strict=True)
    ]
    text = (
        f"{in_words(measure)}: {texts[0]} {ones.mean():.1f} {MINUS} "
        f"{texts[1]} {others.mean():.1f}"
    )
    return [Comparison(text, ones - others, **claimed)]


def shares_of_both(
    studies: Studies,
    study: str,
    other: str,
    measure: str,
    keypoints: tuple[Sequence[str], Sequence[str]] = _EVERY,
) -> tuple[np.ndarray, np.ndarray] | None:
    """(pairs of runs, clips) in % of both studies; None if one was not run."""
    pairs = paired(studies, studies.runs(study), studies.runs(other))
    clips = common_clips([run for pair in pairs for run in pair])
    if not clips:
        return None
    shares = [
        np.array([clip_shares(run, measure, clips, names) for run in runs])
        for runs, names in zip(zip(*pairs, strict=True), keypoints, strict=True)
    ]
    scored = np.isfinite(shares).all(axis=(0, 1))
    if not scored.any():
        return None
    ones, others = (each[:, scored] for each in shares)
    return ones, others


def in_words(measure: str) -> str:
    """'PCK within 0.1 torsos, %'."""
    name = re.sub(r"^pck_(.*)", r"PCK within \1 torsos", measure)
    return f"{name[0].upper()}{name[1:]}, %"


def clip_shares(
    run: RunResult, measure: str, clips: Sequence[str], keypoints: Sequence[str]
) -> np.ndarray:
    """(clips,) in %, the keypoints together; NaN where none of them is scored."""
    columns = [run.columns.index(n) for name in keypoints for n in KEYPOINTS[name]]
    rows = {
        clip: (action, row)
        for action, windows in run.windows.items()
        for row, (clip, _) in enumerate(windows)
    }
    total, count = (
        np.array(
            [run.errors[key][rows[c][0]][rows[c][1], columns].sum() for c in clips]
        )
        for key in _SHARES[measure]
    )
    return 100 * np.divide(
        total, count, out=np.full(len(clips), np.nan), where=count > 0
    )


def larger(
    pairs: Sequence[tuple[str, str]], measures: Sequence[str], **claimed
) -> Test:
    """The first study of each pair minus the second is what is claimed, above 0."""
    return pairwise(difference, pairs, measures, **claimed)


def over_identity(names: Sequence[str], measures: Sequence[str]) -> Test:
    """Studies are better than the identity function on their own grid."""
    return lambda studies: [
        comparison
        for study in names
        for comparison in larger(
            [(study, beside(studies, "identity", study))], measures
        )(studies)
    ]


def under_identity(study: str, measure: str) -> Test:
    """The identity function is better."""
    return lambda studies: difference(
        studies, beside(studies, "identity", study), study, measure
    )


def keypoints_differ(
    runs: Sequence[str], easiest: Sequence[str], hardest: Sequence[str]
) -> Test:
    """On average over runs, some keypoints are better than all others, some worse."""
    others = [name for name in KEYPOINTS if name not in (TOTAL, *easiest, *hardest)]

    def test(studies: Studies) -> list[Comparison]:
        comparisons = []
        for pair in ((easiest, others), (others, hardest)):
            names = [f"{name}_{run}" for name in LABELS for run in runs]
            found = [
                float(each.differences.mean())
                for name in names
                for each in difference(studies, name, name, HIGH, pair)
            ]
            if found:
                text = f" {MINUS} ".join(", ".join(keypoints) for keypoints in pair)
                text = f"{in_words(HIGH)}, all networks together: {text}"
                comparisons.append(Comparison(text, np.array([found]), unit="runs"))
        return comparisons

    return test


def drops(run: RunResult, key: str) -> list[float]:
    """Change in % of what `key` names, from the evaluation after which the learning
    rate was lowered to the next one; one for each time."""
    return [
        100 * (after[key] / before[key] - 1)
        for before, after in zip(run.history, run.history[1:], strict=False)
        if after["learning_rate"] < before["learning_rate"]
    ]


def falls_at_drops(key: str) -> Test:
    """A loss falls where the learning rate is lowered, drops of all runs together."""

    def test(studies: Studies) -> list[Comparison]:
        found = [change for run in _trained(studies) for change in drops(run, key)]
        if not found:
            return []
        name = key.replace("_", " ").replace("loss", "training loss", key == "loss")
        text = f"Fall of the {name} at {len(found)} drops of the learning rate, in %"
        return [Comparison(text, -np.array([found]), unit="drops")]

    return test


def stays_at_drops(key: str, percent: float) -> Test:
    """A loss falls by less than that where the learning rate is lowered."""

    def test(studies: Studies) -> list[Comparison]:
        return [
            dataclasses.replace(
                each,
                text=f"{percent:.0f} % {MINUS} {each.text[0].lower()}{each.text[1:]}",
                differences=percent - each.differences,
            )
            for each in falls_at_drops(key)(studies)
        ]

    return test


def stops_before_second_drop(studies: Studies) -> list[Comparison]:
    """More than half of the runs that stopped by themselves had one drop or none."""
    runs = [run for run in _trained(studies) if run.stopped == "patience"]
    if not runs:
        return []
    early = np.array([[len(drops(run, "loss")) < 2 for run in runs]], float)
    text = f"Share of runs with at most one drop {early.mean():.2f} {MINUS} one half"
    return [Comparison(text, early - 0.5, unit="runs")]


def _trained(studies: Studies) -> list[RunResult]:
    return [run for runs in studies.values() for run in runs if run.history]
