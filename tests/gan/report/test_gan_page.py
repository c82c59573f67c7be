"""The table of the generator and critic, from made-up runs."""

import pytest
from fake_gan_runs import gan_record, history
from fake_runs import csv_rows, save
from table_cells import cells, without

from evaluation.tables.make import make_table
from evaluation.tables.text_forms import to_markdown
from gan.family import FAMILY
from gan.report.page import gan_page
from reenact.errors import DataError

ALL = "Squared error of all numbers, %"
VARYING = "Squared error of the numbers that vary, %"
DIAGNOSTICS = "How the networks train: what the last evaluation measured"
ALARMS = "Alarms: the epoch of the first one"
CONTROL = "Generator alone, squared error (control)"
STUDIES = ("mse", "report", "wgan", "wgan_gp")  # that were run


@pytest.fixture(scope="module")
def runs():
    """The control, two seeds of the report's algorithm, a penalised critic."""
    dead = {"dead_share": [0.2, 0.95, 0.97], "gap_val": 1e-9}
    return [
        gan_record("zero_velocity", 0.4),
        gan_record("mean_pose", 0.625),
        gan_record("mse", 0.15, history=history([0.25, 0.16, 0.18], "mse")),
        *(
            gan_record("report", level, seed, history=history(curve, "report", **each))
            for seed, (level, curve, each) in enumerate(
                (
                    (0.20, [0.30, 0.21, 0.45], dead),
                    (0.22, [0.32, 0.23, 0.19], {"saturation": [0.95, 0.1, 0.1]}),
                )
            )
        ),
        gan_record("wgan_gp", history=history([0.3], "wgan_gp", lipschitz_mean=9.0)),
        gan_record("wgan", history=history([0.3], "wgan", lipschitz_mean=9.0)),
    ]


@pytest.fixture(scope="module")
def made(runs):
    document, figures = gan_page("gan_figure4", "cmu", FAMILY.studies(runs), "quick")
    return to_markdown(document), figures


def column(page: str, title: str, row: str, study: str) -> str:
    return cells(page, title, "", row)[STUDIES.index(study)]


def test_errors_in_percent(made):
    page, _ = made
    printed = cells(page, ALL, "Printed, on DIP", "Wasserstein GAN")
    assert printed == ["21.00", "15.00", "-", "-", "-"]
    assert cells(page, ALL, "Baselines", "Zero velocity") == [
        *("40.00", "40.00", "-", "40.00", "40.00")
    ]
    assert cells(page, ALL, "Baselines", "Mean pose") == ["-"] * 4 + ["62.50"]
    assert cells(page, ALL, "Ours", CONTROL) == [
        *("**25.00**", "**16.00**", "2", "**18.00**", "**15.00**")
    ]
    # Best of each seed: 21 % in epoch 2, 19 % in epoch 3.
    assert cells(page, ALL, "Ours", "The report's Algorithm 1") == [
        *("31.0±1.4", "20.0±1.4", "2.5±0.7", "32±18", "21.0±1.4")
    ]
    assert without(page, ALL, "HP-GAN")
    # 45 of 72 numbers vary.
    assert cells(page, VARYING, "Ours", CONTROL)[::4] == ["**40.00**", "**24.00**"]
    assert "Printed" not in page.split(f"## {VARYING}")[1]


def test_errors_at_horizons(made):
    page, _ = made
    mae = "MAE, radians, summed up to"
    assert cells(page, mae, "Ours", CONTROL) == [
        *("**0.600**", "**1.800**", "**3.600**", "**6.000**")
    ]
    angle = "Local angle, degrees, at"
    assert cells(page, angle, "Baselines", "Zero velocity")[-1] == "40.00"
    details = "Squared error of the numbers that vary up to"
    assert cells(page, details, "Baselines", "Zero velocity")[-1] == "0.640"


def test_diagnostics_of_the_last_evaluation(made):
    page, _ = made
    dead = "Share of its outputs within 0.01 of 0.5"
    assert column(page, DIAGNOSTICS, dead, "report") == "0.51"
    assert column(page, DIAGNOSTICS, dead, "mse") == ""
    gap = "Difference of these two means"
    assert column(page, DIAGNOSTICS, gap, "report") == "0.14"
    assert column(page, DIAGNOSTICS, "Slope of the critic, mean", "wgan_gp") == "9"
    assert "Distance between two samples" not in page  # nothing measured it


def test_when_alarms_tripped(made):
    page, _ = made
    report = {
        name: column(page, ALARMS, name, "report")
        for name in ("dead critic", "critic saturation", "worse than zero velocity")
    }
    assert report == {
        "dead critic": "2+ (1/2)",
        "critic saturation": "1 (1/2)",
        "worse than zero velocity": "3+ (1/2)",
    }
    assert column(page, ALARMS, "dead critic", "mse") == ""
    assert column(page, ALARMS, "dead critic", "wgan") == "no"
    # Only a critic that a penalty trains is to have a slope of 1.
    assert column(page, ALARMS, "no Lipschitz critic", "wgan_gp") == "1+"
    assert column(page, ALARMS, "no Lipschitz critic", "wgan") == ""
    causes = page.split("On at the last evaluation of ")[1:]
    assert [each.split(" (")[0] for each in causes] == [
        "'The report's Algorithm 1': dead critic",
        "'The report's Algorithm 1': worse than zero velocity",
        "'WGAN, gradient penalty': no Lipschitz critic",
    ]
    # The log points to the page, also for what went off again.
    gone = "- On in training, not at the last evaluation, of 'The report's Algorithm 1'"
    assert f"{gone}: critic saturation (" in page.split("## Details")[1]


def test_costs_and_caption(made):
    page, _ = made
    assert cells(page, "Cost of training, mean over seeds", "", CONTROL) == [
        *("1", "54,321", "500", "50", "0.100", "all steps")
    ]
    settings = cells(page, "Settings that differ from the paper", "", "hidden")
    assert settings == ["512", "64", "all"]
    assert (
        "Here 62% of the numbers vary." in page
        and "Line 9 trains" in page
        and "Code version abc." in page
    )


def test_every_number_is_a_figure(made):
    _, figures = made

    def one(**wanted):
        (found,) = [
            figure
            for figure in figures
            if all(getattr(figure, name) == value for name, value in wanted.items())
        ]
        return found

    best = one(study="report", metric="g_mse_val_percent_best")
    assert (best.value, best.published, best.seeds) == (pytest.approx(20), 15.0, 2)
    assert (best.action, best.baseline) == ("validation", pytest.approx(40))
    assert one(study="mse", metric="g_mse_val_percent_best").published is None
    varying = one(study="report", metric="g_mse_active_val_percent_first")
    assert varying.published is None
    test = one(study="mse", metric="mse_active_until_percent")
    assert (test.value, test.baseline) == (pytest.approx(24), pytest.approx(64))
    assert (test.horizon_ms, test.horizon_frame) == (400, 23)
    assert one(study="report", metric="dead_share").value == pytest.approx(0.51)
    printed = one(study="wasserstein_gan", metric="g_mse_val_percent_first")
    assert (printed.published, printed.mode) == (21.0, "published")


def test_all_files_are_made_of_saved_runs(runs, made, tmp_path):
    for run in runs:
        is_baseline = run.study in ("zero_velocity", "mean_pose")
        save(tmp_path / "runs", run, "gan_baselines" if is_baseline else "gan")
    make_table("gan_figure4", "quick", tmp_path / "runs", tmp_path)
    folder = tmp_path / "local" / "quick"
    assert (folder / "gan_figure4.md").read_text() == made[0]
    assert {path.name for path in folder.glob("gan_figure4*.*")} == {
        f"gan_figure4{ending}"
        for ending in (
            *(".md", ".tex", ".png", ".pdf", ".svg"),
            *("_training.png", "_training.pdf", "_training.svg"),
        )
    }
    assert "#gan_is_worst_report)" in (folder / "gan_claims.md").read_text()
    rows = csv_rows(folder / "curves" / "gan_figure4.csv")
    rows = [row for row in rows if (row["study"], row["name"]) == ("mse", "g_mse_val")]
    assert [row["value"] for row in rows] == ["0.25", "0.16", "0.18"]


def test_nothing_run():
    document, figures = gan_page("gan_dip", "dip", FAMILY.studies(), "quick")
    page = to_markdown(document)
    assert "No finished run was found" in page
    assert without(page, ALL, CONTROL)
    assert {figure.mode for figure in figures} == {"published"}


def test_records_of_other_horizons_are_named():
    odd = gan_record("mse", label_ms=(80, 160, 320, 400))
    with pytest.raises(DataError, match=r"labelled \(100, 200, 300, 400\) ms"):
        gan_page("t", "cmu", FAMILY.studies([odd]), "quick")
