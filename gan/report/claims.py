"""The claims of the report about its GAN: sections 2.2 and 3.2 and Figure 4.

What its words mean in numbers: `comparisons`.
"""

import dataclasses
from collections.abc import Callable

from evaluation.claims.ledger import Caveat, Claim, Test
from evaluation.claims.vocabulary import not_testable
from gan.report.comparisons import (
    CONTROL_AT_HAND,
    critic_is_smoother,
    critic_is_well,
    degrades,
    improves_suddenly,
    one_beats_zero_velocity,
    worse_than,
)
from gan.report.study_groups import (
    CONTROL,
    FROM_CRITIC,
    FROM_CRITIC_ALONE,
    READINGS,
    in_sentence,
)
from gan.studies import label

ABOUT_CLAIMS = (
    "Claims of the report about its generator and critic. Errors of the test are up to "
    "400 ms: the squared error of the normalised numbers that vary, and fairmotion's "
    "mean angle error, which is the Euler angle error summed over all frames. Curves "
    "are of the validation windows, in % of all normalised numbers; a change counts "
    "from 5 % of the error of zero velocity on. The report's algorithm and its text do "
    "not agree, so a claim about its GAN is tested in both readings: "
    f"{label(READINGS[0])} and {label(READINGS[1])}. Other families have errors of "
    "their own, so a GAN is compared with the same generator without a critic "
    f"({label(CONTROL)}). Where errors of the test are compared, it is a precondition "
    "that this control beats zero velocity. Squared errors favour what was trained on "
    "them; motion that looks better at a larger error is not seen here."
)
_OURS = "This project, not the report"


def _report(
    name: str, section: str, text: str, test: Test, caveat: Caveat | None = None
) -> Claim:
    source = f"Student report on motion prediction, {section}"
    return Claim(name, source, text, test, caveat)


def _of_both(
    name: str, section: str, text: str, make: Callable[[str], Test]
) -> list[Claim]:
    """A claim about the report's GAN, put to each reading of it."""
    continued = f"{text[0].lower()}{text[1:]}"
    return [
        _report(f"{name}_{each}", section, f"{label(each)}: {continued}", make(each))
        for each in READINGS
    ]


CLAIMS = [
    _report(
        "error_21_percent_early",
        "section 3.2",
        "The generator has an error of 21 % early in training. (This cannot be tested "
        "here, since the data are others. The table shows the error after the first "
        "epoch beside it, which compares scales only.)",
        not_testable,
    ),
    _report(
        "best_error_15_percent",
        "section 3.2",
        "The best squared error of the generator is 15 %. (This cannot be tested here, "
        "since the data are others. The table shows ours beside it.)",
        not_testable,
    ),
    *_of_both(
        "degrades",
        "section 3.2",
        "After an early error of 21 % the GAN degrades throughout training. (Tested: "
        "the error in the last quarter of epochs is above that after the first epoch. "
        "The report's own best error, 15 %, comes later than its 21 %.)",
        degrades,
    ),
    *_of_both(
        "sudden_improvement",
        "section 3.2 and Figure 4",
        "The GAN improves suddenly between epochs 26 and 35 and then degrades again. "
        "(This needs a run of more than 35 epochs; whether an epoch here is as long as "
        "one of the report's depends on the profile.)",
        improves_suddenly,
    ),
    *_of_both(
        "critic_curve_smooth",
        "section 3.2 and Figure 4",
        "The curve of the critic's distance is smooth, that of the generator's error "
        "jagged.",
        critic_is_smoother,
    ),
    *_of_both(
        "smooth_means_effective",
        "section 3.2",
        "The smoothness of the critic's curve suggests that the loss and the clipping "
        "are effective. (Tested, whatever the curve looks like: the critic is not dead "
        "and gives true motion more than generated motion, which is the least that "
        "'effective' can mean.)",
        critic_is_well,
    ),
    *(
        dataclasses.replace(each, caveat=CONTROL_AT_HAND)
        for each in _of_both(
            "gan_is_worst",
            "sections 2.2 and 3.2",
            "The GAN is the worst of the report's three experiments. (Tested: it is "
            "worse than the same generator without a critic. In the algorithm as "
            "printed no critic reaches the generator: both are then regressions.)",
            lambda study: worse_than(study, CONTROL),
        )
    ),
    _report(
        "hpgan_better",
        "section 2.2",
        "The loss of HP-GAN may be a better approach than the report's own.",
        worse_than("report_text", "hpgan"),
        CONTROL_AT_HAND,
    ),
    _report(
        "mse_plus_critic_better",
        "section 3.2",
        "A squared error with the critic as a mere penalty on quality should be better "
        "than the critic alone.",
        worse_than("report_text", "mse_plus_critic"),
        CONTROL_AT_HAND,
    ),
    *(
        Claim(
            f"critic_helps_{study}",
            _OURS,
            f"The critic of {in_sentence(study)} gives the generator something: it is "
            "better than the same generator trained on the squared error alone.",
            worse_than(CONTROL, study),
            CONTROL_AT_HAND,
        )
        for study in FROM_CRITIC
    ),
    Claim(
        "critic_beats_zero_velocity",
        _OURS,
        "At least one generator that learns from a critic beats zero velocity.",
        one_beats_zero_velocity(FROM_CRITIC),
    ),
    Claim(
        "critic_alone_beats_zero_velocity",
        _OURS,
        "At least one generator that learns from its critic alone, without a squared "
        "error to the truth, beats zero velocity.",
        one_beats_zero_velocity(FROM_CRITIC_ALONE),
    ),
    _report(
        "critic_for_long_outputs",
        "section 3.2",
        "A critic may be most necessary where the output is long compared with the "
        "input. (This cannot be tested here, since every study has 120 past and 24 "
        "future frames.)",
        not_testable,
    ),
]
