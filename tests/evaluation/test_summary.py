"""The results table of README.md: what it is made of, and that it is up to date."""

import pathlib

import pytest

from evaluation import families
from evaluation.summary import BEGIN, END, summary, with_block
from evaluation.tables.results_csv import COLUMNS, read_results_csv
from reenact.errors import DataError

FAMILY_OF = {
    headline.table: family
    for family in families.load_all()
    for headline in family.headlines
}
ROOT = pathlib.Path(__file__).parents[2]


def row(of, study, value, **fields):
    """A row of results.csv, of the metric that the table's headline shows."""
    headline = next(each for each in FAMILY_OF[of].headlines if each.table == of)
    column = "threshold" if "." in headline.at else "horizon_ms"
    known = {
        **{
            "family": FAMILY_OF[of].name,
            "table": of,
            "study": study,
            "metric": headline.metric,
        },
        **{"action": "average", "mode": "corrected", column: headline.at},
        **{"real_ms": "167", "value": value, "seeds": "1", "baseline": "9"},
        "data": "cmu 5fb21aef1f4c",
    }
    return {**dict.fromkeys(COLUMNS, ""), **known, **fields}


def lines(rows):
    """The lines of the table after its header, each a list of cells."""
    table = summary(rows, "results/standard").split("| --- ")[-1].splitlines()[1:]
    table = [line for line in table if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table]


def test_the_readme_shows_what_the_committed_results_say():
    rows = read_results_csv(ROOT / "results" / "standard" / "results.csv")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    written = with_block(readme, summary(rows, "results/standard"))
    assert written == readme, "python -m evaluation.summary"


def test_headlines_are_of_tables_that_exist():
    for family in families.load_all():
        assert family.headlines
        assert {headline.table for headline in family.headlines} <= set(family.pages())


def test_the_best_network_is_shown_beside_its_printed_number():
    printed = {"published": "1.128", "verified": "no"}
    best = {"spread": "0.0149", "seeds": "3", "baseline": "1.3203"}
    table = "seq2seq_cmu"
    (line,) = lines(
        [
            row(table, "uni_enc_50", "1.18"),
            row(table, "martinez_residual_sup", "1.054", **best, **printed),
            row(table, "bi_enc_50", ""),  # not run on all actions
            row(table, "running_average_2", "1.35", baseline="1.3203"),
            # None of these is a network's forecast at this horizon.
            row(table, "zero_velocity", "0.9"),
            row(table, "erd", "0.1", horizon_ms="320"),
            row(table, "erd", "0.1", action="walking"),
            row(table, "erd", "0.1", mode="as_published"),
            row(table, "erd", "0.1", metric="other"),
            row(table, "erd", "0.1", table="seq2seq_thesis"),
        ]
    )
    assert line == [
        "[Sequence to sequence](results/standard/seq2seq_cmu.md)",
        "error of Euler angles after 167 ms, rad; lower is better",
        "1.13 (printed for 400 ms, not checked against the paper's page)",
        "1.05 ± 0.01 (3 seeds): Residual sup. (MA), best of 2",
        "1.32",
        "1.35: Running average 2",
        "CMU",
    ]


def test_where_more_is_better_and_printed_on_other_data():
    """Of smoothing only the networks of run 1.1, as they are."""
    table, printed = "smoothing_tables", {"published": "69.5", "verified": "yes"}
    (line,) = lines(
        [
            row(table, "conv3d_1.1", "43.2", published="30.6"),
            row(table, "convlstm_c_1.1", "62.743", **printed),
            row(table, "convlstm_s_2.1", "99"),
            row(table, "convlstm_s_1.1,grid=56", "99"),
            row(table, "savgol_5_2_1.1", "72.2"),
        ]
    )
    assert line[5] == "72.2: Savitzky-Golay of 5 frames"
    assert line[2:4] == [
        "69.5 (on Penn Action and BRACE: not comparable)",
        "62.7 (1 seed): bi-ConvLSTM Model C 1.1, best of 2",
    ]


def test_a_number_printed_for_the_whole_family():
    """Of the GAN the report prints one, without a horizon."""
    printed = {"metric": "g_mse_val_percent_best", "published": "15", "horizon_ms": ""}
    (line,) = lines(
        [
            row("gan_figure4", "wasserstein_gan", "", mode="published", **printed),
            row("gan_figure4", "report", "15.8", mode="as_published"),
        ]
    )
    assert line[2] == "15.0 (the report's, on DIP: not comparable)"
    assert line[3].startswith("15.8 (1 seed): The report's Algorithm 1, best of 1")


def test_nothing_printed_is_said_in_words():
    (line,) = lines([row("taxonomy_figure3", "rnn", "27.82")])
    assert line[2] == "not printed"


def test_only_what_stands_between_the_marks_is_replaced():
    page = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert with_block(page, "new\n") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    assert with_block(with_block(page, "new\n"), "new\n") == with_block(page, "new\n")
    for mark in (BEGIN, END):
        with pytest.raises(DataError, match="expected the marks"):
            with_block(page.replace(mark, ""), "new")


def test_a_sentence_a_family_stands_below_the_table():
    rows = [
        row("seq2seq_cmu", "erd", "4.5"),
        row("seq2seq_cmu", "erd", "6", horizon_ms="1000", real_ms="417"),
        row("taxonomy_figure3", "rnn", "10"),
    ]
    sentences = summary(rows, "results/standard").rpartition("|\n\n")[2].splitlines()
    assert sentences == [
        "* Sequence to sequence: *ERD* beats zero velocity by 50 % (one seed, no "
        "interval).",
        "* Motion taxonomy prior: *One LSTM* loses to zero velocity by 11 % (one seed, "
        "no interval).",
    ]
