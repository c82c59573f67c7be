"""The table and the picture of the 14 studies, from a small folder of made-up runs."""

import functools

import pytest
from fake_runs import csv_rows, record, save, the_row
from fake_stt_runs import analysis as fake_analysis
from fake_stt_runs import save_analysis, stt_record
from table_cells import cells, without

from evaluation.pictures.style import INK, OTHERS, VERMILLION
from evaluation.tables.make import make_table
from reenact.errors import DataError
from stt.family import FAMILY
from stt.report.figure import draw_studies
from stt.report.page import stt_page

JOINT_ANGLE = "Joint angle, radians, summed up to"
BENCHMARK = "02: Original - Ran by Us"


@pytest.fixture
def runs_dir(tmp_path, undrawn):
    """The benchmark with three seeds, two other studies with one, zero velocity."""
    runs = tmp_path / "runs"
    save(runs, stt_record("zero_velocity", 4.0), "stt_baselines")
    for seed, level in enumerate((2.9, 3.0, 3.1)):
        save(runs, stt_record("02", level, seed), "stt")
    save(runs, stt_record("10", 3.9), "stt")
    save(runs, stt_record("12", 3.05), "stt")
    return runs


def made(runs_dir, table: str = "stt_figure6") -> tuple[str, str]:
    """Printed text and Markdown."""
    results = runs_dir.parent / "results"
    text = make_table(table, "quick", runs_dir, results)
    return text, (results / "local" / "quick" / f"{table}.md").read_text()


def test_measured_numbers_stand_in_their_cells(runs_dir):
    _, page = made(runs_dir)
    assert cells(page, JOINT_ANGLE, "Ours", BENCHMARK) == [
        *("**0.300±0.010**", "**0.900±0.030**", "**1.800±0.060**", "**3.00±0.10**")
    ]
    assert cells(page, JOINT_ANGLE, "Baselines", "Zero velocity") == [
        *("0.400", "1.200", "2.400", "4.000")
    ]
    auc = "AUC of correct joints, higher is better, averaged up to"
    assert cells(page, auc, "Ours", "10: No Temporal Attn")[-1] == "0.805"
    at = "Euler angles, radians, at the horizon"
    assert cells(page, at, "Ours", BENCHMARK)[-1] == "**12.00±0.40**"
    share = "Share of joints within 0.05 thighs, averaged up to"
    assert cells(page, share, "Ours", BENCHMARK)[0] == "**0.9850±0.0005**"


def test_what_was_not_run_is_said_once_and_so_are_the_authors(runs_dir):
    _, page = made(runs_dir)
    for label in ("01: Original - Ran by Authors", "14: simpler ST and Convo"):
        assert without(page, JOINT_ANGLE, label)
        assert page.count(label) == 1


def test_costs_and_what_kind_of_comparison_it_is(runs_dir):
    _, page = made(runs_dir)
    cost = "Cost of training, mean over seeds"
    assert cells(page, cost, "", BENCHMARK) == [
        *("3", "54,321", "500", "50", "0.100", "all steps")
    ]
    assert "Here each had 500 steps: equal steps, NOT equal wall time." in page
    for seed, steps in enumerate((410, 420, 433)):
        run = stt_record("02", 3.0, seed, steps=steps, stopped="seconds")
        save(runs_dir, run, "stt")
    _, page = made(runs_dir)
    assert cells(page, cost, "", BENCHMARK)[2] == "421"
    assert "NEITHER equal wall time NOR equal steps" in page


def test_published_rows_say_what_they_are(runs_dir):
    _, page = made(runs_dir)
    euler = "Euler angles, radians, summed up to"
    block = "Published, on AMASS"
    assert cells(page, euler, block, r"ST-Transformer *unverified*") == [
        *("1.11", "3.61", "7.31", "12.04")
    ]
    small = "ST Transformer small, aa, 1 layer 1 head d16"
    assert cells(page, euler, block, small) == ["1.76", "5.88", "11.51", "17.87"]


def test_the_caption_names_data_windows_exclusions_and_scale(runs_dir):
    studies = FAMILY.studies([stt_record("02")])
    document, _ = stt_page("t", "cmu", studies, "quick")
    caption, notes = " ".join(document.caption), " ".join(document.notes)
    assert "Test set: 2 to 3 windows per action of CMU, protocol cmu." in caption
    assert "the table at the foot has every setting that differs." in caption
    assert "Data cmu eeeeeeeeeeee." in notes
    assert "Excluded, too short for a window: test/running/running_1 (82 frames)" in (
        notes
    )
    assert "Training recordings: 9 (walking 5, jumping 4)." in notes
    settings = document.foot[-1].blocks[0].rows
    assert [(row.label, *(cell.text for cell in row.cells)) for row in settings] == [
        ("width", "128", "32", "all")
    ]
    assert "Code version abc." in notes
    assert "Averages are over 2 actions, each counting once whatever its " in notes
    assert "number of windows (jumping 2, walking 3)." in notes


def test_every_number_lands_in_the_csv(runs_dir):
    made(runs_dir)
    rows = csv_rows(runs_dir.parent / "results" / "local" / "quick" / "results.csv")
    row = functools.partial(the_row, rows)

    place = {"study": "02", "action": "average", "horizon_ms": "400"}
    ours = row(metric="joint_angle_sum", **place)
    assert (ours["family"], ours["mode"], ours["seeds"]) == ("stt", "corrected", "3")
    assert float(ours["value"]) == pytest.approx(3.0)
    assert float(ours["baseline"]) == pytest.approx(4.0)
    share = row(metric="pck_at", threshold="0.15", **place)
    assert float(share["value"]) == pytest.approx(1 - 3 / 20)
    printed = row(study="RNN-SPL", metric="euler_sum", horizon_ms="400")
    assert (printed["published"], printed["verified"]) == ("12.84", "no")
    assert (printed["family"], printed["mode"]) == ("stt", "published")


def test_the_picture_has_a_row_for_each_study_that_was_run(runs_dir, monkeypatch):
    """A panel a metric and an axis a horizon; zero velocity is the last row."""
    monkeypatch.undo()  # here it is drawn
    made(runs_dir)
    folder = runs_dir.parent / "results" / "local" / "quick"
    assert {path.suffix for path in folder.glob("stt_figure6.*")} == {
        *(".md", ".tex", ".png", ".pdf", ".svg")
    }
    runs = FAMILY.find_results(runs_dir, "quick", "cmu")
    failed = stt_record("13", 30.0)
    (sheet,) = draw_studies("cmu", FAMILY.studies([*runs, failed]), "quick")
    assert "Not run: 01, 03, 04, 05, 06, 07, 08, 09, 11, 14." in sheet.text
    assert len(sheet.figure.axes) == 4 * 4
    axes = sheet.figure.axes[7]  # joint angle, up to 400 ms
    rows = {
        line.get_label(): line
        for line in axes.lines
        if not line.get_label().startswith("_")
    }
    assert list(rows) == ["02", "10", "12", "zero_velocity"]
    assert rows["02"].get_xdata()[0] == pytest.approx(3.0)
    colours = {study: line.get_color() for study, line in rows.items()}
    assert colours == {
        "02": VERMILLION,
        "10": OTHERS,
        "12": OTHERS,
        "zero_velocity": INK,
    }
    # Beyond 1.2 times the error of zero velocity stands an arrow with the number.
    assert [text.get_text() for text in axes.texts] == ["30"]
    names = [tick.get_text() for tick in sheet.figure.axes[4].get_yticklabels()]
    assert names == [
        *(BENCHMARK, "10: No Temporal Attn", "12: No Positional Encoding"),
        *("13: 7 Attn Layers", "Zero velocity"),
    ]


def test_tables_of_other_data_and_of_the_other_family_stay_apart(runs_dir):
    made(runs_dir)
    data = {"name": "synthetic", "fingerprint": "1" * 64}
    save(runs_dir, stt_record("02", 1.0, data=data), "stt")
    text, page = made(runs_dir, "stt_synthetic")
    assert "SYNTHETIC" in text
    assert cells(page, JOINT_ANGLE, "Ours", BENCHMARK)[-1] == "1.000"
    errors = {"corrected": [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]}
    save(runs_dir, record("erd", errors))
    _, page = made(runs_dir, "seq2seq_cmu")
    assert "02: Original" not in page
    claims = (
        runs_dir.parent / "results" / "local" / "quick" / "stt_claims.md"
    ).read_text()
    assert "## seq2seq" not in claims and "## stt" in claims
    assert "| claim | verdict |\n" in claims  # nothing was tested on synthetic motion
    # One seed of study 10, three of the benchmark: paired by seed 0 alone.
    assert "CMU: **undecided here**" in claims
    assert "ONE SEED, bootstrap over 3 clips" in claims


def test_records_and_analyses_that_do_not_fit_are_named(runs_dir):
    odd = stt_record("02", 3.0, 0, label_ms=(80, 160, 320, 400))
    with pytest.raises(DataError, match=r"labelled \(100, 200, 300, 400\) ms"):
        stt_page("t", "cmu", FAMILY.studies([odd]), "quick")
    wrong = fake_analysis("02", data={"name": "cmu", "fingerprint": "other"})
    path = save_analysis(runs_dir, wrong)
    with pytest.raises(DataError, match="found other") as caught:
        made(runs_dir)
    assert str(path) in str(caught.value)
    assert not (runs_dir.parent / "results").exists()
