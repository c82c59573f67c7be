"""The verdict rule on constructed numbers, and claims on constructed runs."""

import numpy as np
import pytest
from fake_runs import CLIPS, record

from evaluation.claims.ledger import (
    FAILS,
    HOLDS,
    NOT_RUN,
    UNDECIDED,
    Claim,
    Comparison,
    Ledger,
    interval,
    verdict,
)
from evaluation.claims.markdown import claims_page
from reenact.numerals import MINUS
from seq2seq.family import FAMILY
from seq2seq.report.claims import CLAIMS


def over_seeds(*means: float) -> np.ndarray:
    return np.array(means)[:, None] + np.array([-0.5, 0.5])  # two clips, far apart


def test_the_interval_over_seeds_is_students():
    # mean 2, standard error 1/sqrt(3), t(0.975, 2) = 4.3027
    result = interval(over_seeds(1.0, 2.0, 3.0))
    assert result.mean == pytest.approx(2.0)
    assert result.high - 2.0 == pytest.approx(4.3027 / np.sqrt(3), abs=1e-4)
    assert result.low == pytest.approx(4.0 - result.high)
    assert result.method == "t, 3 seeds"


def test_one_seed_is_bootstrapped_over_clips_and_marked():
    differences = np.array([[0.0, 1.0] * 50])
    result = interval(differences)
    # The mean of 100 coin throws: 0.5 ± 1.96 x 0.05.
    assert result.mean == 0.5
    assert result.low == pytest.approx(0.402, abs=0.012)
    assert result.high == pytest.approx(0.598, abs=0.012)
    assert result.method == "ONE SEED, bootstrap over 100 clips"


def test_a_single_difference_decides_nothing():
    assert verdict([Comparison("", np.array([[9.0]]))]) == UNDECIDED


@pytest.mark.parametrize(
    ("differences", "options", "expected"),
    [
        (over_seeds(1.0, 1.1, 0.9), {}, HOLDS),
        (over_seeds(-1.0, -1.1, -0.9), {}, FAILS),
        (over_seeds(-1.0, 1.1, 0.9), {}, UNDECIDED),
        (over_seeds(1.0, 1.1, 0.9), {"margin": 2.0}, FAILS),
        (over_seeds(-1.0, -1.1, -0.9), {"margin": -2.0}, HOLDS),
        (over_seeds(0.1, 0.0, -0.1), {"claimed": "within", "margin": 1.0}, HOLDS),
        (over_seeds(2.1, 2.0, 1.9), {"claimed": "within", "margin": 1.0}, FAILS),
        (over_seeds(-2.1, -2.0, -1.9), {"claimed": "within", "margin": 1.0}, FAILS),
        (over_seeds(1.1, 1.0, 0.9), {"claimed": "within", "margin": 1.0}, UNDECIDED),
        (np.array([[1.0, 1.1, 0.9, 1.2, 0.8]]), {}, HOLDS),  # one seed
        (np.array([[-1.0, -1.1, -0.9, -1.2, -0.8]]), {}, FAILS),
        (np.array([[2.0, 1.1, -3.0, 1.2, -0.8]]), {}, UNDECIDED),
    ],
)
def test_the_verdict_on_one_comparison(differences, options, expected):
    assert verdict([Comparison("", differences, **options)]) == expected


def test_the_verdict_on_several_comparisons():
    holds = Comparison("", over_seeds(1.0, 1.1, 0.9))
    fails = Comparison("", over_seeds(-1.0, -1.1, -0.9))
    open_ = Comparison("", over_seeds(-1.0, 1.1, 0.9))
    broken_guard = Comparison("", over_seeds(-1.0, -1.1, -0.9), guard=True)
    assert verdict([holds, holds]) == HOLDS
    assert verdict([holds, fails]) == FAILS
    assert verdict([holds, open_]) == UNDECIDED
    assert verdict([holds, broken_guard]) == UNDECIDED
    assert verdict([fails, broken_guard]) == FAILS
    assert verdict([broken_guard]) == NOT_RUN
    assert verdict([]) == NOT_RUN


def test_comparisons_that_cannot_be_judged_are_refused():
    with pytest.raises(ValueError, match=r"\(3,\)"):
        Comparison("", np.zeros(3))
    with pytest.raises(ValueError, match="margin > 0"):
        Comparison("", np.zeros((2, 2)), claimed="within")


def verdicts(*runs) -> dict[str, str]:
    studies = FAMILY.studies(runs)
    return {claim.id: verdict(claim.test(studies)) for claim in CLAIMS}


def flat(level: float) -> list[float]:
    return [level] * 6


REST = record("zero_velocity", {"corrected": [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]})


def seeds(study: str, corrected: object, as_published: object = None) -> list:
    """Three seeds that differ by a thousandth."""
    modes = {"corrected": corrected, "as_published": as_published or corrected}
    return [
        record(
            study,
            {
                mode: {action: np.array(curve) + 0.001 * seed for action in CLIPS}
                for mode, curve in modes.items()
            },
            seed,
        )
        for seed in range(3)
    ]


def test_nothing_run_means_not_run():
    assert set(verdicts().values()) == {NOT_RUN}


def test_claims_follow_the_numbers():
    growing = [0.4, 0.6, 1.0, 1.1, 1.4, 1.9]
    found = verdicts(
        REST,
        *seeds("uni_enc_50", growing, flat(0.3)),
        *seeds("bi_enc_50", growing, flat(0.1)),
        *seeds("uni_enc_0", [e + 0.2 for e in growing], flat(0.3)),
        *seeds("uni_enc_100", growing, flat(0.3)),
        *seeds("uni_enc_50_residual", [e - 0.1 for e in growing]),
        *seeds("martinez_residual_sup", [0.3, 0.5, 0.9, 1.0, 1.2, 1.5]),
        *seeds("martinez_teacher_forced", [0.2, 0.4, 0.9, 1.2, 1.8, 2.9]),
        *seeds("erd", flat(2.0)),
    )
    assert found == {
        "flat_beyond_160ms_corrected": FAILS,
        "flat_beyond_160ms_as_published": HOLDS,
        "bidirectional_no_better_corrected": HOLDS,
        "bidirectional_no_better_as_published": FAILS,
        "forcing_ratio_no_effect_corrected": FAILS,
        "forcing_ratio_no_effect_as_published": HOLDS,
        "residual_worse_corrected": FAILS,
        "residual_worse_as_published": HOLDS,
        "quaternions_worse_corrected": NOT_RUN,
        "quaternions_worse_as_published": NOT_RUN,
        "zero_velocity_beats_non_residual": HOLDS,
        "residual_beats_zero_velocity": HOLDS,
        "sampling_beats_teacher_forcing": HOLDS,
    }


def test_a_model_that_learnt_nothing_does_not_confirm_flatness():
    assert verdicts(REST, *seeds("uni_enc_0", flat(1.6)))[
        "flat_beyond_160ms_corrected"
    ] == (UNDECIDED)
    assert verdicts(REST, *seeds("uni_enc_0", flat(0.3)))[
        "flat_beyond_160ms_corrected"
    ] == (HOLDS)


def test_runs_are_paired_by_seed():
    # The second study's seeds vary a lot, but always with those of the first.
    ones, others = [], []
    for seed, level in enumerate((1.0, 5.0, 9.0)):
        ones.append(record("uni_enc_50", {"corrected": flat(level)}, seed))
        higher = level + 0.1 + 0.001 * seed
        others.append(record("uni_enc_50_residual", {"corrected": flat(higher)}, seed))
    assert verdicts(*ones, *others[::-1])["residual_worse_corrected"] == HOLDS


def test_a_model_of_one_action_is_compared_on_that_action():
    walking = {"walking": flat(0.2)}
    rest = {"walking": flat(0.5), "running": flat(0.1)}
    runs = [
        record("martinez_sampling_sa", {"corrected": walking}, seed)
        for seed in range(2)
    ]
    found = verdicts(record("zero_velocity", {"corrected": rest}), *runs)
    assert found["zero_velocity_beats_non_residual"] == FAILS


def test_the_page_shows_source_numbers_and_verdict():
    claim = Claim(
        "sky_is_up",
        "a book, section 3",
        "The sky is up.",
        lambda studies: (
            [Comparison(f"sky {MINUS} sea", over_seeds(1.0, 1.1, 0.9))]
            if studies
            else []
        ),
    )
    evidence = {"cmu": FAMILY.studies([REST]), "h36m": {}}
    ledger = Ledger("skies", "Heights in metres.", [claim], evidence)
    page = claims_page(ledger, "quick")
    assert "## skies\n\nHeights in metres." in page
    assert "1 claims: holds here 1, does not hold here 0," in page
    assert "| [sky_is_up](#sky_is_up) | holds here |" in page
    assert "a book, section 3" in page
    assert "CMU: **holds here**" in page
    assert f"sky {MINUS} sea: difference +1.000 [+0.752, +1.248] (t, 3 seeds)" in page
