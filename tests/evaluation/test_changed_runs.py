"""Runs whose settings a flag changed: rows of tables, no line and no headline."""

import numpy as np
import pytest
from fake_gan_runs import gan_record
from fake_gan_runs import history as gan_history
from fake_runs import record, save
from fake_smoothing_runs import history as smoothing_history
from fake_smoothing_runs import smoothing_record
from fake_stt_runs import stt_record
from fake_taxonomy_runs import history as taxonomy_history
from fake_taxonomy_runs import taxonomy_record

from evaluation import families
from evaluation.headlines import findings
from evaluation.report.make import make_report
from evaluation.tables.document import Block, Cell, Document, Row, Table
from evaluation.tables.results_csv import result_row
from evaluation.tables.text_forms import to_markdown, to_text

CURVE = np.array([0.4, 0.7, 1.1, 1.3, 1.5, 1.8])
BOTH = {"corrected": CURVE, "as_published": CURVE}
CHANGES = ",epochs=3,max_seconds=30"
# Family -> (a named study, its label, the record of one of the name).
OF = {
    "seq2seq": (
        *("martinez_residual_sup", "Residual sup. (MA)"),
        lambda study: record(study, BOTH),
    ),
    "stt": ("02", "02: Original - Ran by Us", stt_record),
    "taxonomy": (
        *("transformer_taxonomy", "Transformer, motion taxonomy"),
        lambda study: taxonomy_record(study, history=taxonomy_history(CURVE, CURVE)),
    ),
    "gan": (
        *("wgan", "WGAN, clipped weights"),
        lambda study: gan_record(
            study, reading="corrected", history=gan_history(CURVE)
        ),
    ),
    "smoothing": (
        *("deciwatch_1.1", "DeciWatch 1.1"),
        lambda study: smoothing_record(study, history=smoothing_history(4)),
    ),
}
NOTE = "Runs with changed settings are in the tables only."
UNNAMED = "Of its headline, no study was run as it is named."


@pytest.fixture(params=families.NAMES)
def case(request):
    """The family, its named study and what makes a record."""
    return families.load(request.param), *OF[request.param]


def test_a_label_names_the_study_and_then_its_changes(case):
    family, named, label, _ = case
    assert family.label(named) == label
    assert family.label(named + CHANGES) == f"{label}, epochs=3, max_seconds=30"


def drawn(family, runs):
    """The sheets, and the studies that are a line or a point in any."""
    sheets = family.page("cmu").draw(family.studies(runs), "quick")
    lines = [
        line for sheet in sheets for axes in sheet.figure.axes for line in axes.lines
    ]
    return sheets, {line.get_label() for line in lines}


def test_no_figure_draws_them_and_each_says_so(case):
    family, named, _, made = case
    alone, none = drawn(family, [made(named + CHANGES)])
    assert not any(named in line for line in none)
    assert not any("In colour" in sheet.text for sheet in alone)
    both, lines = drawn(family, [made(named), made(named + CHANGES)])
    _, usual = drawn(family, [made(named)])
    assert lines == usual != none
    assert all(sheet.text.endswith(NOTE) for sheet in [*alone, *both])


def test_no_headline_chooses_them(case):
    family, named, _, made = case

    def found(*studies):
        runs = [made(study) for study in studies]
        page = family.page("cmu")
        _, numbers = page.build(family.studies(runs), "quick")
        rows = [{**result_row(each), "baseline": "1"} for each in numbers]
        return findings(family, rows)

    assert found(named + CHANGES) == []
    assert found(named, named + CHANGES)[0].ranking == [named]


def test_the_report_says_that_none_was_run_as_it_is_named(tmp_path):
    for name, (named, _, made) in OF.items():
        save(tmp_path / "runs", made(named + CHANGES), name)
    make_report("quick", tmp_path / "runs", tmp_path)
    page = (tmp_path / "local" / "quick" / "index.html").read_text()
    assert page.count(UNNAMED) == len(OF)
    assert "Residual sup. (MA), epochs=3, max_seconds=30" in page


def test_a_terminal_cuts_long_names_and_markdown_does_not():
    names = ["a" * 48, "b" * 49]
    rows = [Row(name, [Cell("1.00")]) for name in names]
    table = Table("Errors", ["", "400"], [Block("Ours", rows)])
    document = Document("Title", [], [table], [])
    lines = to_text(document, "page.md").splitlines()
    assert [line for line in lines if line.endswith("1.00")] == [
        f"{names[0]}  1.00",
        f"{'b' * 47}…  1.00",
    ]
    assert names[1] in to_text(document)  # no file has the rest
    assert all(f"| {name} | 1.00 |" in to_markdown(document) for name in names)
