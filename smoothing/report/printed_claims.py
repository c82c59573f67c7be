"""What the thesis's printed numbers themselves say: not its claims, but ours.

How far they lie above linear estimators, and what plain explanations fit them.
"""

import numpy as np

from evaluation.claims.ledger import Claim, Comparison
from evaluation.claims.paired_differences import common_clips
from evaluation.claims.vocabulary import close
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.studies import Studies
from smoothing.report.comparisons import CLOSE, clip_shares, far_above_linear
from smoothing.report.data_claims import CONV, DECIWATCH, LSTMS
from smoothing.report.linear_reference import FAR
from smoothing.report.printed import RUNS, TOTAL, Printed, printed_pck
from smoothing.report.rows import KEYPOINTS
from smoothing.study_names import LABELS, label

_LINE = "interpolation"  # what DeciWatch starts from
_LOW, _HIGH = THRESHOLDS[0], THRESHOLDS[-1]


def totals_are_means(studies: Studies) -> list[Comparison]:
    """Totals of PCK@0.2 less the mean of their printed keypoints."""
    if not studies:
        return []
    printed, sizes = printed_pck(), {n: len(c) for n, c in KEYPOINTS.items()}
    singles = [name for name in KEYPOINTS if name != TOTAL]
    differences = []
    for model in LABELS.values():
        for run in (*RUNS[1], *RUNS[2]):
            keys = [Printed(model, run, _HIGH, name) for name in singles]
            mean = np.average(
                [printed[key] for key in keys], weights=[sizes[n] for n in singles]
            )
            differences.append(printed[Printed(model, run, _HIGH)] - mean)
    return [
        Comparison(
            "printed totals of PCK@0.2 less the mean of their keypoints",
            np.array([differences]),
            **close(2.0),
            unit="printed runs",
        )
    ]


def _print(run: str, threshold: float) -> float:
    return printed_pck()[Printed(LABELS[DECIWATCH], run, threshold)]


def as_without_noise(studies: Studies) -> list[Comparison]:
    """Printed DeciWatch at both noises, and beside lines between noisy, true frames."""
    lines = [studies.runs(f"{_LINE}_{run}")[:1] for run in ("0.1", "1.1")]
    if not all(lines):
        return []
    ((true,), (noisy,)) = lines
    clips = common_clips([true, noisy])
    shares = [clip_shares(run, CLOSE, clips, [TOTAL]) for run in (true, noisy)]
    printed = 100 * _print("1.1", _LOW) / _print("1.1", _HIGH)
    names = [
        f"{label(run.study)} {each.mean():.1f}"
        for run, each in zip((true, noisy), shares, strict=True)
    ]
    doubled = [
        _print(f"2.{each}", threshold) - _print(f"1.{each}", threshold)
        for each in (1, 2)
        for threshold in THRESHOLDS
    ]
    return [
        Comparison(
            "printed DeciWatch 2.1 and 2.2 less 1.1 and 1.2, three PCK each",
            np.array([doubled]),
            **close(1.0),
            unit="printed numbers",
        ),
        Comparison(
            f"{CLOSE}: printed DeciWatch 1.1 {printed:.1f} less {names[1]}",
            (printed - shares[1])[None],
            margin=FAR,
        ),
        Comparison(
            f"{CLOSE}: {names[0]} less printed DeciWatch 1.1 {printed:.1f}",
            (shares[0] - printed)[None],
        ),
    ]


_FAR_WORDS = (
    f"far (more than {FAR:.0f} points) above a linear estimator of what it sees"
)
PRINTED_CLAIMS = [
    Claim(f"printed_{name}", "not of the thesis: its Tables 1 to 4", text, test)
    for name, text, test in (
        *(
            (
                f"deciwatch_far_above_linear_at_{each}",
                f"At PCK@{each} the printed DeciWatch lies {_FAR_WORDS}, two of 5 "
                f"frames (runs {' and '.join(runs)}).",
                far_above_linear([(DECIWATCH, run, each) for run in runs]),
            )
            for each, runs in zip(
                THRESHOLDS, (("1.1", "2.1"), ("1.1", "2.1"), ("2.1",)), strict=True
            )
        ),
        (
            "conv3d_far_above_linear_with_k_2",
            f"At PCK@0.2 and k = 2 the printed 3DConv lies {_FAR_WORDS}.",
            far_above_linear([(CONV, run, THRESHOLDS[-1]) for run in RUNS[2]]),
        ),
        (
            "convlstms_near_linear",
            f"The printed bi-ConvLSTMs do not lie {_FAR_WORDS}.",
            far_above_linear(
                [
                    (name, run, each)
                    for name in LSTMS
                    for run in ("1.1", "2.1")
                    for each in THRESHOLDS
                ],
                far=False,
            ),
        ),
        (
            "totals_leave_absent_keypoints_out",
            "Absent keypoints at (0, 0), 10 of 25, are not counted as correct: the "
            "totals are the means of the keypoints that are there (within 2 points), "
            "and else would lie 40 points of what is wrong above them.",
            totals_are_means,
        ),
        (
            "deciwatch_as_if_without_noise",
            "The printed DeciWatch looks as if its input had no noise: twice the noise "
            "changes nothing (within 1 point), and of its keypoints within 0.2 of the "
            "torso the share within 0.05 is far above that of a line between the noisy "
            "frames 1 and 5 and below that of a line between the true ones.",
            as_without_noise,
        ),
    )
]
