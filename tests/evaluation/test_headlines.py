"""What is said first of a family: what beats what, by how much, and how surely."""

import pytest

from evaluation import families
from evaluation.headline_sentences import sentence
from evaluation.headlines import findings
from evaluation.tables.results_csv import COLUMNS

# Error after 167 ms; zero velocity errs by 2.
SEQ2SEQ = {
    "family": "seq2seq",
    "table": "seq2seq_cmu",
    "metric": "martinez_error_rad",
    "mode": "corrected",
    "action": "average",
    "horizon_ms": "400",
    "real_ms": "167",
    "seeds": "1",
    "baseline": "2",
    "data": "cmu 5fb21aef1f4c",
}
# Keypoints within 0.1 torsos; the noisy input has 26 %.
SMOOTHING = {
    **SEQ2SEQ,
    "family": "smoothing",
    "table": "smoothing_tables",
    "metric": "pck",
    "horizon_ms": "",
    "threshold": "0.1",
    "baseline": "26",
}


def row(usual, study, value, **fields):
    return {
        **dict.fromkeys(COLUMNS, ""),
        **usual,
        "study": study,
        "value": value,
    } | fields


def found(*rows):
    """The first headline of a family."""
    return findings(families.load(rows[0]["family"]), rows)[0]


def test_it_beats_both():
    # Three seeds of standard deviation 0.1: 4.303 x 0.1 / sqrt(3) = 0.248 either way.
    finding = found(
        row(SEQ2SEQ, "zero_velocity", "2"),
        row(SEQ2SEQ, "running_average_2", "1.9"),
        row(SEQ2SEQ, "running_average_4", "3"),
        row(SEQ2SEQ, "erd", "1.5"),
        row(SEQ2SEQ, "bi_enc_50", "1", spread="0.1", seeds="3"),
    )
    assert sentence(finding) == (
        "*Bi-Enc-50* beats zero velocity by 50 % (38 to 62) and the best simple model "
        "(Running average 2) by 47 % (34 to 60) (95 % intervals, 3 seeds)."
    )
    assert [each.value for each in finding.simple] == [1.9, 3]
    assert (finding.outcome, finding.in_short) == ("ahead", "better than both")
    assert finding.ranking == ["bi_enc_50", "erd"]


def test_to_beat_what_is_worse_than_doing_nothing_is_not_said():
    finding = found(
        row(SEQ2SEQ, "running_average_2", "2"),
        row(SEQ2SEQ, "running_average_4", "3"),
        row(SEQ2SEQ, "bi_enc_50", "1", spread="0.1", seeds="3"),
    )
    assert sentence(finding) == (
        "*Bi-Enc-50* beats zero velocity by 50 % (38 to 62) (95 % intervals, 3 seeds); "
        "no simple model here is better than zero velocity."
    )
    assert finding.in_short == "better than doing nothing"
    assert finding.simple[0].value == 2  # still shown beside it


def test_where_higher_is_better_a_simple_model_has_to_be_higher():
    known = row(SMOOTHING, "convlstm_c_1.1", "62.7"), row(SMOOTHING, "mean_5_1.1", "25")
    assert found(*known).in_short == "better than doing nothing, one seed"
    finding = found(*known, row(SMOOTHING, "median_5_1.1", "27"))
    assert finding.in_short == "better than both, one seed"
    assert finding.title == "keypoints within 0.1 torsos, %; higher is better"


def test_it_loses_to_a_simple_model_that_is_named():
    finding = found(
        row(SMOOTHING, "convlstm_c_1.1", "62.7"),
        row(SMOOTHING, "mean_5_1.1", "58.9"),
        row(SMOOTHING, "gaussian_3_1.1", "72.2"),
        row(SMOOTHING, "identity_1.1", "26"),
    )
    assert sentence(finding) == (
        "*bi-ConvLSTM Model C* beats the noisy input by 36.7 points, but loses to a "
        "simple model: Gaussian of 3 frames, whole clip by 9.5 points (one seed, no "
        "interval)."
    )
    assert (finding.outcome, finding.in_short) == (
        "behind",
        "worse than a simple model, one seed",
    )


def test_of_many_simple_models_that_are_ahead_the_best_two_are_named():
    finding = found(
        row(SMOOTHING, "conv3d_1.1", "50", spread="1", seeds="2"),
        *(
            row(SMOOTHING, f"{name}_1.1", value)
            for name, value in (
                ("median_5", "65"),
                ("linear_5", "76"),
                ("mean_5", "70"),
                ("one_euro", "52"),  # within the interval, 50 ± 9
            )
        ),
    )
    assert sentence(finding) == (
        "*3DConv* beats the noisy input by 24.0 points (15.0 to 33.0), but loses to "
        "simple models: Best linear map of 5 frames by 26.0 points (17.0 to 35.0), "
        "Mean of 5 frames by 20.0 points (11.0 to 29.0) and 1 more (95 % intervals, 2 "
        "seeds)."
    )


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1.9", "better, \N{MINUS SIGN}40 to +50"),
        ("2.1", "worse, \N{MINUS SIGN}50 to +40"),
    ],
)
def test_an_interval_with_both_signs_tells_nothing(value, said):
    # Two seeds of 0.1: 12.71 x 0.1 / sqrt(2) = 0.898.
    finding = found(row(SEQ2SEQ, "erd", value, spread="0.1", seeds="2"))
    assert sentence(finding) == (
        f"*ERD* cannot be told from zero velocity (5 % {said}) (95 % intervals, "
        "2 seeds)."
    )
    assert finding.in_short == "no clear difference"


def test_worse_than_doing_nothing_with_one_seed():
    finding = found(
        row(SEQ2SEQ, "erd", "2.05"), row(SEQ2SEQ, "running_average_2", "2.5")
    )
    assert sentence(finding) == (
        "*ERD* loses to zero velocity by 2.5 % (one seed, no interval); no simple "
        "model here is better than zero velocity."
    )
    assert finding.in_short == "worse than doing nothing, one seed"


def test_without_simple_models():
    finding = found(row(SEQ2SEQ, "erd", "1"))
    assert sentence(finding) == (
        "*ERD* beats zero velocity by 50 % (one seed, no interval)."
    )
    assert finding.in_short == "better than doing nothing, one seed"


def test_simple_models_are_compared_on_the_same_test_data_alone():
    finding = found(
        row(SMOOTHING, "convlstm_c_1.1", "62.7"),
        row(SMOOTHING, "gaussian_3_2.1", "72.2", baseline="7"),
        row(SMOOTHING, "mean_5_1.1", "60.6", baseline="24.5"),  # on another grid
        row(SMOOTHING, "median_5_1.1", "", baseline="26"),
    )
    assert finding.simple == []


def test_a_page_of_other_data_has_the_same_headline_without_printed_numbers():
    printed = {"published": "1.1"}
    rows = [row(SEQ2SEQ, "erd", "1", table="seq2seq_synthetic", **printed)]
    family = families.load("seq2seq")
    assert findings(family, rows) == []
    (finding, *_) = findings(family, rows, "seq2seq_synthetic")
    assert sentence(finding).startswith("*ERD* beats zero velocity by 50 %")
