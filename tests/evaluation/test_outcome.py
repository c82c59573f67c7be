"""What is said of a run beside its baselines, worked out by hand."""

import dataclasses
import pathlib

import numpy as np
import pytest
from fake_gan_runs import gan_record
from fake_runs import record
from fake_smoothing_runs import smoothing_record
from fake_stt_runs import stt_record
from fake_taxonomy_runs import baseline

from evaluation import families
from evaluation.outcome import baselines_beside, outcome_table

FLAT = np.ones(6)


def seq2seq(study, corrected, published=9.0, seed=0):
    curves = {"corrected": corrected * FLAT, "as_published": published * FLAT}
    return record(study, curves, seed)


def cells(table, row):
    """The numbers of a row, of the first of that name."""
    lines = [line for line in table.splitlines()[2:] if line.startswith(row)]
    return lines[0].removeprefix(row).split()


def test_horizons_beside_zero_velocity_and_the_best_other():
    family = families.load("seq2seq")
    seeds = [seq2seq("uni_enc_50", 1.0), seq2seq("uni_enc_50", 0.8, seed=1)]
    one_step = record("zero_velocity_one_step", {"as_published": 0.1 * FLAT})
    others = [
        *(record("running_average_4", {"corrected": 0.8 * FLAT}), one_step),
        record("running_average_2", {"corrected": 0.75 * FLAT}),
        record("zero_velocity", {"corrected": np.array([1, 1, 1, 1.8, 1, 1.0])}),
    ]
    table = outcome_table(family, seeds, others)
    first, title, *_ = table.splitlines()
    assert "ms ahead: 50 % better than Zero velocity and 20 % worse than" in first
    assert title == "error of Euler angles after … ms, rad; lower is better (2 seeds)"
    assert cells(table, "Uni-Enc-50") == ["0.90"] * 6
    assert cells(table, "Zero velocity") == ["1.00"] * 3 + ["1.80"] + ["1.00"] * 2
    gain = "  better (+), worse (\N{MINUS SIGN}), %"
    assert cells(table, gain) == ["+10", "+10", "+10", "+50", "+10", "+10"]
    assert cells(table, "Running average 2") == ["0.75"] * 6
    assert table.splitlines()[-1].split()[-1] == "\N{MINUS SIGN}20"
    assert "one step" not in table and "average 4" not in table


def test_a_share_is_shown_in_percent():
    family = families.load("gan")
    table = outcome_table(family, [gan_record("mse")], [baseline("zero_velocity", 2.0)])
    shown = [float(value) for value in cells(table, family.label("mse"))]
    errors = gan_record("mse").errors["mse_all_until"].values()
    expected = 100 * np.mean([each.mean(axis=0) for each in errors], axis=0)
    np.testing.assert_allclose(shown, expected, atol=0.006)


def test_keypoints_are_by_threshold_and_differ_in_points():
    family = families.load("smoothing")
    run = smoothing_record("deciwatch_1.1", 0.6)
    others = [
        smoothing_record("identity_1.1", 0.5),
        smoothing_record("gaussian_5_1.1", 0.8),
        smoothing_record("mean_5_1.1", 0.7),
    ]
    table = outcome_table(family, [run], others)
    first, title, header, *_ = table.splitlines()
    assert first.startswith("DeciWatch 1.1 on 5 test clips of cmu, at 0.1 torsos: ")
    assert (
        "5 points better than Identity function 1.1 and 10 points worse than" in first
    )
    assert title.startswith("keypoints within … torsos, %")
    assert header.split()[-3:] == ["0.05", "0.1", "0.2"]
    assert cells(table, "DeciWatch 1.1") == ["15.00", "30.00", "60.00"]
    assert cells(table, "Gaussian of 5 frames 1.1") == ["20.00", "40.00", "80.00"]


def test_without_baselines_the_errors_are_still_there():
    table = outcome_table(families.load("stt"), [stt_record("02")], [])
    assert "no baseline is at hand." in table and cells(table, "02: Original")


def test_a_family_without_headline_is_shown_by_its_first_errors():
    family = dataclasses.replace(families.load("stt"), headlines=())
    table = outcome_table(
        family, [stt_record("02")], [stt_record("zero_velocity", 8.0)]
    )
    assert table.splitlines()[1] == "euler sum; lower is better (1 seed)"
    assert "50 % better than Zero velocity" in table


@pytest.fixture
def runs(tmp_path):
    """A run of keypoints among smoothers of other noise and other grids."""
    folder = tmp_path / "quick/cmu"
    for study, changes in {
        "identity_1.1": {},
        "identity_2.1": {},
        "mean_5_1.1,grid=28": {"reduced": "grid 28 instead of 56"},
        "median_5_1.1": {"data": {"name": "cmu", "fingerprint": "e" * 64}},
        "gaussian_5_1.1": {"windows": None},
    }.items():
        run = smoothing_record(study)
        if changes.pop("windows", 0) is None:
            first = {"walking": run.windows["walking"]}
            errors = {k: {"walking": e["walking"]} for k, e in run.errors.items()}
            changes = {"windows": first, "errors": errors}
        run = dataclasses.replace(run, **changes)
        run.save(folder / "smoothing_baselines" / study / "seed0" / "metrics.json")
    damaged = folder / "smoothing_baselines/one_euro_1.1/seed0/metrics.json"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("{")
    return folder


def test_only_what_was_scored_alike_is_beside(runs: pathlib.Path):
    family = families.load("smoothing")
    place = runs / "smoothing/deciwatch_1.2/seed0"
    # The blur of heatmaps, which 1.2 has less of, is none of coordinates.
    run = smoothing_record("deciwatch_1.2", reduced="")
    found = baselines_beside(family, run, place)
    assert [each.study for each in found] == ["identity_1.1"]
    small = smoothing_record("conv3d_1.1", reduced="grid 28 instead of 56")
    found = baselines_beside(family, small, place)
    assert [each.study for each in found] == ["mean_5_1.1,grid=28"]
    assert not baselines_beside(family, run, runs.parent / "h36m/smoothing/a/seed0")
