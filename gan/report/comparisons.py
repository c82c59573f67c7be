"""Comparisons between a generator with a critic and without, for the report's claims.

Test errors are squared errors of the numbers that vary and MAE, both up to 400 ms, and
are paired by seed and clip. Curves are those of the validation windows, in % of all
numbers as the report's are, and are compared epoch by epoch. What is claimed of the
report's GAN is put to both of its readings, the printed algorithm and the text. A
control that does not beat zero velocity decides nothing.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np

from evaluation.claims.benchmarks import benchmark
from evaluation.claims.ledger import Comparison, Test
from evaluation.claims.paired_differences import difference
from evaluation.claims.vocabulary import curve_margin, guarded, pairwise
from evaluation.pictures.curves import curves, noise
from evaluation.poses.forecast_metrics import MEAN_ANGLE_ERROR, MSE_ACTIVE
from evaluation.poses.horizons import LABEL_MS
from evaluation.studies import ZERO_VELOCITY, Studies
from gan.diagnostics.alarms import DEAD_CRITIC
from gan.report.study_groups import CONTROL, in_sentence
from reenact.numerals import MINUS, with_minus

ERRORS = (MSE_ACTIVE, MEAN_ANGLE_ERROR)
GENERATOR, DISTANCE, GAP = "g_mse_val", "emd_val", "gap_val"
ZERO_VELOCITY_ERROR = "zero_velocity_mse_val"
SUDDEN = range(26, 36)  # epochs of the report's sudden improvement, counted from 1
_LAST_MS = LABEL_MS[-1]
_EPOCHS_FOR_A_TREND = 8
# The caveat of claims that compare with the control.
CONTROL_AT_HAND = benchmark(CONTROL, MSE_ACTIVE, [_LAST_MS])


def worse_than(study: str, other: str) -> Test:
    """Both errors of `study` are above those of `other`."""
    return guarded(_errors_less(study, other, ERRORS), _LEARNT)


def one_beats_zero_velocity(candidates: Sequence[str]) -> Test:
    """The candidate that is best in validation beats zero velocity in the test.

    Chosen where it is not tested: of several, the best in the test is good by chance.
    """

    def test(studies: Studies) -> list[Comparison]:
        best = {}
        for study in candidates:
            found = curves(studies.runs(study), "g_mse_active_val")
            if found.size:
                best[study] = found.min(axis=1).mean()
        if not best:
            return []
        chosen = min(best, key=best.get)
        return [
            dataclasses.replace(each, text=f"{each.text} (best in validation)")
            for each in _errors_less(ZERO_VELOCITY, chosen, [MSE_ACTIVE])(studies)
        ]

    return test


def degrades(study: str) -> Test:
    """The error in the last quarter of epochs is well above that after the first."""

    def test(studies: Studies) -> list[Comparison]:
        errors = 100 * curves(studies.runs(study), GENERATOR)
        epochs, margin = errors.shape[1], _least_change(studies, study)
        if epochs < _EPOCHS_FOR_A_TREND or margin is None:
            return []
        late = errors[:, -(epochs // 4) :]
        first = errors[:, :1]
        text = (
            f"Error of {in_sentence(study)}: {late.mean():.2f} % in the last "
            f"{epochs // 4} of {epochs} epochs {MINUS} {first.mean():.2f} % after the "
            "first"
        )
        return [Comparison(text, late - first, margin=margin, unit="epochs")]

    return test


def improves_suddenly(study: str) -> Test:
    """Epochs 26 to 35 are well below the ten before and those that follow."""

    def test(studies: Studies) -> list[Comparison]:
        errors = 100 * curves(studies.runs(study), GENERATOR)
        start, end, width = SUDDEN.start - 1, SUDDEN.stop - 1, len(SUDDEN)
        margin = _least_change(studies, study)
        if errors.shape[1] <= end or margin is None:
            return []
        before, during, after = (
            errors[:, k : k + width] for k in (start - width, start, end)
        )
        level = during.mean(axis=1, keepdims=True)
        return [
            Comparison(
                f"Error of {in_sentence(study)}: {others.mean():.2f} % in the "
                f"{others.shape[1]} epochs {when} {MINUS} {level.mean():.2f} % in "
                f"epochs {SUDDEN.start} to {SUDDEN.stop - 1}",
                others - level,
                margin=margin,
                unit="epochs",
            )
            for when, others in (("before", before), ("after", after))
        ]

    return test


def critic_is_smoother(study: str) -> Test:
    """The curve of the distance has less noise than that of the generator's error.

    Noise is the distance from a running median, in % of the range of the curve.
    """

    def test(studies: Studies) -> list[Comparison]:
        found = {key: curves(studies.runs(study), key) for key in (GENERATOR, DISTANCE)}
        if any(each.shape[1] < _EPOCHS_FOR_A_TREND for each in found.values()):
            return []
        ranges = {
            key: np.ptp(each, axis=1, keepdims=True) for key, each in found.items()
        }
        if any((each == 0).any() for each in ranges.values()):
            return []  # a curve that never changes has no scale
        generator, critic = (
            100 * noise(found[key]) / ranges[key] for key in (GENERATOR, DISTANCE)
        )
        text = (
            f"{in_sentence(study)}: noise, in % of the range of a curve, of the "
            f"generator's error {generator.mean():.2f} % {MINUS} of the critic's "
            f"distance {critic.mean():.2f} %"
        )
        return [Comparison(text, generator - critic, unit="epochs")]

    return test


def critic_is_well(study: str) -> Test:
    """No limit of a dead critic is broken, and real is above generated."""

    def test(studies: Studies) -> list[Comparison]:
        runs = studies.runs(study)
        comparisons = []
        for limit in DEAD_CRITIC.limits:
            values = curves(runs, limit.key)
            if values.size:
                room = values - limit.low if limit.high is None else limit.high - values
                text = (
                    f"{in_sentence(study)}: {limit.meaning}, "
                    f"{with_minus(f'{values.mean():.3g}')}, as its distance from that "
                    f"of a dead critic, {limit.bounds()}"
                )
                comparisons.append(Comparison(text, room, unit="epochs"))
        gap = curves(runs, GAP)
        if gap.size:
            text = (
                f"{in_sentence(study)}: what the critic gives to true motion {MINUS} "
                f"to generated motion, {with_minus(f'{gap.mean():.3g}')}"
            )
            comparisons.append(Comparison(text, gap, unit="epochs"))
        return comparisons

    return test


def _least_change(studies: Studies, study: str) -> float | None:
    """From where on a change of a curve counts, in %; None without zero velocity."""
    margin = curve_margin(studies.runs(study), ZERO_VELOCITY_ERROR)
    return None if margin is None else 100 * margin


def _errors_less(study: str, other: str, metrics: Sequence[str], **claimed) -> Test:
    """Errors of `study` up to 400 ms minus those of `other`."""
    return pairwise(
        difference, [(study, other)], metrics, horizons=[_LAST_MS], **claimed
    )


# The precondition: the control beats zero velocity.
_LEARNT = _errors_less(ZERO_VELOCITY, CONTROL, [MSE_ACTIVE], guard=True)
