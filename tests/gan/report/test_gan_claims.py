"""The report's claims about its GAN, on made-up runs."""

import numpy as np
import pytest
from fake_gan_runs import gan_record, history

from evaluation.claims.ledger import (
    FAILS,
    HOLDS,
    NOT_RUN,
    UNDECIDED,
    Ledger,
    verdict,
)
from evaluation.claims.markdown import claims_page
from gan.family import FAMILY
from gan.report.claims import ABOUT_CLAIMS, CLAIMS
from reenact.numerals import MINUS

REST = gan_record("zero_velocity", 0.4)
EPOCHS = np.arange(45)


def seeds(study: str, level: float, **changes) -> list:
    """Three seeds that differ by a hundredth of a percent."""
    return [
        gan_record(study, level + 1e-4 * seed, seed, **changes) for seed in range(3)
    ]


def trained(study: str, curve, **changes) -> list:
    """Three seeds with a curve of the validation error."""
    return [
        gan_record(
            study, 0.3, seed, history=history(curve + 1e-4 * seed, study, **changes)
        )
        for seed in range(3)
    ]


def verdicts(*runs) -> dict[str, str]:
    studies = FAMILY.studies(runs)
    return {claim.id: verdict(claim.test(studies)) for claim in CLAIMS}


def test_nothing_run_means_not_run():
    assert set(verdicts().values()) == {NOT_RUN}
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)


def test_what_other_data_cannot_tell_stays_open():
    found = verdicts(REST, *seeds("mse", 0.15), *seeds("report", 0.21))
    for name in ("error_21_percent_early", "best_error_15_percent"):
        assert found[name] == NOT_RUN
    assert found["critic_for_long_outputs"] == NOT_RUN


def test_a_world_in_which_critics_harm():
    found = verdicts(
        *(REST, *seeds("mse", 0.15), *seeds("report", 0.16)),
        *(*seeds("report_text", 0.5), *seeds("mse_plus_critic", 0.17)),
        *(*seeds("wgan", 0.45), *seeds("wgan_gp", 0.42), *seeds("hpgan", 0.6)),
    )
    wanted = {
        "gan_is_worst_report": HOLDS,
        "gan_is_worst_report_text": HOLDS,
        "hpgan_better": FAILS,
        "mse_plus_critic_better": HOLDS,
        "critic_helps_mse_plus_critic": FAILS,
        "critic_helps_wgan_gp": FAILS,
        "critic_beats_zero_velocity": HOLDS,
        "critic_alone_beats_zero_velocity": FAILS,
    }
    assert {name: found[name] for name in wanted} == wanted


def test_a_world_in_which_they_help():
    found = verdicts(
        *(REST, *seeds("mse", 0.2), *seeds("report", 0.2), *seeds("report_text", 0.3)),
        *(*seeds("wgan_gp", 0.15), *seeds("hpgan", 0.25)),
    )
    assert found["critic_helps_wgan_gp"] == HOLDS
    assert found["critic_helps_wgan"] == NOT_RUN
    assert found["hpgan_better"] == HOLDS
    assert found["critic_alone_beats_zero_velocity"] == HOLDS
    assert found["gan_is_worst_report"] == UNDECIDED  # equal


def test_a_control_that_has_not_learnt_confirms_nothing():
    found = verdicts(REST, *seeds("mse", 0.5), *seeds("wgan_gp", 0.3))
    assert found["critic_helps_wgan_gp"] == UNDECIDED


def test_the_candidate_is_chosen_in_validation():
    """The one that is best in the test was not, so it is not the one that counts."""
    lucky = [gan_record("wgan", 0.1, seed, history=history([0.5])) for seed in range(3)]
    found = verdicts(REST, *lucky, *seeds("wgan_gp", 0.45))
    assert found["critic_alone_beats_zero_velocity"] == FAILS


def test_degrading_and_not():
    rising, falling = 0.2 + 0.002 * EPOCHS, 0.4 - 0.002 * EPOCHS
    found = verdicts(*trained("report", rising), *trained("report_text", falling))
    assert found["degrades_report"] == HOLDS
    assert found["degrades_report_text"] == FAILS
    found = verdicts(*trained("report", rising[:7]))
    assert found["degrades_report"] == NOT_RUN  # too few epochs for a trend


def test_a_sudden_improvement_is_followed_by_degradation():
    dip = np.where((EPOCHS >= 25) & (EPOCHS < 35), 0.15, 0.21)
    found = verdicts(*trained("report", dip), *trained("report_text", dip[::-1]))
    assert found["sudden_improvement_report"] == HOLDS
    assert found["sudden_improvement_report_text"] == FAILS
    # A curve that only falls improves there too, but is not followed by degradation.
    falling = 0.4 - 0.002 * EPOCHS
    found = verdicts(*trained("report", falling), *trained("report_text", dip[:35]))
    assert found["sudden_improvement_report"] == FAILS
    assert found["sudden_improvement_report_text"] == NOT_RUN  # epoch 36 is missing


def test_a_smooth_curve_of_a_dead_critic_is_no_success():
    jagged = 0.2 + 0.03 * np.random.default_rng(0).uniform(size=len(EPOCHS))
    smooth = {"emd_val": 0.5 - 1e-9 * EPOCHS, "c_batch_std": 0.1}
    found = verdicts(
        *trained("report", jagged, **smooth, dead_share=1.0, gap_val=1e-6),
        *trained("report_text", jagged, **smooth, dead_share=0.2, gap_val=0.1),
    )
    for study in ("report", "report_text"):
        assert found[f"critic_curve_smooth_{study}"] == HOLDS
    assert found["smooth_means_effective_report"] == FAILS
    assert found["smooth_means_effective_report_text"] == HOLDS


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"gap_val": -0.2}, FAILS),  # real and generated exchanged
        ({"c_batch_std": 1e-5}, FAILS),
        ({"gap_val": 0.2}, HOLDS),
    ],
)
def test_what_an_effective_critic_needs(changes, expected):
    found = verdicts(*trained("report", 0.2 + 0.0 * EPOCHS, **changes))
    assert found["smooth_means_effective_report"] == expected


def test_a_jagged_critic_is_not_smooth_and_one_that_never_changes_has_no_scale():
    smooth = 0.4 - 0.002 * EPOCHS
    jagged = np.random.default_rng(0).uniform(size=len(EPOCHS))
    found = verdicts(
        *trained("report", smooth, emd_val=jagged),
        *trained("report_text", smooth, emd_val=0.5),
    )
    assert found["critic_curve_smooth_report"] == FAILS
    assert found["critic_curve_smooth_report_text"] == NOT_RUN


def test_the_page_says_over_what_an_interval_is():
    """One seed: over epochs, which is marked."""
    studies = FAMILY.studies(trained("report", 0.2 + 0.002 * EPOCHS)[:1])
    page = claims_page(Ledger("gan", ABOUT_CLAIMS, CLAIMS, {"cmu": studies}), "quick")
    text = f"27.80 % in the last 11 of 45 epochs {MINUS} 20.00 % after the first"
    assert text in page
    assert "ONE SEED, bootstrap over 11 epochs" in page
