"""The claims of the smoothing thesis about its 24 runs, put to the test.

What its words mean in numbers: `comparisons`.
"""

from collections.abc import Sequence

from evaluation.claims.vocabulary import close
from smoothing.report.comparisons import (
    ALL_PCK,
    CLOSE,
    HIGH,
    LOW,
    MIDDLE,
    MINOR,
    larger,
)
from smoothing.report.data_claims import (
    ALL_RUNS,
    CONV,
    DATA_CLAIMS,
    DECIWATCH,
    LSTMS,
    TEST,
    TRAINING,
    TRAINING_CLAIMS,
    Pairs,
    claim,
    part,
)
from smoothing.report.printed import RUNS
from smoothing.report.printed_claims import PRINTED_CLAIMS
from smoothing.study_names import LABELS

ABOUT_CLAIMS = (
    "Claims of the smoothing thesis about its 24 pretrained networks. Its runs are "
    "numbered by the noise of the input, k = 1 or the larger k = 2, and by the "
    "experiment: 1, blurs that differ; 2, blurs that are all the same; 3, half the "
    "frame rate. Numbers are shares of correct keypoints (PCK, in %) within 0.05, 0.1 "
    "or 0.2 torsos of the truth, of all keypoints unless some are named, and "
    "differences are in percentage points, test clip by test clip, with torsos scaled "
    "to those of the thesis. What the thesis reads off validation curves is tested on "
    f"test clips too. 'Close to no difference' allows {MINOR:.0f} points. A claim "
    "about several runs is tested on those that were run. The identity function "
    "returns its noisy input; networks on a coarser grid, which makes small thresholds "
    "harder, are compared with it on their own grid. The last claims are of this "
    "project: how far the printed numbers lie from those of linear estimators."
)


def _over_others(
    name: str, runs: Sequence[str], others: Sequence[str] = tuple(LABELS)
) -> Pairs:
    """A model before each of the others, run by run."""
    return [(f"{name}_{r}", f"{o}_{r}") for r in runs for o in others if o != name]


def _under_others(name: str, runs: Sequence[str]) -> Pairs:
    return [(other, study) for study, other in _over_others(name, runs)]


_MODEL_CLAIMS = [
    claim(
        "deciwatch_best_at_0.05",
        TEST,
        "DeciWatch is the best of the four networks within 0.05 torsos.",
        larger(_over_others(DECIWATCH, ALL_RUNS), [LOW]),
    ),
    claim(
        "deciwatch_worst_at_0.2",
        TEST,
        "With the smaller noise (k = 1) DeciWatch tends to be the worst of the four "
        "networks within 0.2 torsos.",
        larger(_under_others(DECIWATCH, RUNS[1]), [HIGH]),
    ),
    claim(
        "deciwatch_close_or_far",
        TEST,
        "What DeciWatch gets right is very close, and what it gets wrong is far off: "
        "of its keypoints within 0.2 torsos, more are within 0.05 than of any other "
        "network's.",
        larger(_over_others(DECIWATCH, RUNS[1]), [CLOSE]),
    ),
    claim(
        "conv3d_best_at_0.2",
        TEST,
        "3DConv is the best of the four networks within 0.2 torsos, except where the "
        "noise is small and the frame rate half (run 1.3).",
        larger(_over_others(CONV, [run for run in ALL_RUNS if run != "1.3"]), [HIGH]),
    ),
    claim(
        "conv3d_best_by_far_with_k_2",
        TEST,
        "With the larger noise (k = 2) 3DConv is the best of the four networks within "
        "0.2 torsos by a large margin. (Tested: by 10 points; in print it is at least "
        "11.6.)",
        larger(_over_others(CONV, RUNS[2]), [HIGH], margin=10.0),
    ),
    claim(
        "conv3d_worst_at_0.05",
        TEST,
        "3DConv is the worst of the four networks within 0.05 torsos.",
        larger(_under_others(CONV, ALL_RUNS), [LOW]),
    ),
    claim(
        "conv3d_worst_at_0.1",
        TEST,
        "With the smaller noise (k = 1) 3DConv is generally the worst of the four "
        "networks within 0.1 torsos.",
        larger(_under_others(CONV, RUNS[1]), [MIDDLE]),
    ),
    claim(
        "convlstms_best_at_0.1",
        TEST,
        "With the smaller noise (k = 1) both bi-ConvLSTMs are better within 0.1 torsos "
        "than 3DConv and DeciWatch.",
        larger(
            [
                pair
                for name in LSTMS
                for pair in _over_others(name, RUNS[1], (CONV, DECIWATCH))
            ],
            [MIDDLE],
        ),
    ),
    part(
        "convlstm_s_close_to_c",
        f"{TRAINING} and {TEST}",
        "There is close to no difference between the bi-ConvLSTM Models S and C. (In "
        "print it is up to 6.1 points.)",
        larger(
            _over_others(LSTMS[0], ALL_RUNS, LSTMS),
            ALL_PCK,
            **close(MINOR),
        ),
        [f"{name}_1.1" for name in LSTMS],
    ),
    part(
        "convlstm_c_better_than_s",
        TEST,
        "The small differences between the bi-ConvLSTM Models S and C are in favour of "
        "C.",
        larger(_over_others(LSTMS[1], ALL_RUNS, LSTMS), ALL_PCK),
        [f"{name}_1.1" for name in LSTMS],
    ),
]

CLAIMS = [
    *_MODEL_CLAIMS,
    *DATA_CLAIMS,
    *TRAINING_CLAIMS,
    *PRINTED_CLAIMS,
]
