"""The smoothing thesis's claims, on made-up runs."""

import numpy as np
import pytest
from fake_smoothing_runs import history, smoothing_record

from evaluation.claims.ledger import FAILS, HOLDS, NOT_RUN, UNDECIDED, verdict
from reenact.numerals import MINUS
from smoothing.family import FAMILY
from smoothing.report.claims import CLAIMS
from smoothing.report.comparisons import CLOSE, difference
from smoothing.report.printed import RUNS, Printed, printed_pck
from smoothing.report.rows import KEYPOINTS
from smoothing.study_names import LABELS

THRESHOLDS = (0.05, 0.1, 0.2)
# Where the thesis's own table says otherwise than its text, in which claim.
AGAINST_ITS_TABLE = {
    "convlstm_s_close_to_c",  # 74.6 and 68.5
    "convlstm_c_better_than_s",  # not in 1.3, 2.2 and 2.3
}


def printed_runs() -> list:
    """The printed tables as runs of one seed."""
    printed, runs = printed_pck(), []
    for name, model in {"identity": "Identity function", **LABELS}.items():
        for run in (*RUNS[1], *RUNS[2]):
            shares = {t: printed[Printed(model, run, t)] / 100 for t in THRESHOLDS}
            keypoints = {
                column: printed[key] / 100
                for keypoint, columns in KEYPOINTS.items()
                for column in columns
                if (key := Printed(model, run, 0.2, keypoint)) in printed
                and keypoint != "total"
            }
            study = f"{name}_{run}"
            runs.append(smoothing_record(study, shares=shares, keypoints=keypoints))
    return runs


def verdicts(*runs) -> dict[str, str]:
    studies = FAMILY.studies(runs)
    return {claim.id: verdict(claim.test(studies)) for claim in CLAIMS}


def test_nothing_run_means_not_run():
    assert set(verdicts().values()) == {NOT_RUN}
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)


def test_a_world_in_which_the_printed_table_is_measured():
    found = verdicts(*printed_runs())
    untested = {name for name, word in found.items() if word == NOT_RUN}
    assert untested == {
        "training_ends_before_second_drop",
        *(f"printed_deciwatch_far_above_linear_at_{each}" for each in THRESHOLDS),
        "printed_conv3d_far_above_linear_with_k_2",
        "printed_convlstms_near_linear",
        "printed_deciwatch_as_if_without_noise",
    }
    wrong = {name for name, word in found.items() if word == FAILS}
    assert wrong == AGAINST_ITS_TABLE
    # Model C has 96.1 in 1.1 and in 1.2, DeciWatch 80.2 in 1.1 and in 2.1.
    undecided = {name for name, word in found.items() if word == UNDECIDED}
    assert undecided == {"experiment_2_better_than_1", "lower_noise_is_easier"}


def level_runs(levels: dict[str, float], run: str = "1.1") -> list:
    return [smoothing_record(f"{name}_{run}", level) for name, level in levels.items()]


def test_a_world_in_which_it_is_the_other_way_round():
    found = verdicts(
        *level_runs(
            {
                **{"identity": 0.5, "conv3d": 0.6, "deciwatch": 0.45},
                **{"convlstm_s": 0.9, "convlstm_c": 0.7},
            }
        ),
        smoothing_record("conv3d_2.1", 0.8),
        smoothing_record("convlstm_s_1.3", 0.5),
        smoothing_record("deciwatch_1.3", 0.48),
    )
    for name in (
        "deciwatch_best_at_0.05",
        "conv3d_best_at_0.2",
        "conv3d_worst_at_0.05",
        "convlstm_s_close_to_c",
        "convlstm_c_better_than_s",
        "all_but_deciwatch_1.3_beat_identity",
        "lower_noise_is_easier",
        "half_frame_rate_helps_convlstms",
        "half_frame_rate_hurts_deciwatch",
    ):
        assert found[name] == FAILS, name
    assert found["deciwatch_worst_at_0.2"] == HOLDS
    assert found["experiment_2_better_than_1"] == NOT_RUN


def test_differences_are_of_clips_in_points():
    studies = FAMILY.studies(
        [
            smoothing_record("conv3d_1.1", 0.8, keypoints={"left_hip": 0.5}),
            smoothing_record("deciwatch_1.1", 0.6),
        ]
    )
    (found,) = difference(studies, "conv3d_1.1", "deciwatch_1.1", "pck_0.1")
    # Clips of walking deviate by -1, 0 and 1 %, of climbing by half a percent.
    factors = 1 + np.array([-0.005, 0.005, -0.01, 0, 0.01])
    np.testing.assert_allclose(found.differences, [100 * 0.1 * factors], atol=1e-9)
    assert found.text == (
        f"PCK within 0.1 torsos, %: 3DConv 1.1 40.0 {MINUS} DeciWatch 1.1 30.0"
    )
    (found,) = difference(studies, "conv3d_1.1", "deciwatch_1.1", CLOSE)
    np.testing.assert_allclose(found.differences, 0, atol=1e-9)
    hips = ("hip",), ("knee", "ankle")
    (found,) = difference(studies, "conv3d_1.1", "conv3d_1.1", "pck_0.2", hips)
    np.testing.assert_allclose(found.differences.mean(), 65 - 80)


def test_keypoints_that_no_clip_has_are_not_compared():
    run = smoothing_record("conv3d_1.1")
    for actions in run.errors.values():
        for counts in actions.values():
            counts[:, [run.columns.index(f"{s}_ear") for s in ("left", "right")]] = 0
    studies = FAMILY.studies([run])
    ears = ("ear",), ("nose",)
    assert difference(studies, "conv3d_1.1", "conv3d_1.1", "pck_0.2", ears) == []


def test_identity_is_that_of_the_same_grid():
    coarse = {"reduced": "grid 28 instead of 56"}
    runs = [
        smoothing_record("identity_1.1", 0.7),
        smoothing_record("identity_1.1,grid=28", 0.5, **coarse),
        smoothing_record("convlstm_s_1.1", 0.6, **coarse),
    ]
    name = "all_but_deciwatch_1.3_beat_identity"
    assert verdicts(*runs)[name] == HOLDS
    assert verdicts(runs[0], runs[1], smoothing_record("conv3d_1.1", 0.6))[name] == (
        FAILS
    )


def test_a_model_of_several_seeds_is_paired_with_the_one_of_a_smoother():
    seeds = [smoothing_record("conv3d_1.1", 0.6 + 0.01 * s, s) for s in range(3)]
    studies = FAMILY.studies([*seeds, smoothing_record("mean_5_1.1", 0.5)])
    (found,) = difference(studies, "conv3d_1.1", "mean_5_1.1", "pck_0.2")
    np.testing.assert_allclose(found.differences.mean(axis=1), [10, 11, 12])


def with_validation(losses, **changes):
    """A run whose learning rate falls after its third epoch."""
    rows = history(len(losses), drop_after=3)
    rows = [
        {**row, "validation_loss": loss} for row, loss in zip(rows, losses, strict=True)
    ]
    return smoothing_record("deciwatch_1.1", history=tuple(rows), **changes)


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ((3, 2, 1.0, 1.1, 1.2), HOLDS),
        ((3, 2, 1.0, 0.995, 0.9), HOLDS),
        ((3, 2, 1.0, 0.9, 0.9), FAILS),
    ],
)
def test_effect_of_the_learning_rate_on_the_validation_loss(losses, expected):
    runs = [with_validation(losses, seed=seed) for seed in range(3)]
    found = verdicts(*runs)
    assert found["learning_rate_without_effect_on_validation_loss"] == expected
    assert found["learning_rate_lowers_training_loss"] == HOLDS


def test_runs_that_stop_before_the_second_drop():
    once = [with_validation((3, 2, 1, 1), seed=s, stopped="patience") for s in (0, 1)]
    name = "training_ends_before_second_drop"
    assert verdicts(*once)[name] == HOLDS
    assert verdicts(with_validation((3, 2, 1, 1)))[name] == NOT_RUN  # out of steps


@pytest.mark.parametrize(
    ("two_frames", "five_frames", "deciwatch", "convlstms"),
    [
        # PCK@0.05 of the best linear maps; DeciWatch is printed with 51.4, the others
        # with 27.8 and 29.5.
        (0.35, 0.15, HOLDS, HOLDS),
        (0.38, 0.13, FAILS, FAILS),
    ],
)
def test_printed_numbers_against_linear_estimators(
    two_frames, five_frames, deciwatch, convlstms
):
    found = verdicts(
        smoothing_record("linear_2_1.1", shares={0.05: two_frames, 0.1: 0.4}),
        smoothing_record("linear_5_1.1", 0.9, shares={0.05: five_frames, 0.1: 0.6}),
    )
    assert found["printed_deciwatch_far_above_linear_at_0.05"] == deciwatch
    assert found["printed_convlstms_near_linear"] == convlstms
    assert found["printed_conv3d_far_above_linear_with_k_2"] == NOT_RUN


def test_claims_about_a_network_say_where_a_filter_beats_it():
    claims = {claim.id: claim for claim in CLAIMS}
    caveat = claims["convlstm_s_close_to_c"].caveat
    coarse = {"reduced": "grid 28 instead of 56"}
    filters = [
        smoothing_record("mean_5_1.1", 0.5),
        smoothing_record("gaussian_3_1.1", 0.95),  # of another grid
        smoothing_record("mean_5_1.1,grid=28", 0.6, **coarse),
        smoothing_record("gaussian_3_1.1,grid=28", 0.8, **coarse),
    ]
    weak = smoothing_record("convlstm_s_1.1", 0.7, **coarse)
    strong = smoothing_record("convlstm_c_1.1", 0.9, **coarse)
    assert caveat(FAMILY.studies([*filters, weak, strong])) == (
        "The benchmark, bi-ConvLSTM Model S 1.1, does not beat Gaussian of 3 frames, "
        "whole clip 1.1, grid=28 here (PCK within 0.1 torsos, %: 35.0 against 40.0), "
        "so this says little about the change."
    )
    assert caveat(FAMILY.studies([*filters, strong])) == ""
    assert caveat(FAMILY.studies([weak, strong])) == ""
