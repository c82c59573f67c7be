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
)
from smoothing.report.printed import RUNS
from smoothing.report.printed_claims import PRINTED_CLAIMS
from smoothing.study_names import LABELS

ABOUT_CLAIMS = (
    "Claims of the thesis about its 24 pretrained runs, k.e: noise and experiment. "
    "Differences are of PCK in percentage points, torsos matched to the thesis's, per "
    "test clip; the thesis's validation curves are tested on test clips too. 'Close to "
    f"no difference' is one within {MINOR:.0f} points. A claim of several runs is "
    "tested on those that were run. Networks on a coarser grid have a harder task at "
    "small thresholds; with the identity function they are compared on their own grid. "
    "The last claims are ours: how far printed numbers lie from linear estimators."
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
        "DeciWatch is best at PCK@0.05.",
        larger(_over_others(DECIWATCH, ALL_RUNS), [LOW]),
    ),
    claim(
        "deciwatch_worst_at_0.2",
        TEST,
        "With k = 1 DeciWatch tends to be worst at PCK@0.2.",
        larger(_under_others(DECIWATCH, RUNS[1]), [HIGH]),
    ),
    claim(
        "deciwatch_close_or_far",
        TEST,
        "What DeciWatch gets right is very close and what it gets wrong is far: of its "
        "keypoints within 0.2 more are within 0.05 than of any other model's.",
        larger(_over_others(DECIWATCH, RUNS[1]), [CLOSE]),
    ),
    claim(
        "conv3d_best_at_0.2",
        TEST,
        "3DConv is best at PCK@0.2, but for run 1.3.",
        larger(_over_others(CONV, [run for run in ALL_RUNS if run != "1.3"]), [HIGH]),
    ),
    claim(
        "conv3d_best_by_far_with_k_2",
        TEST,
        "With k = 2 3DConv is best at PCK@0.2 by a large margin (10 points; printed: "
        "at least 11.6).",
        larger(_over_others(CONV, RUNS[2]), [HIGH], margin=10.0),
    ),
    claim(
        "conv3d_worst_at_0.05",
        TEST,
        "3DConv is worst at PCK@0.05.",
        larger(_under_others(CONV, ALL_RUNS), [LOW]),
    ),
    claim(
        "conv3d_worst_at_0.1",
        TEST,
        "With k = 1 3DConv is generally worst at PCK@0.1.",
        larger(_under_others(CONV, RUNS[1]), [MIDDLE]),
    ),
    claim(
        "convlstms_best_at_0.1",
        TEST,
        "With k = 1 both bi-ConvLSTMs are better at PCK@0.1 than the other two.",
        larger(
            [
                pair
                for name in LSTMS
                for pair in _over_others(name, RUNS[1], (CONV, DECIWATCH))
            ],
            [MIDDLE],
        ),
    ),
    claim(
        "convlstm_s_close_to_c",
        f"{TRAINING} and {TEST}",
        "There is close to no difference between bi-ConvLSTM S and C (printed: up to "
        "6.1 points).",
        larger(
            _over_others(LSTMS[0], ALL_RUNS, LSTMS),
            ALL_PCK,
            **close(MINOR),
        ),
    ),
    claim(
        "convlstm_c_better_than_s",
        TEST,
        "The minor differences between the two are in favour of C.",
        larger(_over_others(LSTMS[1], ALL_RUNS, LSTMS), ALL_PCK),
    ),
]

CLAIMS = [
    *_MODEL_CLAIMS,
    *DATA_CLAIMS,
    *TRAINING_CLAIMS,
    *PRINTED_CLAIMS,
]
