"""The table, the curves and the picture of the prior, from made-up runs."""

import functools

import numpy as np
import pytest
from fake_runs import csv_rows, save, the_row
from fake_taxonomy_runs import REST, baseline, history, taxonomy_record
from matplotlib.text import Text
from table_cells import cells, without

from evaluation.pictures.style import BLUE, GREEN, INK, VERMILLION
from evaluation.poses.forecast_metrics import MSE_ACTIVE
from evaluation.tables.make import make_table
from evaluation.tables.published import printed_numbers
from reenact.errors import DataError
from taxonomy.family import FAMILY
from taxonomy.report.figure import draw_taxonomy
from taxonomy.report.page import PUBLISHED, taxonomy_page
from taxonomy.studies import AS_PUBLISHED_LABELS, LABELS, label

FREE = "Validation error over epochs, free-running"
ANGLE = "Mean angle error, radians, summed up to"
OURS, WRITTEN = "Ours, corrected", "As published, with the faults of the code"
PRIOR = "Transformer, motion taxonomy"
SPIKE = np.array([0.4, 0.3, 0.7, 0.2, 0.1, 0.1])


@pytest.fixture
def runs_dir(tmp_path, undrawn):
    """The prior with two seeds, two networks with one, both baselines."""
    runs = tmp_path / "runs"
    half = {MSE_ACTIVE: 60 * np.array([0.1, 0.3, 0.6, 1.0])}
    save(runs, baseline("zero_velocity", 19.0), "taxonomy_baselines")
    mean_pose = taxonomy_record(
        "mean_pose", 30.0, steps=0, reduced="", history=(), curves=half
    )
    save(runs, mean_pose, "taxonomy_baselines")
    for seed, shift in enumerate((0.0, 0.1)):
        codes = {"code_mean_min": 0.2, "code_mean_max": 0.8, "code_std_mean": 0.05}
        epochs = [
            {**each, **codes, "dead_codes": seed / 2}
            for each in history(SPIKE, SPIKE + shift)
        ]
        run = taxonomy_record(
            "transformer_taxonomy", 20 + seed, seed, history=tuple(epochs)
        )
        save(runs, run, "taxonomy")
    save(runs, taxonomy_record("transformer", 21.0), "taxonomy")
    save(runs, taxonomy_record("transformer_as_published", 24.0), "taxonomy")
    return runs


def made(runs_dir, table: str = "taxonomy_figure3") -> str:
    """The Markdown page."""
    results = runs_dir.parent / "results"
    make_table(table, "quick", runs_dir, results)
    return (results / "local" / "quick" / f"{table}.md").read_text()


def test_measured_numbers_stand_in_their_cells(runs_dir):
    page = made(runs_dir)
    assert cells(page, ANGLE, OURS, PRIOR) == [
        *("2.05±0.07", "6.15±0.21", "12.30±0.42", "20.50±0.71")
    ]
    assert cells(page, ANGLE, "Baselines", "Mean pose")[-1] == "30.00"
    assert cells(page, ANGLE, WRITTEN, "Transformer, as published")[-1] == "24.00"
    assert without(page, ANGLE, "One LSTM")
    active = "Squared error of those that vary, mean up to"
    assert cells(page, active, "Baselines", "Mean pose")[-1] == "60.00"
    assert cells(page, f"{ANGLE}: jumping", OURS, "Transformer")[-1] == "21.00"


def test_numbers_of_the_curves_are_those_made_by_hand(runs_dir):
    page = made(runs_dir)
    # Second seed 0.1 higher; noise does not depend on the level: 0.1 + 0.4.
    assert cells(page, FREE, OURS, PRIOR) == [
        *("0.450±0.071", "0.750±0.071", "0.500±0", "0.150±0.071"),
        *("5±0", "6±0", "2"),
    ]
    assert cells(page, FREE, OURS, "Transformer")[:4] == [
        *("0.600", "0.600", "0.000", "0.500")
    ]
    assert without(page, FREE, "One LSTM")
    training = cells(page, "Training error over epochs", OURS, PRIOR)
    assert training[0] == "0.400±0"
    units = "The 18 units of the prior after the last epoch"
    assert cells(page, units, OURS, PRIOR) == [
        *("0.200±0", "0.800±0", "0.050±0", "0.25±0.35", "2")
    ]
    assert without(page, units, "Transformer")


def test_the_page_says_what_its_numbers_are(runs_dir):
    page = made(runs_dir)
    assert "80, 160, 320 and 400 ms" in page
    assert "18 units are an interpretation" in page
    assert "87 %, in a unit that it does not name" in page
    assert "here 20 training steps" in page
    assert "once more by the batch size" in page
    assert "Here 50% of the numbers vary." in page
    assert "| hidden | 1024 | 64 | all |" in page
    assert "| transformer: parameters | D=72 H=1024 L=1 | 16,956,488 |" in page


def test_every_number_lands_in_the_csv(runs_dir):
    made(runs_dir)
    rows = csv_rows(runs_dir.parent / "results" / "local" / "quick" / "results.csv")
    row = functools.partial(the_row, rows)

    place = {"metric": "euler_sum", "action": "average", "horizon_ms": "400"}
    ours = row(study="transformer_taxonomy", **place)
    assert (ours["family"], ours["mode"], ours["seeds"]) == (
        "taxonomy",
        "corrected",
        "2",
    )
    assert float(ours["value"]) == pytest.approx(20.5)
    assert float(ours["baseline"]) == pytest.approx(19.0)
    assert row(study="transformer_as_published", **place)["mode"] == "as_published"
    area = row(study="transformer_taxonomy", metric="validation_mse_noise_area")
    assert float(area["value"]) == pytest.approx(0.5)
    assert area["horizon_ms"] == ""


def test_the_file_of_curves_has_every_evaluation(runs_dir):
    made(runs_dir)
    path = (
        runs_dir.parent
        / "results"
        / "local"
        / "quick"
        / "curves"
        / "taxonomy_figure3.csv"
    )
    rows = csv_rows(path)
    assert len({(r["study"], r["seed"], r["step"]) for r in rows}) == 2 * 6 + 2 * 2
    assert {r["family"] for r in rows} == {"taxonomy"}
    last = {
        r["name"]: float(r["value"])
        for r in rows
        if (r["study"], r["seed"], r["step"]) == ("transformer_taxonomy", "1", "120")
    }
    assert last["validation_mse"] == pytest.approx(0.2)
    with_codes = {r["study"] for r in rows if r["name"] == "dead_codes"}
    assert with_codes == {"transformer_taxonomy"}  # the others have no prior


def test_nothing_run_is_a_page_of_dashes():
    document, figures = taxonomy_page("t", "cmu", FAMILY.studies(), "quick")
    assert figures == []
    assert "No finished run was found" in " ".join(document.caption)


def test_synthetic_motion_is_said_to_be_synthetic():
    data = {"name": "synthetic", "fingerprint": "1" * 64}
    record = taxonomy_record("rnn", data=data)
    document, _ = taxonomy_page("t", "synthetic", FAMILY.studies([record]), "quick")
    assert "SYNTHETIC" in " ".join(document.caption)


def test_records_of_other_horizons_are_refused():
    odd = taxonomy_record("rnn", label_ms=(80, 160, 320, 400))
    with pytest.raises(DataError, match=r"labelled \(100, 200, 300, 400\) ms"):
        taxonomy_page("t", "cmu", FAMILY.studies([odd]), "quick")


def test_every_study_has_a_name_of_its_own():
    names = {label(study) for study in (*LABELS, *AS_PUBLISHED_LABELS)}
    assert len(names) == 18
    assert not any("_" in name for name in names)


def test_printed_numbers_keep_their_source():
    found = printed_numbers(PUBLISHED, ["stt_baseline"])
    assert [(each.source, each.setting, each.value) for each in found] == [
        ("report section 1", "DIP", 87.0)
    ]


def curve_runs(last: float, epochs: int = 30, seeds: int = 2):
    """Straight curves of both, each seed 0.1 above the one before."""
    lines = {"transformer": 0.6, "transformer_taxonomy": 0.5}
    return [
        taxonomy_record(
            *(study, 20.0, seed),
            history=history(
                np.full(epochs, 0.3),
                np.linspace(first, last, epochs) + 0.1 * seed,
                np.full(epochs, 0.2),
            ),
        )
        for study, first in lines.items()
        for seed in range(seeds)
    ]


def panels(runs):
    """The axes of training, forced validation and free validation."""
    (sheet,) = draw_taxonomy("cmu", FAMILY.studies(runs), "quick")
    return sheet.figure.axes


def test_the_picture_shows_means_ranges_and_zero_velocity():
    # A third study whose validation error falls below that of both.
    low = taxonomy_record(
        "rnn", history=history(np.full(30, 0.9), np.full(30, 0.05), np.full(30, 0.9))
    )
    training, forced, free = panels([*curve_runs(0.4), low])
    lines = {line.get_label(): line for line in free.lines}
    assert list(lines) == [
        *("transformer", "transformer_taxonomy", "rnn", "zero_velocity"),
    ]
    colours = {study: line.get_color() for study, line in lines.items()}
    assert colours == {
        "rnn": BLUE,
        "transformer": GREEN,
        "transformer_taxonomy": VERMILLION,
        "zero_velocity": INK,
    }
    epochs, values = lines["transformer"].get_data()
    assert epochs[0] == 1 and epochs[-1] == 30
    assert (values[0], values[-1]) == (pytest.approx(0.65), pytest.approx(0.45))
    assert set(lines["zero_velocity"].get_ydata()) == {REST}
    band = free.collections[0].get_paths()[0].vertices[:, 1]
    assert (band.min(), band.max()) == (pytest.approx(0.4), pytest.approx(0.7))
    for axes, level in ((training, 0.3), (forced, 0.2)):
        lines = {line.get_label(): line for line in axes.lines}
        assert list(lines) == ["transformer", "transformer_taxonomy", "rnn"]
        assert set(lines["transformer"].get_ydata()) == {level}
    assert training.get_ylim() == forced.get_ylim() == free.get_ylim()
    names = {text.get_text() for text in free.texts}
    assert {"Transformer", "Transformer, prior", "Zero velocity"} < names


def test_the_noise_of_the_report_is_marked_where_it_was_trained():
    def marked(epochs):
        axes = panels(curve_runs(0.4, epochs))
        return [
            "noise in\nthe report" in map(Text.get_text, each.texts) for each in axes
        ]

    assert marked(30) == [True] * 3
    assert marked(24) == [False] * 3
    nothing = panels([taxonomy_record("zero_velocity")])
    assert [axes.texts[0].get_text() for axes in nothing] == ["not run"] * 3


def test_the_picture_follows_the_numbers():
    ends = [
        {line.get_label(): line.get_ydata()[-1] for line in panels(runs)[2].lines}
        for runs in (curve_runs(0.4, 3, 1), curve_runs(0.3, 3, 1))
    ]
    assert ends[0]["transformer"] == pytest.approx(0.4)
    assert ends[1]["transformer"] == pytest.approx(0.3)
