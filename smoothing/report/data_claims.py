"""The thesis's claims about noise, frame rate, keypoints and training."""

import dataclasses
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
from smoothing.report.filters_beside import beside_filters
from smoothing.report.printed import RUNS
from smoothing.study_names import LABELS

TRAINING, TEST = "section 1.3", "section 1.4"
CONV, DECIWATCH, *LSTMS = LABELS
ALL_RUNS = (*RUNS[1], *RUNS[2])

Pairs = list[tuple[str, str]]


def claim(name: str, section: str, text: str, test: Test) -> Claim:
    """One of the thesis."""
    return Claim(name, f"A. O. Andersen 2023, smoothing thesis, {section}", text, test)


def part(
    name: str, section: str, text: str, test: Test, networks: Sequence[str]
) -> Claim:
    """One about a part or the training of some networks: see `claims.benchmarks`."""
    caveat = beside_filters(networks, MIDDLE)
    return dataclasses.replace(claim(name, section, text, test), caveat=caveat)


def _experiments(
    names: Sequence[str], better: int, worse: int, shifts: Sequence[int] = (1,)
) -> Pairs:
    return [(f"{n}_{k}.{better}", f"{n}_{k}.{worse}") for n in names for k in shifts]


DATA_CLAIMS = [
    claim(
        "all_but_deciwatch_1.3_beat_identity",
        TRAINING,
        "All networks are better than the identity function within 0.2 torsos, except "
        "DeciWatch at the smaller noise and half the frame rate (run 1.3).",
        over_identity(
            [f"{n}_{r}" for n in LABELS for r in ALL_RUNS if n + r != "deciwatch1.3"],
            [HIGH],
        ),
    ),
    claim(
        "deciwatch_1.3_loses_at_0.2_alone",
        TEST,
        "DeciWatch at the smaller noise and half the frame rate (run 1.3) is worse "
        "than the identity function within 0.2 torsos, but better within 0.05 and 0.1.",
        together(
            under_identity("deciwatch_1.3", HIGH),
            over_identity(["deciwatch_1.3"], [LOW, MIDDLE]),
        ),
    ),
    claim(
        "lower_noise_is_easier",
        TRAINING,
        "Each network is better with the smaller noise (k = 1) than with the larger "
        "(k = 2), within 0.2 torsos.",
        larger(
            [(f"{n}_1.{e}", f"{n}_2.{e}") for n in LABELS for e in (1, 2, 3)],
            [HIGH],
        ),
    ),
    part(
        "experiment_2_better_than_1",
        TEST,
        "With the smaller noise (k = 1) all networks but DeciWatch are better where "
        "the blurs of the input are all the same.",
        larger(_experiments((CONV, *LSTMS), 2, 1), ALL_PCK),
        [f"{name}_1.1" for name in (CONV, *LSTMS)],
    ),
    part(
        "experiment_2_no_better_for_3dconv_with_k_2",
        TEST,
        "With the larger noise (k = 2) 3DConv is no longer better within 0.2 torsos "
        "where the blurs of the input are all the same: it is better where they "
        "differ.",
        larger(_experiments([CONV], 1, 2, [2]), [HIGH]),
        [f"{CONV}_2.1"],
    ),
    part(
        "half_frame_rate_helps_convlstms",
        TEST,
        "With the smaller noise (k = 1) half the frame rate helps both bi-ConvLSTMs.",
        larger(_experiments(LSTMS, 3, 1), ALL_PCK),
        [f"{name}_1.1" for name in LSTMS],
    ),
    part(
        "half_frame_rate_hurts_deciwatch",
        TEST,
        "Half the frame rate hurts DeciWatch at both noises.",
        larger(_experiments([DECIWATCH], 1, 3, [1, 2]), ALL_PCK),
        [f"{DECIWATCH}_{shift}.1" for shift in RUNS],
    ),
    part(
        "half_frame_rate_hurts_3dconv",
        TEST,
        "With the smaller noise (k = 1) half the frame rate hurts 3DConv.",
        larger(_experiments([CONV], 1, 3), ALL_PCK),
        [f"{CONV}_1.1"],
    ),
    claim(
        "keypoints_with_k_1",
        TEST,
        "With the smaller noise (k = 1) ears and shoulders are the easiest keypoints "
        "within 0.2 torsos, wrists and ankles the hardest.",
        keypoints_differ(RUNS[1], ("ear", "shoulder"), ("wrist", "ankle")),
    ),
    claim(
        "keypoints_with_k_2",
        TEST,
        "With the larger noise (k = 2) ears, nose and ankles are the easiest keypoints "
        "within 0.2 torsos, elbows and knees the hardest.",
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
        "The validation loss does not fall at once where the learning rate is lowered. "
        "(Tested: it falls by less than 1 %.)",
        stays_at_drops("validation_loss", 1.0),
    ),
    claim(
        "training_ends_before_second_drop",
        TRAINING,
        "Often training ends before the learning rate is lowered a second time. "
        "(Tested: in more than half of the runs that stopped by themselves.)",
        stops_before_second_drop,
    ),
]
