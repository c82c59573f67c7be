"""The report's claims about the prior, on made-up runs."""

import numpy as np
import pytest
from fake_taxonomy_runs import baseline, history, taxonomy_record

from evaluation.claims.ledger import FAILS, HOLDS, NOT_RUN, UNDECIDED, verdict
from reenact.numerals import MINUS
from taxonomy.family import FAMILY
from taxonomy.report.claims import CLAIMS

BASELINES = [baseline("zero_velocity", 19.0), baseline("mean_pose", 30.0)]
EPOCHS = 60
EPOCH = np.arange(1, EPOCHS + 1)
BEFORE = (
    *("prior_better_before_epoch_25", "prior_starts_lower", "prior_lower_maximum"),
    *("prior_larger_noise_area", "prior_at_most_equal_after_epoch_25"),
)
CURVES_LATER = (
    *("training_rises_in_the_noise", "training_falls_after_the_noise"),
    *("noise_between_epochs_25_and_45", "validation_falls_after_the_noise"),
)
ON_TEST = ("prior_at_most_equal_on_test", "published_forecast_is_late")


def zigzag(height: float) -> np.ndarray:
    """Up and down by the epoch, from 25 to 45."""
    inside = (EPOCH >= 25) & (EPOCH <= 45)
    return np.where(inside, height * (-1.0) ** EPOCH, 0)


def rising_and_falling(epochs: np.ndarray) -> np.ndarray:
    """Falls to epoch 24, rises to 45 and falls again."""
    return np.interp(epochs, [1, 24, 45, 60], [0.5, 0.3, 0.4, 0.2])


def seeds(study: str, training, validation, forced, level=20.0, **changes) -> list:
    """Three seeds that differ by a thousandth."""
    return [
        taxonomy_record(
            *(study, level * (1 + seed / 1000), seed),
            history=history(
                *(np.asarray(each) + seed / 1000 for each in (training, validation)),
                np.asarray(forced) + seed / 1000,
            ),
            **changes,
        )
        for seed in range(3)
    ]


def verdicts(*runs) -> dict[str, str]:
    studies = FAMILY.studies(runs)
    return {claim.id: verdict(claim.test(studies)) for claim in CLAIMS}


def as_the_report_says(epochs: int = EPOCHS) -> list:
    """The prior starts 0.05 lower, is as good after epoch 24, and noisy throughout."""
    training, forced = rising_and_falling(EPOCH), np.linspace(0.4, 0.1, EPOCHS)
    late = EPOCH > 24
    original = training + 0.3 + 0.3 * late
    prior = original - 0.05 * ~late
    prior[5::2] += 0.015  # in every other epoch
    curves = [
        ("transformer", original + zigzag(0.05), 20.0),
        ("transformer_taxonomy", prior + zigzag(0.03), 20.5),
    ]
    runs = [
        run
        for study, validation, level in curves
        for run in seeds(
            study, *(each[:epochs] for each in (training, validation, forced)), level
        )
    ]
    written = seeds("transformer_as_published", training, original, forced, 26.0)
    return [*BASELINES, *written, *runs]


def test_nothing_run_means_not_run():
    assert set(verdicts().values()) == {NOT_RUN}
    assert set(verdicts(*BASELINES).values()) == {NOT_RUN}
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)


def test_a_world_in_which_the_report_is_right():
    found = verdicts(*as_the_report_says())
    assert set(found.values()) == {HOLDS}, found
    assert set(found) == {
        *(*BEFORE, *CURVES_LATER, *ON_TEST),
        *("training_curves_identical", "rise_is_exposure_bias"),
    }


def test_a_world_in_which_it_is_wrong():
    falling = np.linspace(0.6, 0.2, EPOCHS)
    rising = falling[::-1]
    found = verdicts(
        *BASELINES,
        *seeds("transformer", falling, rising + zigzag(0.02), falling, 25.0),
        *seeds("transformer_taxonomy", rising, rising + 0.1, falling, 20.0),
        *seeds("transformer_as_published", falling, rising, falling, 20.0),
    )
    refuted = {name for name, word in found.items() if word == FAILS}
    assert refuted == {
        *("prior_better_before_epoch_25", "prior_starts_lower"),
        *("prior_lower_maximum", "prior_larger_noise_area"),
        *("training_curves_identical", "training_rises_in_the_noise"),
        *("training_falls_after_the_noise", "validation_falls_after_the_noise"),
        *ON_TEST,
    }
    falls = seeds("transformer", falling, falling, rising)
    assert verdicts(*falls)["rise_is_exposure_bias"] == FAILS
    better = seeds("transformer_taxonomy", falling, falling - 0.1, rising)
    found = verdicts(*BASELINES, *falls, *better)
    assert found["prior_at_most_equal_after_epoch_25"] == FAILS


@pytest.mark.parametrize(
    ("epochs", "not_run"),
    [
        (6, {*BEFORE, *CURVES_LATER} - {"prior_starts_lower"}),
        (23, {*BEFORE, *CURVES_LATER} - {"prior_starts_lower"}),
        (24, {*BEFORE[2:], *CURVES_LATER}),
        (44, {*BEFORE[2:], *CURVES_LATER}),
        (45, {"training_falls_after_the_noise", "validation_falls_after_the_noise"}),
    ],
)
def test_epochs_that_were_not_trained_are_not_judged(epochs, not_run):
    found = verdicts(*as_the_report_says(epochs))
    assert {name for name, word in found.items() if word == NOT_RUN} == not_run


def test_one_seed_has_an_interval_over_epochs_and_none_for_a_single_epoch():
    runs = [run for run in as_the_report_says() if run.seed == 0]
    found = verdicts(*runs)
    assert found["prior_better_before_epoch_25"] == HOLDS
    assert found["prior_starts_lower"] == UNDECIDED
    claims = {claim.id: claim for claim in CLAIMS}
    (compared, *_) = claims["prior_better_before_epoch_25"].test(FAMILY.studies(runs))
    assert compared.unit == "epochs" and compared.differences.shape == (1, 24)


def test_curves_of_one_study_decide_nothing_about_both():
    runs = [run for run in as_the_report_says() if run.study != "transformer_taxonomy"]
    found = verdicts(*runs)
    for name in (*BEFORE, *CURVES_LATER, "training_curves_identical"):
        assert found[name] == NOT_RUN
    assert found["rise_is_exposure_bias"] == HOLDS


def test_a_transformer_no_better_than_the_mean_pose_confirms_nothing():
    runs = [run for run in as_the_report_says() if run.study != "mean_pose"]
    found = verdicts(*runs, baseline("mean_pose", 15.0))
    for name in (*BEFORE, *ON_TEST, "training_curves_identical"):
        assert found[name] == UNDECIDED


def test_the_area_of_noise_is_the_sum_over_epochs():
    claims = {claim.id: claim for claim in CLAIMS}
    flat = np.full(EPOCHS, 0.3)
    spike = flat.copy()
    spike[[9, 30]] += (0.2, 0.4)
    runs = [
        *seeds("transformer", flat, flat, flat),
        *seeds("transformer_taxonomy", flat, spike, flat),
    ]
    (area, *_) = claims["prior_larger_noise_area"].test(FAMILY.studies(runs))
    assert area.differences.mean() == pytest.approx(0.6)
    assert f"0.6000 {MINUS} Transformer 0.0000" in area.text


def test_claims_about_the_prior_say_where_the_transformer_is_weak():
    claims = {claim.id: claim for claim in CLAIMS}
    caveat = claims["prior_at_most_equal_on_test"].caveat
    weak = seeds("transformer", *[np.full(3, 0.3)] * 3, 20.0)
    strong = seeds("transformer", *[np.full(3, 0.3)] * 3, 18.0)
    # Worse than zero velocity, if better than the mean pose.
    assert "does not beat Zero velocity here" in caveat(
        FAMILY.studies([*BASELINES, *weak])
    )
    assert caveat(FAMILY.studies([*BASELINES, *strong])) == ""
    assert claims["rise_is_exposure_bias"].caveat is None
