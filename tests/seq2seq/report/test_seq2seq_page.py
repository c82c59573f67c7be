"""Tables made from a small folder of runs: the right number in the right cell."""

import csv

import fresh_process
import numpy as np
import pytest
from fake_runs import record, save
from table_cells import cells, without

from evaluation.tables.make import make_table
from evaluation.tables.results_csv import COLUMNS
from evaluation.tables.text_forms import to_markdown, to_text
from reenact.errors import DataError
from seq2seq.family import FAMILY
from seq2seq.report.page import cmu_page
from seq2seq.report.sanity_findings import warnings_of_forecasts

REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]
ONE_STEP = [0.2, 0.2, 0.3, 0.2, 0.2, 0.3]
GROWING = [0.5, 0.8, 1.2, 1.4, 1.6, 1.9]
FLAT = [0.3, 0.3, 0.35, 0.33, 0.31, 0.3]


@pytest.fixture
def runs_dir(tmp_path, undrawn):
    """Two seeds of a thesis model, a Martinez model on walking only, baselines."""
    runs = tmp_path / "runs"
    save(runs, record("zero_velocity", {"corrected": REST}, reduced=""), "baselines")
    control = record("zero_velocity_one_step", {"as_published": ONE_STEP}, reduced="")
    save(runs, control, "baselines")
    for seed, shift in enumerate((0.0, 0.2)):
        modes = {"corrected": GROWING, "as_published": FLAT}
        curves = {
            mode: {
                "walking": np.array(curve) + shift,
                "running": np.array(curve) + shift + 1.0,
            }
            for mode, curve in modes.items()
        }
        save(runs, record("uni_enc_100", curves, seed))
    save(runs, record("martinez_residual_sup", {"corrected": {"walking": REST}}))
    return runs


def made(runs_dir, table: str = "seq2seq_cmu") -> tuple[str, str]:
    """Printed text and Markdown."""
    results = runs_dir.parent / "results"
    text = make_table(table, "quick", runs_dir, results)
    return text, (results / "local" / "quick" / f"{table}.md").read_text()


def test_measured_numbers_stand_in_their_cells(runs_dir):
    _, page = made(runs_dir)
    corrected, one_step = "Ours, corrected", "Ours, as published"
    average = "Average over 2 actions"
    # Mean of walking (0.5, 0.7) and running (1.5, 1.7); the seeds differ by 0.2.
    assert cells(page, average, corrected, "Uni-Enc-100") == [
        *("1.10±0.14", "1.40±0.14", "1.80±0.14", "2.00±0.14", "2.20±0.14"),
        "2.50±0.14",
    ]
    assert cells(page, "walking", corrected, "Uni-Enc-100")[0] == "0.60±0.14"
    assert cells(page, "walking", one_step, "Uni-Enc-100")[0] == "0.40±0.14"
    assert cells(page, "running", "Baselines", "Zero velocity") == [
        f"**{value:.2f}**" for value in REST
    ]
    control = "Zero velocity, one step ahead (control)"
    assert cells(page, "running", one_step, control)[-1] == "0.30"


def test_what_was_not_run_is_named_and_left_out(runs_dir):
    _, page = made(runs_dir)
    corrected = "Ours, corrected"
    assert without(page, "walking", "ERD")
    # Scored on walking only: no average over other actions than the table's.
    single = "Residual sup. (MA)"
    assert without(page, "Average over 2 actions", single)
    assert cells(page, "walking", corrected, single)[0] == "**0.40**"
    assert without(page, "running", single)
    assert f"no average: {single} (walking)" in page


def test_published_rows_are_shown_and_marked_where_unverified(runs_dir):
    _, page = made(runs_dir)
    row = cells(page, "running", "Published", r"Residual sup. *unverified*")
    assert row == ["0.33", "0.50", "0.66", "0.75", "-", "1.00"]


def test_published_averages_are_over_the_same_six_actions():
    names = ("basketball", "jumping", "running", "soccer", "walking", "washwindow")
    run = record("zero_velocity", {"corrected": dict.fromkeys(names, REST)})
    document, figures = cmu_page(FAMILY.studies([run]), "quick")
    printed = [f for f in figures if f.study == "LTD" and f.action == "average"]
    assert [f.published for f in printed] == [0.283, 0.438, 0.753, 0.863, 1.278]
    assert {f.verified for f in printed} == {"no"}
    assert document.tables[0].title == "Average over 6 actions"


def test_columns_have_the_label_and_the_real_time(runs_dir):
    text, page = made(runs_dir)
    for label in ("80/33", "160/67", "320/133", "400/167", "560/233", "1000/417"):
        assert label in text
        assert f"| {label} |" in page


def test_the_finding_is_made_from_the_numbers(runs_dir):
    text, _ = made(runs_dir)
    sentence = " ".join(text.split())
    # As published 0.9/0.9 at both ends; corrected 1.1 to 2.5.
    assert "the error at 1000 ms is 1.00 times that at 80 ms" in sentence
    assert "it grows 2.27 times: flat curves like the published ones" in sentence


def test_a_finding_that_fails_is_not_asserted(runs_dir):
    for seed in (0, 1):
        modes = {"corrected": GROWING, "as_published": GROWING}
        save(runs_dir, record("uni_enc_100", modes, seed))
    sentence = " ".join(made(runs_dir)[0].split())
    assert "these runs do not show" in sentence
    assert "flat curves like the published ones" not in sentence


def test_the_caption_names_data_protocol_and_scale(runs_dir):
    _, page = made(runs_dir)
    assert "Test set: 4 windows per action of CMU, protocol 8." in page
    assert "Data cmu ffffffffffff." in page
    assert "Code version abc." in page
    assert "| hidden 256 of 1024 |  |  | all |" in page  # of no known form
    cost = cells(page, "Cost of training, mean over seeds", "", "Uni-Enc-100")
    assert cost[:4] == ["2", "12,345", "2,000", "61"]


def test_the_caption_says_what_training_files_are_missing():
    files = {"walking": 5, "running": 5, "directing_traffic": 2}
    data = {"name": "cmu", "fingerprint": "f", "training_files": files}
    run = record("zero_velocity", {"corrected": REST}, data=data)
    notes = " ".join(cmu_page(FAMILY.studies([run]), "quick")[0].notes)
    assert "5 files per action; here: directing_traffic 2." in notes


def test_every_number_lands_in_the_csv(runs_dir):
    made(runs_dir)
    path = runs_dir.parent / "results" / "local" / "quick" / "results.csv"
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    (row,) = [
        row
        for row in rows
        if (row["study"], row["action"], row["mode"], row["horizon_ms"])
        == ("uni_enc_100", "average", "corrected", "1000")
    ]
    assert float(row["value"]) == pytest.approx(2.5)
    assert float(row["spread"]) == pytest.approx(0.2 / np.sqrt(2), rel=1e-4)
    assert float(row["baseline"]) == pytest.approx(1.8)
    (one_step, *_) = [
        row
        for row in rows
        if row["study"] == "uni_enc_100" and row["mode"] == "as_published"
    ]
    assert float(one_step["baseline"]) == ONE_STEP[0]
    assert (row["horizon_frame"], row["real_ms"], row["seeds"]) == ("24", "417", "2")
    (ours,) = [
        row
        for row in rows
        if (row["study"], row["action"], row["horizon_ms"])
        == ("martinez_residual_sup", "walking", "80")
    ]
    assert (ours["value"], ours["published"], ours["verified"]) == ("0.4", "0.35", "no")


def test_the_csv_keeps_other_tables_and_replaces_its_own(runs_dir):
    path = runs_dir.parent / "results" / "local" / "quick" / "results.csv"
    data = {"name": "synthetic", "fingerprint": "1" * 64}
    save(runs_dir, record("erd", {"corrected": REST}, data=data))
    made(runs_dir, "seq2seq_synthetic")
    other_rows = path.read_text().splitlines()[1:]
    made(runs_dir)
    made(runs_dir)
    lines = path.read_text().splitlines()
    assert len(lines) == len(set(lines))
    assert set(other_rows) <= set(lines)


def test_a_csv_of_other_columns_is_not_overwritten(runs_dir):
    path = runs_dir.parent / "results" / "local" / "quick" / "results.csv"
    path.parent.mkdir(parents=True)
    path.write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match=r"results\.csv:1: expected the columns family"):
        made(runs_dir)
    assert path.read_text() == "a,b\n1,2\n"


def test_runs_at_other_horizons_are_named(runs_dir):
    for path in runs_dir.rglob("metrics.json"):
        path.write_text(path.read_text().replace("24\n", "23\n"))
    with pytest.raises(DataError, match=r"metrics\.json: expected errors at .* 24\)"):
        made(runs_dir)


def thesis_cells(page: str, block: str, label: str, table: str) -> list[str]:
    (title,) = [line for line in page.splitlines() if line.startswith(f"## {table}:")]
    return cells(page, title.removeprefix("## "), block, label)


def test_thesis_rows_are_printed_with_their_marks():
    document, _ = FAMILY.page("h36m").build(FAMILY.studies(), "quick")
    text, page = to_text(document), to_markdown(document)
    assert thesis_cells(page, "Published", "Uni-Enc-100", "Table 8")[:6] == [
        *("<u>0.23</u>", "**0.21**", "**0.23**", "**0.23**", "0.23", "0.23")
    ]
    averages = thesis_cells(page, "Published", "Uni-Enc-50", "Table 15")[6:]
    assert averages[0] == "0.34"
    assert averages[4:] == ["(0.33)", "(0.32)"]  # not printed: mean of the rows
    assert "- Not run: all models." in page
    assert "0.23'" in text and "is a slip" in page


def test_thesis_table_shows_our_runs_on_human36m(runs_dir):
    data = {"name": "h36m", "fingerprint": "0" * 64}
    curves = {"corrected": {"walking": GROWING}, "as_published": {"walking": FLAT}}
    save(runs_dir, record("uni_enc_0", curves, data=data, rate_hz=25.0))
    _, page = made(runs_dir, "seq2seq_thesis")
    corrected = thesis_cells(page, "Ours, corrected", "Uni-Enc-0", "Table 8")
    assert corrected == [f"{value:.2f}" for value in GROWING] + ["-"] * 6
    one_step = thesis_cells(page, "Ours, as published", "Uni-Enc-0", "Table 8")
    assert one_step[:6] == [f"{value:.2f}" for value in FLAT]
    (line,) = [each for each in page.splitlines() if each.startswith("- Not run")]
    assert "ERD" in line and "Uni-Enc-0;" not in line


def test_the_synthetic_table_says_what_it_is(runs_dir):
    data = {"name": "synthetic", "fingerprint": "1" * 64}
    save(runs_dir, record("erd", {"corrected": REST}, data=data))
    text, page = made(runs_dir, "seq2seq_synthetic")
    assert "SYNTHETIC" in text
    assert "unverified" not in page


def test_forecasts_that_are_too_good_are_warned_of():
    rest = record("zero_velocity", {"corrected": REST})
    control = record("zero_velocity_one_step", {"as_published": ONE_STEP})

    def warnings(curve):
        ours = record("uni_enc_50", {"corrected": curve})
        return warnings_of_forecasts(FAMILY.studies([rest, control, ours]))

    assert warnings(GROWING) == []
    assert warnings([1.5] * 6) == []  # flat but high: not trained
    (flat,) = warnings(FLAT)
    assert "suspiciously flat and low on walking: 0.30 at 80 ms" in flat
    (leak,) = warnings([0.1, 0.1, 0.1, 0.15, 0.2, 0.3])
    assert "Uni-Enc-50, seed 0: leaking: its forecast at 400 ms (0.15)" in leak


def test_the_command_prints_a_table_or_one_line(runs_dir):
    command = ["evaluation.tables", f"--runs_dir={runs_dir}"]
    command += [f"--results_dir={runs_dir.parent / 'results'}"]
    shown = fresh_process.command(*command)
    assert shown.returncode == 0, shown.stderr
    assert "Uni-Enc-100" in shown.stdout
    broken = next(runs_dir.rglob("metrics.json"))
    broken.write_text("{")
    failed = fresh_process.command(*command)
    assert failed.returncode == 1
    assert failed.stderr.startswith(f"error: {broken}: expected JSON")
    assert len(failed.stderr.splitlines()) == 1
