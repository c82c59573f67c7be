"""The claims of the report about its GAN: sections 2.2 and 3.2 and Figure 4.

What its words mean in numbers: `comparisons`.
"""

from collections.abc import Callable

from evaluation.claims.ledger import Claim, Test
from evaluation.claims.vocabulary import not_testable
from gan.report.comparisons import (
    critic_is_smoother,
    critic_is_well,
    degrades,
    improves_suddenly,
    one_beats_zero_velocity,
    worse_than,
)
from gan.report.study_groups import CONTROL, FROM_CRITIC, FROM_CRITIC_ALONE, READINGS
from gan.studies import label

ABOUT_CLAIMS = (
    "Claims of the report about its generator and critic. Test errors are up to 400 "
    "ms: mse_active_until is the mean squared error of the normalised numbers that "
    "vary, euler_sum is fairmotion's MAE in radians. Curves are of the validation "
    "windows, in % of all normalised numbers; a change counts from 5 % of zero "
    "velocity's error on. The report's algorithm and its text do not agree, so a claim "
    "about its GAN is put to both readings, report and report_text. Other "
    "families have errors of their own, so a GAN is compared with "
    f"the same generator without a critic ({label(CONTROL)}). Precondition of test "
    "errors: that control beats zero velocity. Squared errors favour what was trained "
    "on them; motion that looks better at a larger error is not seen here."
)
_OURS = "a test of this project"


def _report(name: str, section: str, text: str, test: Test) -> Claim:
    return Claim(name, f"the report on GANs, {section}", text, test)


def _of_both(
    name: str, section: str, text: str, make: Callable[[str], Test]
) -> list[Claim]:
    """A claim about the report's GAN, put to each reading of it."""
    return [_report(f"{name}_{each}", section, text, make(each)) for each in READINGS]


CLAIMS = [
    _report(
        "error_21_percent_early",
        "section 3.2",
        "The generator has an error of 21 % early in training. (Not testable: other "
        "data. The table has ours after the first epoch beside it, which compares "
        "scales only.)",
        not_testable,
    ),
    _report(
        "best_error_15_percent",
        "section 3.2",
        "Its best squared error is 15 %. (Not testable: other data. The table has ours "
        "beside it.)",
        not_testable,
    ),
    *_of_both(
        "degrades",
        "section 3.2",
        "After an early 21 % it degrades throughout training. (The last quarter of "
        "epochs is above the first epoch. The report's own best, 15 %, comes later.)",
        degrades,
    ),
    *_of_both(
        "sudden_improvement",
        "section 3.2 and Figure 4",
        "It improves suddenly between epochs 26 and 35 and then degrades again. (Needs "
        "a run of more than 35 epochs; whether an epoch here is one of the report's "
        "depends on the profile.)",
        improves_suddenly,
    ),
    *_of_both(
        "critic_curve_smooth",
        "section 3.2 and Figure 4",
        "The critic's distance is a smooth line, the generator's error a jagged one.",
        critic_is_smoother,
    ),
    *_of_both(
        "smooth_means_effective",
        "section 3.2",
        "The smoothness of the critic's curve suggests that the loss and the clipping "
        "are effective. (Effective is here, at the least: the critic is not dead and "
        "gives real motion more than generated motion, whatever its curve looks like.)",
        critic_is_well,
    ),
    *_of_both(
        "gan_is_worst",
        "sections 2.2 and 3.2",
        "The GAN is the worst of the report's three experiments. (Here: worse than the "
        "same generator without a critic. In the algorithm as printed no critic "
        "reaches the generator: both are then regressions.)",
        lambda study: worse_than(study, CONTROL),
    ),
    _report(
        "hpgan_better",
        "section 2.2",
        "HP-GAN's loss may be a better approach than the report's.",
        worse_than("report_text", "hpgan"),
    ),
    _report(
        "mse_plus_critic_better",
        "section 3.2",
        "Squared error with the critic as a mere penalty of quality should be better "
        "than the critic alone.",
        worse_than("report_text", "mse_plus_critic"),
    ),
    *(
        Claim(
            f"critic_helps_{study}",
            _OURS,
            "The critic gives the generator something: it is better than the same "
            "generator trained on the squared error alone.",
            worse_than(CONTROL, study),
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
        "At least one that learns from its critic alone, without a squared error to "
        "the truth, beats zero velocity.",
        one_beats_zero_velocity(FROM_CRITIC_ALONE),
    ),
    _report(
        "critic_for_long_outputs",
        "section 3.2",
        "A critic may be most necessary where the output is long compared with the "
        "input. (Not testable: every study has 120 past and 24 future frames.)",
        not_testable,
    ),
]
