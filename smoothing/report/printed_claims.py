"""What the thesis's printed numbers themselves say: not its claims, but ours.

How far they lie above linear estimators, and what plain explanations fit them.
"""

from collections.abc import Sequence

import numpy as np

from evaluation.claims.ledger import Claim, Comparison, Test
from evaluation.claims.paired_differences import common_clips
from evaluation.claims.vocabulary import close
from evaluation.keypoints.metrics import THRESHOLDS
from evaluation.studies import Studies
from reenact.numerals import MINUS
from smoothing.report.comparisons import (
    CLOSE,
    clip_shares,
    in_words,
)
from smoothing.report.data_claims import CONV, DECIWATCH, LSTMS
from smoothing.report.linear_reference import FAR, linear_study
from smoothing.report.printed import RUNS, SEEN, TOTAL, Printed, linear_pck, printed_pck
from smoothing.report.rows import KEYPOINTS
from smoothing.study_names import LABELS, label

_LINE = "interpolation"  # what DeciWatch starts from
_LOW, _HIGH = THRESHOLDS[0], THRESHOLDS[-1]


def totals_are_means(studies: Studies) -> list[Comparison]:
    """Totals of PCK@0.2 minus the mean of their printed keypoints."""
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
            f"{in_words(f'pck_{_HIGH}')}: printed totals {MINUS} the mean of their "
            "printed keypoints",
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
            f"Three PCK each of DeciWatch as printed: runs 2.1 and 2.2 {MINUS} runs "
            "1.1 and 1.2",
            np.array([doubled]),
            **close(1.0),
            unit="printed numbers",
        ),
        Comparison(
            f"{in_words(CLOSE)}: DeciWatch 1.1 as printed {printed:.1f} {MINUS} "
            f"{names[1]}",
            (printed - shares[1])[None],
            margin=FAR,
        ),
        Comparison(
            f"{in_words(CLOSE)}: {names[0]} {MINUS} DeciWatch 1.1 as printed "
            f"{printed:.1f}",
            (shares[0] - printed)[None],
        ),
    ]


def far_above_linear(cells: Sequence[tuple[str, str, float]], far: bool = True) -> Test:
    """Printed PCK minus that of the best linear map here exceeds `FAR`, or does not.

    Args:
        cells: name of a model, run and threshold of each printed number.
        far: whether it is claimed to.
    """

    def test(studies: Studies) -> list[Comparison]:
        comparisons = []
        for name, run, threshold in cells:
            comparisons += _above_linear(studies, name, run, threshold, far)
        return comparisons

    return test


def _above_linear(
    studies: Studies, name: str, run: str, threshold: float, far: bool
) -> list[Comparison]:
    runs = studies.runs(linear_study(name, run))[:1]
    clips = common_clips(runs)
    if not clips:
        return []
    linear = clip_shares(runs[0], f"pck_{threshold}", clips, [TOTAL])
    linear = linear[np.isfinite(linear)]
    printed = printed_pck()[Printed(LABELS[name], run, threshold)]
    elsewhere = linear_pck()[SEEN[name], int(run[0]), threshold]
    texts = [
        f"{label(f'{name}_{run}')} as printed {printed:.1f}",
        f"{label(runs[0].study)} {linear.mean():.1f}",
    ]
    text = f" {MINUS} ".join(texts if far else texts[::-1])
    return [
        Comparison(
            f"{in_words(f'pck_{threshold}')}: {text} (the {SEEN[name]} reaches "
            f"{elsewhere:.1f} on Penn Action)",
            (printed - linear)[None] * (1 if far else -1),
            margin=FAR if far else -FAR,
        )
    ]


_FAR_WORDS = (
    f"far (more than {FAR:.0f} points) above a linear estimator that sees the same "
    "frames"
)
PRINTED_CLAIMS = [
    Claim(f"printed_{name}", "This project, on Tables 1 to 4 of the thesis", text, test)
    for name, text, test in (
        *(
            (
                f"deciwatch_far_above_linear_at_{each}",
                f"Within {each} torsos DeciWatch as printed lies {_FAR_WORDS}, which "
                f"are two of five frames. (Tested: runs {' and '.join(runs)}.)",
                far_above_linear([(DECIWATCH, run, each) for run in runs]),
            )
            for each, runs in zip(
                THRESHOLDS, (("1.1", "2.1"), ("1.1", "2.1"), ("2.1",)), strict=True
            )
        ),
        (
            "conv3d_far_above_linear_with_k_2",
            "Within 0.2 torsos and at the larger noise (k = 2) 3DConv as printed lies "
            f"{_FAR_WORDS}.",
            far_above_linear([(CONV, run, THRESHOLDS[-1]) for run in RUNS[2]]),
        ),
        (
            "convlstms_near_linear",
            f"The bi-ConvLSTMs as printed do not lie {_FAR_WORDS}.",
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
            "The printed totals do not count absent keypoints, 10 of 25 at (0, 0), as "
            "correct. (Tested: the totals are within 2 points of the means of the "
            "keypoints that are there. With absent keypoints they would lie higher, by "
            "40 % of the share that is wrong.)",
            totals_are_means,
        ),
        (
            "deciwatch_as_if_without_noise",
            "DeciWatch as printed looks as if its input had no noise. (Tested: twice "
            "the noise changes nothing, within 1 point; and of its keypoints within "
            "0.2 torsos, the share within 0.05 is far above that of a line between "
            "the noisy frames 1 and 5, and below that of a line between the true "
            "ones.)",
            as_without_noise,
        ),
    )
]
