"""The thesis's claims about noise, frame rate, keypoints and training, and ours.

Ours are how far its printed numbers lie from linear estimators.
"""

from collections.abc import Sequence

from evaluation.claims import Claim
from evaluation.keypoint_metrics import THRESHOLDS
from evaluation.published_smoothing import RUNS
from evaluation.smoothing_comparisons import (
    ALL_PCK,
    HIGH,
    LOW,
    MIDDLE,
    Test,
    falls_at_drops,
    far_above_linear,
    keypoints_differ,
    larger,
    over_identity,
    stays_at_drops,
    stops_before_second_drop,
    together,
    under_identity,
)
from evaluation.smoothing_linear import FAR
from evaluation.studies import SMOOTHING

TRAINING, TEST = "section 1.3", "section 1.4"
CONV, DECIWATCH, *LSTMS = SMOOTHING
ALL_RUNS = (*RUNS[1], *RUNS[2])

Pairs = list[tuple[str, str]]


def claim(name: str, section: str, text: str, test: Test) -> Claim:
    """One of the thesis."""
    return Claim(name, f"smoothing thesis, {section}", text, test)


def _experiments(
    names: Sequence[str], better: int, worse: int, shifts: Sequence[int] = (1,)
) -> Pairs:
    return [(f"{n}_{k}.{better}", f"{n}_{k}.{worse}") for n in names for k in shifts]


DATA_CLAIMS = [
    claim(
        "all_but_deciwatch_1.3_beat_identity",
        TRAINING,
        "All models but DeciWatch 1.3 are better than the identity function at "
        "PCK@0.2.",
        over_identity(
            [
                f"{n}_{r}"
                for n in SMOOTHING
                for r in ALL_RUNS
                if n + r != "deciwatch1.3"
            ],
            [HIGH],
        ),
    ),
    claim(
        "deciwatch_1.3_loses_at_0.2_alone",
        TEST,
        "DeciWatch 1.3 is worse than the identity function at PCK@0.2, but better at "
        "0.05 and 0.1.",
        together(
            under_identity("deciwatch_1.3", HIGH),
            over_identity(["deciwatch_1.3"], [LOW, MIDDLE]),
        ),
    ),
    claim(
        "lower_noise_is_easier",
        TRAINING,
        "Each model is better with k = 1 than with k = 2 (PCK@0.2).",
        larger(
            [(f"{n}_1.{e}", f"{n}_2.{e}") for n in SMOOTHING for e in (1, 2, 3)],
            [HIGH],
        ),
    ),
    claim(
        "experiment_2_better_than_1",
        TEST,
        "With k = 1 all models but DeciWatch are better with blurs that are all the "
        "same.",
        larger(_experiments((CONV, *LSTMS), 2, 1), ALL_PCK),
    ),
    claim(
        "experiment_2_no_better_for_3dconv_with_k_2",
        TEST,
        "With k = 2 3DConv is no longer better at PCK@0.2 with blurs that are all the "
        "same.",
        larger(_experiments([CONV], 1, 2, [2]), [HIGH]),
    ),
    claim(
        "half_frame_rate_helps_convlstms_and_hurts_deciwatch",
        TEST,
        "Half the frame rate helps both bi-ConvLSTMs (k = 1) and hurts DeciWatch.",
        together(
            larger(_experiments(LSTMS, 3, 1), ALL_PCK),
            larger(_experiments([DECIWATCH], 1, 3, [1, 2]), ALL_PCK),
        ),
    ),
    claim(
        "half_frame_rate_hurts_3dconv",
        TEST,
        "With k = 1 half the frame rate hurts 3DConv.",
        larger(_experiments([CONV], 1, 3), ALL_PCK),
    ),
    claim(
        "keypoints_with_k_1",
        TEST,
        "With k = 1 ears and shoulders are the easiest keypoints (PCK@0.2), wrists and "
        "ankles the hardest.",
        keypoints_differ(RUNS[1], ("ear", "shoulder"), ("wrist", "ankle")),
    ),
    claim(
        "keypoints_with_k_2",
        TEST,
        "With k = 2 ears, nose and ankles are the easiest keypoints (PCK@0.2), elbows "
        "and knees the hardest.",
        keypoints_differ(RUNS[2], ("ear", "nose", "ankle"), ("elbow", "knee")),
    ),
]

TRAINING_CLAIMS = [
    claim(
        "learning_rate_lowers_training_loss",
        TRAINING,
        "Generally the training loss falls at once where the learning rate is lowered.",
        falls_at_drops("loss"),
    ),
    claim(
        "learning_rate_without_effect_on_validation_loss",
        TRAINING,
        "The validation loss does not fall at once where the learning rate is lowered "
        "(by less than 1 %).",
        stays_at_drops("validation_loss", 1.0),
    ),
    claim(
        "training_ends_before_second_drop",
        TRAINING,
        "Often (in more than half of the runs) training ends before the learning rate "
        "is lowered a second time.",
        stops_before_second_drop,
    ),
]


_FAR_WORDS = (
    f"far (more than {FAR:.0f} points) above a linear estimator of what it sees"
)
PRINTED_CLAIMS = [
    Claim(f"printed_{name}", "not of the thesis: its Tables 1 and 2", text, test)
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
    )
]
