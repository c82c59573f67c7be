"""Comparisons about predictions of 1,000 frames, on what `analyses` found."""

from collections.abc import Callable, Sequence

import numpy as np

from evaluation.claims.ledger import Comparison
from reenact.numerals import MINUS
from stt.analysis.results import BLOCKS, Rollout
from stt.report.comparisons import Evidence
from stt.studies import BENCHMARK

# Actions by what the report says of their kind.
PERIODIC = ("walking", "running", "jogging")
TRANSIENT = ("jumping", "throwing", "catching", "basketball")
_PERIODIC, _TRANSIENT = "Walking, running, jogging", "Jumping, throwing, catching"
# A block of a long prediction is alive if its mean step is within these shares of the
# true motion's, and frozen below the second.
_ALIVE, _FROZEN = (1 / 3, 3.0), 0.1
_BEFORE, _AFTER = 2, 3  # blocks of 50 frames: up to frame 100, and from 150 on


def survive_half(evidence: Evidence) -> list[Comparison]:
    """Periodic motions are mostly alive in the first half, and not in the second."""

    def shares(rollout: Rollout, half: slice) -> float:
        relative = _relative_steps(rollout)[half]
        return float(((relative > _ALIVE[0]) & (relative < _ALIVE[1])).mean())

    first, second = slice(BLOCKS // 2), slice(BLOCKS // 2, None)
    early = _of_rollouts(evidence, PERIODIC, lambda rollout: shares(rollout, first))
    late = _of_rollouts(evidence, PERIODIC, lambda rollout: shares(rollout, second))
    if early is None or late is None:
        return []
    return [
        Comparison(
            f"{_PERIODIC}: share of the first half that is alive {early.mean():.2f} "
            f"{MINUS} 0.5",
            early - 0.5,
            unit="predictions",
        ),
        Comparison(
            f"{_PERIODIC}: 0.5 {MINUS} share of the second half that is alive "
            f"{late.mean():.2f}",
            0.5 - late,
            unit="predictions",
        ),
    ]


def freeze_early(evidence: Evidence) -> list[Comparison]:
    """Transient motions move up to frame 100 and stand still from frame 150 on."""

    def frozen(rollout: Rollout, blocks: slice) -> float:
        return float((_relative_steps(rollout)[blocks] < _FROZEN).mean())

    before = _of_rollouts(
        evidence, TRANSIENT, lambda rollout: frozen(rollout, slice(_BEFORE))
    )
    after = _of_rollouts(
        evidence, TRANSIENT, lambda rollout: frozen(rollout, slice(_AFTER, None))
    )
    if before is None or after is None:
        return []
    return [
        Comparison(
            f"{_TRANSIENT}: 0.5 {MINUS} share of the frames up to 100 that is frozen "
            f"{before.mean():.2f}",
            0.5 - before,
            unit="predictions",
        ),
        Comparison(
            f"{_TRANSIENT}: share of the frames from 150 on that is frozen "
            f"{after.mean():.2f} {MINUS} 0.5",
            after - 0.5,
            unit="predictions",
        ),
    ]


def errors_accumulate(evidence: Evidence) -> list[Comparison]:
    """Predicted matrices are further from rotations at the end than at the start."""
    quarter = BLOCKS // 4

    def growth(rollout: Rollout) -> float:
        deviation = rollout.non_orthogonality
        return float(deviation[-quarter:].mean() - deviation[:quarter].mean())

    values = _of_rollouts(evidence, None, growth)
    if values is None:
        return []
    text = (
        "How far predicted matrices are from rotations: last quarter of 1,000 frames "
        f"{MINUS} first quarter"
    )
    return [Comparison(text, values, unit="predictions")]


def _relative_steps(rollout: Rollout) -> np.ndarray:
    """(20,) mean steps as shares of the true motion's mean step."""
    return rollout.step_angle_deg / np.nanmean(rollout.true_step_angle_deg)


def _of_rollouts(
    evidence: Evidence,
    actions: Sequence[str] | None,
    value: Callable[[Rollout], float],
) -> np.ndarray | None:
    """(seeds, actions) values of the benchmark; None without such predictions.

    Args:
        actions: which; None: all.
    """
    runs = evidence.analyses.get(BENCHMARK, ())
    usable = [
        {
            action
            for action, rollout in run.rollouts.items()
            if (actions is None or action in actions)
            and np.nansum(rollout.true_step_angle_deg) > 0
        }
        for run in runs
    ]
    common = sorted(set.intersection(*usable)) if usable else []
    if not common:
        return None
    return np.array(
        [[value(run.rollouts[action]) for action in common] for run in runs]
    )
