"""Comparisons about the inside of a run: embedding, gradients, loss.

They are tested on what `analyses` found. With one seed the interval is a bootstrap over
what a comparison has several of: columns, studies or tenths of training.
"""

from collections.abc import Sequence

import numpy as np

from evaluation.claims.ledger import Comparison, Test
from reenact.numerals import MINUS, with_minus
from stt.analysis.results import Analysis
from stt.report.comparisons import Evidence
from stt.studies import BENCHMARK, label

# The grey band of Figure 5 is said to lie near columns 40-50 of 128.
_BAND, _WIDTH = (40, 50), 128
# Studies whose gradients are said to behave in a way of their own.
_EXCEPTIONS = ("11", "12", "13")
_NOISY = 0.05  # share of the loss


def left_and_right_alike(evidence: Evidence) -> list[Comparison]:
    """Rows of left and right joints correlate more than those of random joints."""
    found = [run.embedding for run in evidence.analyses.get(BENCHMARK, ())]
    if not found:
        return []
    # Shuffles say how far chance goes, not how sure a run is: their mean is compared.
    shuffled = np.array([[np.mean(each.shuffled_correlations)] for each in found])
    ours = np.array([[each.left_right_correlation] for each in found])
    text = (
        f"Correlation of the rows of left and right joints {_number(ours)} {MINUS} "
        f"that of joints paired at random {_number(shuffled)}"
    )
    return [Comparison(text, ours - shuffled, unit="runs")]


def grey_band(evidence: Evidence) -> list[Comparison]:
    """Columns 40-50 of 128 hold smaller weights than the others."""
    columns = [
        run.embedding.column_mean_abs for run in evidence.analyses.get(BENCHMARK, ())
    ]
    if not columns:
        return []
    values = np.array(columns)
    first, last = (round(edge * values.shape[1] / _WIDTH) for edge in _BAND)
    band = np.zeros(values.shape[1], bool)
    band[first : last + 1] = True
    others = values[:, ~band].mean(axis=1, keepdims=True)
    text = (
        f"Mean size of a weight in all other columns {others.mean():.4f} {MINUS} that "
        f"in columns {first} to {last} {values[:, band].mean():.4f}"
    )
    return [Comparison(text, others - values[:, band], unit="columns")]


def widening(std: np.ndarray) -> float:
    """Log of how much wider gradients are in the last quarter of the layers."""
    late = max(len(std) // 4, 1)
    return float(np.log(std[-late:].mean() / std[:-late].mean()))


def deeper_is_wider(evidence: Evidence) -> list[Comparison]:
    """In most studies: log std of the last layers over the others, all but three."""
    studies = {
        study: runs
        for study, runs in evidence.analyses.items()
        if study not in _EXCEPTIONS
    }
    seeds = _common_seeds(studies.values())
    if not seeds:
        return []
    values = np.array(
        [[widening(_run_of(runs, seed)) for runs in studies.values()] for seed in seeds]
    )
    text = (
        f"Logarithm of the gradients' standard deviation, last quarter of the layers "
        f"{MINUS} the others, mean of {'; '.join(map(label, studies))}"
    )
    return [Comparison(text, values, unit="studies")]


def reversed_in(study: str) -> Test:
    """Earlier layers have the wider gradients."""

    def test(evidence: Evidence) -> list[Comparison]:
        runs = evidence.analyses.get(study, ())
        values = [[-widening(run.gradients["all"].std)] for run in runs]
        text = (
            f"{label(study)}: logarithm of the gradients' standard deviation, earlier "
            f"layers {MINUS} last quarter of the layers"
        )
        return [Comparison(text, np.array(values), unit="runs")] if values else []

    return test


def more_reversed(study: str, than: str) -> Test:
    """The reversal is stronger than that of another study."""

    def test(evidence: Evidence) -> list[Comparison]:
        both = [evidence.analyses.get(each, ()) for each in (study, than)]
        values = [
            [widening(_run_of(both[1], seed)) - widening(_run_of(both[0], seed))]
            for seed in _common_seeds(both)
        ]
        text = (
            "Logarithm of the gradients' standard deviation, earlier layers relative "
            f"to the last quarter: {label(study)} {MINUS} {label(than)}"
        )
        return [Comparison(text, np.array(values), unit="runs")] if values else []

    return test


def first_layer_widest(study: str) -> Test:
    """The first layer is wider than every other, and width grows from the second."""

    def test(evidence: Evidence) -> list[Comparison]:
        stds = [run.gradients["all"].std for run in evidence.analyses.get(study, ())]
        stds = [std for std in stds if len(std) > 2]
        if not stds:
            return []
        first = [[np.log(std[0] / std[1:].max())] for std in stds]
        growth = [[np.log(std[-1] / std[1])] for std in stds]
        name = label(study)
        return [
            Comparison(
                f"{name}: logarithm of the gradients' standard deviation, first layer "
                f"{MINUS} the highest of the others",
                np.array(first),
                unit="runs",
            ),
            Comparison(
                f"{name}: logarithm of the gradients' standard deviation, last layer "
                f"{MINUS} second layer",
                np.array(growth),
                unit="runs",
            ),
        ]

    return test


def loss_is_noisy(evidence: Evidence) -> list[Comparison]:
    """After a tenth of training the loss of a step jumps by more than a share."""
    runs = evidence.analyses.get(BENCHMARK, ())
    noise = [run.loss_noise[1:] for run in runs if run.loss_noise is not None]
    if not noise:
        return []
    values = np.array(noise)
    text = (
        f"{label(BENCHMARK)}: noise of the training loss, as a share of it, "
        f"{values.mean():.3f} {MINUS} {_NOISY:.3f}"
    )
    return [Comparison(text, values - _NOISY, unit="tenths")]


def _number(values: np.ndarray) -> str:
    return with_minus(f"{values.mean():.3f}")


def _common_seeds(studies: Sequence[Sequence[Analysis]]) -> list[int]:
    seeds = [{run.seed for run in runs} for runs in studies]
    return sorted(set.intersection(*seeds)) if seeds else []


def _run_of(runs: Sequence[Analysis], seed: int) -> np.ndarray:
    """Standard deviation of the gradients of each layer in the run of a seed."""
    (run,) = (run for run in runs if run.seed == seed)
    return run.gradients["all"].std
