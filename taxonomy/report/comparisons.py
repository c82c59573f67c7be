"""Comparisons between curves of the transformer with and without the prior.

The report speaks of one pair of curves over at least 50 epochs. Here runs of the same
seed are paired, and nothing is rescaled to shorter runs. Differences are (seeds,
epochs); with one seed the interval is over epochs, which is too narrow.

"At most equal" and "identical" are meant up to a margin, 5 % of the squared error of
zero velocity at validation. Precondition of all that compares the two: the transformer
forecasts test windows better than the mean pose.
"""

from typing import Literal

import numpy as np

from evaluation.claims.benchmarks import benchmark
from evaluation.claims.ledger import Comparison, Test
from evaluation.claims.paired_differences import (
    difference,
    equivalence_margin,
    paired,
)
from evaluation.claims.vocabulary import (
    close,
    curve_margin,
    guarded,
    no_better,
    pairwise,
)
from evaluation.pictures.curves import curve, curves, noise
from evaluation.poses.forecast_metrics import MEAN_ANGLE_ERROR, MSE_ALL
from evaluation.poses.horizons import LABEL_MS
from evaluation.studies import Studies
from reenact.numerals import MINUS
from taxonomy.studies import label

ORIGINAL, WITH_PRIOR = "transformer", "transformer_taxonomy"
WRITTEN = "transformer_as_published"
FREE, FORCED, TRAINING = "validation_mse", "validation_mse_teacher_forced", "loss"
_CURVES = {FREE: "free-running validation error", TRAINING: "training error"}
# The noise that the report sees, first and last epoch.
NOISY = (25, 45)
_TOWARDS = {"rise": 1, "fall": -1}
EPOCHS, LAST_MS = "epochs", LABEL_MS[-1]
# The caveat of claims about the prior.
BENCHMARK = benchmark(ORIGINAL, MEAN_ANGLE_ERROR, [LAST_MS])

Curves = tuple[np.ndarray, np.ndarray]  # (seeds, epochs) of the original, of the prior


def _guarded(test: Test) -> Test:
    """Adds that the transformer has learnt something."""
    pairs = [("mean_pose", ORIGINAL)]
    return guarded(
        test, pairwise(difference, pairs, [MSE_ALL], horizons=[LAST_MS], guard=True)
    )


@_guarded
def lower_before_the_noise(studies: Studies) -> list[Comparison]:
    """With the prior the validation error is lower, mean of the epochs before 25."""
    found = _both(studies, FREE, NOISY[0] - 1)
    if found is None:
        return []
    original, ours = (each[:, : NOISY[0] - 1] for each in found)
    return _lower(f"epochs 1 to {NOISY[0] - 1}", ours, original)


@_guarded
def lower_start(studies: Studies) -> list[Comparison]:
    """With the prior the validation error after the first epoch is lower."""
    found = _both(studies, FREE, 1)
    if found is None:
        return []
    original, ours = (each[:, :1] for each in found)
    return _lower("epoch 1", ours, original)


@_guarded
def lower_maximum(studies: Studies) -> list[Comparison]:
    """With the prior the highest validation error is lower."""
    found = _both(studies, FREE, NOISY[1])
    if found is None:
        return []
    original, ours = (each.max(axis=1, keepdims=True) for each in found)
    return _lower("highest epoch", ours, original)


@_guarded
def larger_noise_area(studies: Studies) -> list[Comparison]:
    """With the prior the summed distance from the running median is larger."""
    found = _both(studies, FREE, NOISY[1])
    if found is None:
        return []
    # Times their number, so that the mean over epochs is the difference of the areas.
    original, ours = (each.shape[1] * noise(each) for each in found)
    text = (
        f"Summed noise of the validation curve: {label(WITH_PRIOR)} {ours.mean():.4f} "
        f"{MINUS} {label(ORIGINAL)} {original.mean():.4f}"
    )
    return [Comparison(text, ours - original, unit=EPOCHS)]


@_guarded
def no_better_after_the_noise_begins(studies: Studies) -> list[Comparison]:
    """After epoch 25 the prior is at most equal."""
    found, margin = _both(studies, FREE, NOISY[1]), _margin(studies)
    if found is None or margin is None:
        return []
    original, ours = (each[:, NOISY[0] :] for each in found)
    text = (
        f"Validation error, epochs after {NOISY[0]}: {label(WITH_PRIOR)} "
        f"{ours.mean():.3f} {MINUS} {label(ORIGINAL)} {original.mean():.3f}"
    )
    return [Comparison(text, ours - original, **no_better(margin), unit=EPOCHS)]


@_guarded
def no_better_on_test(studies: Studies) -> list[Comparison]:
    """Neither error of the test windows is lower with the prior."""
    comparisons = []
    for metric in (MEAN_ANGLE_ERROR, MSE_ALL):
        margin = equivalence_margin(studies, metric, [LAST_MS])
        if margin is not None:
            comparisons += difference(
                studies, WITH_PRIOR, ORIGINAL, metric, [LAST_MS], **no_better(margin)
            )
    return comparisons


@_guarded
def identical_training(studies: Studies) -> list[Comparison]:
    """The training curves lie within the margin of each other, epoch by epoch."""
    found, margin = _both(studies, TRAINING, 1), _margin(studies)
    if found is None or margin is None:
        return []
    original, ours = found
    text = (
        f"Distance between the training curves, epoch by epoch: {label(WITH_PRIOR)} "
        f"{ours.mean():.3f}, {label(ORIGINAL)} {original.mean():.3f}"
    )
    distances = np.abs(ours - original)
    return [Comparison(text, distances, **close(margin), unit=EPOCHS)]


def noisy_between(studies: Studies) -> list[Comparison]:
    """Both validation curves are noisier in epochs 25 to 45 than in all others."""
    comparisons = []
    for study, values in _reaching(studies, FREE, NOISY[1]):
        distances = noise(values)
        inside = np.zeros(values.shape[1], bool)
        inside[NOISY[0] - 1 : NOISY[1]] = True
        elsewhere = distances[:, ~inside].mean(axis=1, keepdims=True)
        text = (
            f"{label(study)}: noise of the validation curve, epochs {NOISY[0]} to "
            f"{NOISY[1]} {distances[:, inside].mean():.4f} {MINUS} other epochs "
            f"{elsewhere.mean():.4f}"
        )
        compared = distances[:, inside] - elsewhere
        comparisons.append(Comparison(text, compared, unit=EPOCHS))
    return comparisons


def changes(
    key: str, first: int, last: int | None, direction: Literal["rise", "fall"]
) -> Test:
    """Both curves rise or fall from epoch `first` to `last`; None: the last of all."""

    def test(studies: Studies) -> list[Comparison]:
        comparisons = []
        for study, values in _reaching(studies, key, last or first + 1):
            end = last or values.shape[1]
            late, early = (values[:, epoch - 1].mean() for epoch in (end, first))
            steps = np.diff(values[:, first - 1 : end], axis=1)
            text = (
                f"{label(study)}: {direction} of the {_CURVES[key]}, from {early:.3f} "
                f"at epoch {first} to {late:.3f} at epoch {end}"
            )
            # Times their number, so that the mean over epochs is the whole change.
            change = _TOWARDS[direction] * steps.shape[1] * steps
            comparisons.append(Comparison(text, change, unit=EPOCHS))
        return comparisons

    return test


def exposure_bias(studies: Studies) -> list[Comparison]:
    """Free-running error rises while teacher-forced error falls.

    From the second to the last quarter of training, epoch by epoch.
    """
    free, forced = (curves(studies.runs(ORIGINAL), key) for key in (FREE, FORCED))
    if not free.size or free.shape != forced.shape or free.shape[1] < 4:
        return []
    quarter = free.shape[1] // 4
    comparisons = []
    both = ("free-running", free, "rise"), ("teacher-forced", forced, "fall")
    for name, values, direction in both:
        early, late = values[:, quarter : 2 * quarter], values[:, -quarter:]
        text = (
            f"{label(ORIGINAL)}: {direction} of the {name} validation error, from "
            f"{early.mean():.3f} in the second quarter of epochs to {late.mean():.3f} "
            "in the last"
        )
        change = _TOWARDS[direction] * (late - early)
        comparisons.append(Comparison(text, change, unit=EPOCHS))
    return comparisons


@_guarded
def one_frame_late(studies: Studies) -> list[Comparison]:
    """The transformer as written forecasts the first 100 ms worse than corrected."""
    first = LABEL_MS[:1]
    return difference(studies, WRITTEN, ORIGINAL, MEAN_ANGLE_ERROR, first)


def _both(studies: Studies, key: str, epochs: int) -> Curves | None:
    """Curves of the runs of the same seed, if they have so many epochs."""
    pairs = paired(studies, studies.runs(ORIGINAL), studies.runs(WITH_PRIOR))
    pairs = [pair for pair in pairs if all(len(curve(run, key)) for run in pair)]
    if not pairs:
        return None
    original, ours = (curves(runs, key) for runs in zip(*pairs, strict=True))
    shortest = min(original.shape[1], ours.shape[1])
    if shortest < epochs:
        return None
    return original[:, :shortest], ours[:, :shortest]


def _reaching(studies: Studies, key: str, epochs: int) -> list[tuple[str, np.ndarray]]:
    """Both studies with their curves (seeds, epochs); [] without so many epochs."""
    found = [
        (study, curves(studies.runs(study), key)) for study in (ORIGINAL, WITH_PRIOR)
    ]
    return found if all(each.shape[1] >= epochs for _, each in found) else []


def _margin(studies: Studies) -> float | None:
    """What counts as no difference between squared errors of normalised numbers."""
    return curve_margin(studies.runs(ORIGINAL), "zero_velocity_mse")


def _lower(which: str, ours: np.ndarray, original: np.ndarray) -> list[Comparison]:
    text = (
        f"Validation error, {which}: {label(ORIGINAL)} {original.mean():.3f} {MINUS} "
        f"{label(WITH_PRIOR)} {ours.mean():.3f}"
    )
    return [Comparison(text, original - ours, unit=EPOCHS)]
