"""The thesis's claims about noise, frame rate, keypoints and training."""

from collections.abc import Sequence

from evaluation.claims.ledger import Claim, Test
from evaluation.claims.vocabulary import together
from smoothing.report.comparisons import (
    ALL_PCK,
    HIGH,
    LOW,
    MIDDLE,
    falls_at_drops,
    keypoints_differ,
    larger,
    over_identity,
    stays_at_drops,
    stops_before_second_drop,
    under_identity,
)
from smoothing.report.printed import RUNS
from smoothing.study_names import LABELS

TRAINING, TEST = "section 1.3", "section 1.4"
CONV, DECIWATCH, *LSTMS = LABELS
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
            [f"{n}_{r}" for n in LABELS for r in ALL_RUNS if n + r != "deciwatch1.3"],
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
            [(f"{n}_1.{e}", f"{n}_2.{e}") for n in LABELS for e in (1, 2, 3)],
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
        "half_frame_rate_helps_convlstms",
        TEST,
        "Half the frame rate helps both bi-ConvLSTMs (k = 1).",
        larger(_experiments(LSTMS, 3, 1), ALL_PCK),
    ),
    claim(
        "half_frame_rate_hurts_deciwatch",
        TEST,
        "Half the frame rate hurts DeciWatch.",
        larger(_experiments([DECIWATCH], 1, 3, [1, 2]), ALL_PCK),
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
