"""Paired differences between studies, one per seed and test clip, for the claims."""

from collections.abc import Sequence

import numpy as np

from evaluation.claims.ledger import Comparison
from evaluation.claims.metric_words import in_words
from evaluation.run_results import RunResult
from evaluation.studies import ZERO_VELOCITY, Studies
from reenact.numerals import MINUS

# "No benefit", "no effect" and "close" can only be shown up to a margin: this share of
# the error of zero velocity. On CMU it is 0.06 rad for the seq2seq family, less than
# the mean difference between neighbours of the published table (Residual sup.,
# ConvSeq2Seq, LTD).
EQUIVALENCE = 0.05


def difference(
    studies: Studies,
    study: str,
    other: str,
    key: str,
    horizons: Sequence[int],
    **claimed,
) -> list[Comparison]:
    """error of `study` - error of `other`, paired by seed and clip; [] if not run.

    Args:
        key: of the errors of results.
        horizons: labels in ms, averaged.
        claimed: see `Comparison`.
    """
    errors = paired_errors(studies, study, other, key, horizons)
    if errors is None:
        return []
    ones, others = errors
    text = (
        f"{in_words(key, horizons, studies.runs(study)[0].label_ms)}: "
        f"{studies.label(study)} {ones.mean():.3f} {MINUS} "
        f"{studies.label(other)} {others.mean():.3f}"
    )
    return [Comparison(text, ones - others, **claimed)]


def paired_errors(
    studies: Studies, study: str, other: str, key: str, horizons: Sequence[int]
) -> tuple[np.ndarray, np.ndarray] | None:
    """Errors of both studies, (pairs of runs, clips) each; None if not run.

    Arguments are those of `difference`.
    """
    pairs = paired(studies, scored(studies, study, key), scored(studies, other, key))
    clips = common_clips([run for pair in pairs for run in pair])
    if not clips:
        return None
    ones, others = (
        clip_errors(runs, key, clips, horizons) for runs in zip(*pairs, strict=True)
    )
    return ones, others


def scored(studies: Studies, study: str, key: str) -> list[RunResult]:
    """The runs of a study that have errors by this key."""
    return [run for run in studies.runs(study) if key in run.errors]


def paired(
    studies: Studies, ones: Sequence[RunResult], others: Sequence[RunResult]
) -> list[tuple[RunResult, RunResult]]:
    """Runs of the same seed; a baseline has no seed and is paired with every run."""
    return [
        (one, other)
        for one in ones
        for other in others
        if one.seed == other.seed
        or studies.is_baseline(one.study)
        or studies.is_baseline(other.study)
    ]


def common_clips(runs: Sequence[RunResult]) -> list[str]:
    """Test clips that all the runs were scored on."""
    clips = [{clip for w in run.windows.values() for clip, _ in w} for run in runs]
    return sorted(set.intersection(*clips)) if clips else []


def clip_errors(
    runs: Sequence[RunResult], key: str, clips: Sequence[str], horizons: Sequence[int]
) -> np.ndarray:
    """(seeds, clips): mean over the windows of a clip and over the horizons."""
    return np.array([_errors_of_run(run, key, clips, horizons) for run in runs])


def equivalence_margin(
    studies: Studies, key: str, horizons: Sequence[int]
) -> float | None:
    """What counts as no difference; None without zero velocity."""
    runs = scored(studies, ZERO_VELOCITY, key)
    if not runs:
        return None
    return EQUIVALENCE * float(
        clip_errors(runs, key, common_clips(runs), horizons).mean()
    )


def _errors_of_run(
    run: RunResult, key: str, clips: Sequence[str], horizons: Sequence[int]
) -> list[float]:
    columns = [run.label_ms.index(label_ms) for label_ms in horizons]
    values: dict[str, list[float]] = {}
    for action, windows in run.windows.items():
        means = run.errors[key][action][:, columns].mean(axis=1)
        for (clip_id, _), value in zip(windows, means, strict=True):
            values.setdefault(clip_id, []).append(value)
    return [float(np.mean(values[clip_id])) for clip_id in clips]
