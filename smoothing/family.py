"""The smoothing of keypoints, as tables, claims and the report know it."""

from evaluation.family import ClaimSet, Family, Headline, on_same_windows
from evaluation.keypoints.scores import MEASURES, METRICS, SCORE_KEYS
from evaluation.metric import Metric
from evaluation.run_results import RunResult
from evaluation.usual import on_data_that_was_run, same_page
from smoothing.baselines import score_smoothers
from smoothing.report.claims import ABOUT_CLAIMS, CLAIMS
from smoothing.report.figure import draw_smoothing
from smoothing.report.page import smoothing_page
from smoothing.report.rows import grid, noise_of
from smoothing.study_names import LABELS, is_smoother, label, parts_of


def _is_run_1_1(study: str) -> bool:
    """Whether it is a network in the thesis's first run, and nothing changed in it."""
    parts = parts_of(study)
    return (
        parts is not None
        and (parts.run, parts.change) == ("1.1", "")
        and (parts.name in LABELS)
    )


def _scored_alike(run: RunResult, smoother: RunResult) -> bool:
    """Whether both saw the same noise, which is rounded to cells of the grid."""
    ours, other = parts_of(run.study), parts_of(smoother.study)
    return (
        ours is not None
        and other is not None
        and noise_of(ours.run) == other.run
        and grid(run.reduced) == grid(smoother.reduced)
        and on_same_windows(run, smoother)
    )


# Of a measure's two keys the total is named as the measure is; the other only counts.
_ERRORS = {key: Metric(key, higher_is_better=None) for key in SCORE_KEYS} | {
    total: METRICS[name] for name, (total, _) in MEASURES.items()
}

FAMILY = Family(
    name="smoothing",
    baseline_folder="smoothing_baselines",
    title="Smoothing of keypoints",
    about=(
        "The keypoints that a pose estimator finds in a video jitter from frame to "
        "frame. Four networks of A. O. Andersen's thesis (2023) smooth them, five "
        "frames at a time; classical filters stand beside them."
    ),
    reads="keypoints",
    data_sets=(
        "cmu",
        "climbing",
        "penn_action",
        "brace",
        "penn_brace",
        "keypoints",
        "detector",
        "synthetic",
    ),
    names=label,
    is_baseline=is_smoother,
    errors=_ERRORS,
    score_baselines=score_smoothers,
    page=same_page(
        "smoothing",
        smoothing_page,
        draw_smoothing,
        names={"cmu": "smoothing_tables"},
    ),
    claims=ClaimSet(ABOUT_CLAIMS, CLAIMS, on_data_that_was_run),
    headlines=(
        Headline(
            "smoothing_tables",
            "pck",
            "keypoints within 0.1 torsos, %",
            "0.1",
            higher=True,
            on="Penn Action and BRACE",
            in_points=True,
            decimals=1,
            counts=_is_run_1_1,
            nothing="the noisy input",
            does_nothing=lambda study: parts_of(study).name == "identity",
            name=lambda study: parts_of(study).bare_label,
        ),
    ),
    scored_alike=_scored_alike,
)
