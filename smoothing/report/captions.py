"""Sentences under the tables of the smoothing family."""

from collections.abc import Sequence

import numpy as np

from evaluation.keypoints.metrics import PUBLISHED_TORSO
from evaluation.run_results import RunResult
from evaluation.studies import Studies
from evaluation.tables.captions import (
    Caption,
    caption,
    training_recordings,
)
from smoothing.report.linear_reference import FAR
from smoothing.report.noise_model import expected_identity
from smoothing.report.rows import grids_of

_FIRST = (
    "Tables 1 to 4 of the thesis: its printed rows, our networks, and simple smoothers "
    "on the same test clips. Ours are means ± standard deviations over seeds.",
    "PCK@0.1: the share of keypoints, in %, no farther from the truth than 0.1 of the "
    "torso; higher is better.",
    "Torsos are matched: thresholds are those of the thesis's mean torso, "
    f"{PUBLISHED_TORSO:.2f} px on a grid of 56, whatever the data's own is.",
    "Runs 1.x and 2.x: noise of k = 1 or 2. x.1: each frame's heatmaps have a blur of "
    "their own; x.2: all the same; x.3: every second frame.",
    f"‡: the printed number is more than {FAR:.0f} points above a linear estimator of "
    "what the network sees; see Details.",
)
_NOTES = (
    "The torso is the mean of shoulder to hip, left and right; all keypoints of all "
    "test clips are pooled. Further tables have the same with torsos as they are.",
    "Noise: every keypoint of every frame is shifted by a normal deviate of 2.95 k "
    "pixels, in x and in y, rounded and kept on the grid. Windows have 5 frames; "
    "recordings are split 60/20/20 by number of windows.",
    "One-euro and the smoothers of more than 5 frames see whole clips. Smoothers work "
    "on coordinates, which have no blur: their x.1 and x.2 are one.",
    "‡: the linear estimator is the mean of the frames that the network sees: of "
    "frames 1 and 5 for DeciWatch, of all 5 for the others. Its figure on Penn Action "
    "windows with independent noise follows the mark, and after a stroke that of the "
    "best linear map of these frames measured here, which uses all keypoints at once. "
    "Averaging alone does not explain such a number; it is not impossible.",
    "Tables 3 and 4: a printed mean that is not that of its own row has the row's in "
    "brackets. Keypoints at 0.05 and 0.1: some columns are printed under a wrong "
    "heading; they stand here under the run whose totals and other thresholds they "
    "fit, and DeciWatch 2.2 is not printed.",
)


def smoothing_caption(data: str, studies: Studies) -> Caption:
    """What the numbers are and how they were made."""
    return caption(
        data, studies, _FIRST, _NOTES, training_recordings, _scored, _predicted, _grids
    )


def _scored(studies: Studies) -> list[str]:
    runs = studies.results
    if not runs:
        return []
    return [f"Test set: {_clips(runs)}; {_torsos(runs)}."]


def _clips(runs: Sequence[RunResult]) -> str:
    clips = sorted({sum(map(len, run.windows.values())) for run in runs})
    scored = sorted({_keypoints(run) for run in runs})
    return f"{_span(clips)} test clips, {_span(scored)} scored keypoints"


def _keypoints(run: RunResult) -> int:
    return int(sum(np.sum(each[:, -1]) for each in run.errors["scored"].values()))


def _span(numbers: Sequence[int]) -> str:
    return "-".join(f"{n:,}" for n in sorted({numbers[0], numbers[-1]}))


def _torsos(runs: Sequence[RunResult]) -> str:
    found = {
        f"{run.data['torso_mean']:.1f} ± {run.data['torso_sd']:.1f}"
        for run in runs
        if "torso_mean" in run.data
    }
    return f"torsos here {' or '.join(sorted(found))} px (mean ± standard deviation)"


def _predicted(studies: Studies) -> list[str]:
    """What the noise leaves correct, at torsos of the spread that ours have."""
    found = [run.data for run in studies.runs("identity_1.1")]
    if not found:
        return []
    spread = found[0]["torso_sd"] * PUBLISHED_TORSO / found[0]["torso_mean"]
    rows = [
        " / ".join(
            f"{100 * each:.1f}" for each in expected_identity(k, torso_spread=spread)
        )
        for k in (1, 2)
    ]
    return [
        "The identity function as the noise model predicts it, for matched torsos of "
        f"the spread that ours have ({spread:.1f} px) and bodies that end at their "
        f"boxes: {rows[0]} % with k = 1, {rows[1]} % with k = 2."
    ]


def _grids(studies: Studies) -> list[str]:
    grids = sorted({*grids_of(studies).values()})
    if len(grids) < 2:
        return []
    return [
        f"Grids of {' and '.join(map(str, grids))} were used. Noise is rounded to "
        "cells, so that a coarser one is a harder task at small thresholds: rows can "
        "be compared within a grid only, where the best is marked, and the mean of 5 "
        "frames is that of each model's own grid."
    ]
