"""Two tables of results against each other: marks, intervals, and where they are."""

import csv
import subprocess

import numpy as np
import pytest
import scipy.stats
from fake_runs import csv_rows, record, save, the_row
from hypothesis import assume, given
from hypothesis import strategies as st

from evaluation.compare import differences as marks
from evaluation.compare.differences import Difference, Value, welch_interval
from evaluation.compare.results import compare_results
from evaluation.compare.sources import read_results
from evaluation.compare.text import comparison, write_csv
from evaluation.compare.words import direction, metric_in_words, study_in_words
from evaluation.tables.results_csv import COLUMNS
from reenact.errors import DataError, SettingsError

FIRST = {
    **dict.fromkeys(COLUMNS, ""),
    **{"family": "stt", "table": "stt_figure6", "study": "02", "action": "average"},
    **{"metric": "euler_sum", "mode": "corrected", "horizon_ms": "400"},
    **{"horizon_frame": "24", "real_ms": "400", "value": "10", "spread": "1"},
    **{"seeds": "3", "profile": "quick", "data": "cmu aaa"},
}


SUM_400 = "Euler angle error, rad, summed up to 400 ms"


def write(path, rows, without=()):
    """A results.csv of the first row with changes, one for each of `rows`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = [name for name in COLUMNS if name not in without]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**FIRST, **row} for row in rows)
    return path


def compared(folder, ones, others, **of_others):
    paths = write(folder / "a.csv", ones), write(folder / "b.csv", others, **of_others)
    return compare_results(*(read_results(str(p), folder, folder) for p in paths))


def marked(found):
    return {each.place["study"]: each.mark for each in found}


@given(
    st.lists(st.floats(-10, 10), min_size=2, max_size=6),
    st.lists(st.floats(-10, 10), min_size=2, max_size=6),
)
def test_the_interval_is_that_of_welch(ones, others):
    assume(min(np.std(ones), np.std(others)) > 1e-2)
    sides = [
        Value(np.mean(each), np.std(each, ddof=1), len(each)) for each in (ones, others)
    ]
    found = welch_interval(*sides)
    expected = scipy.stats.ttest_ind(others, ones, equal_var=False)
    low, high = expected.confidence_interval(0.95)
    np.testing.assert_allclose([found.low, found.high], [low, high], atol=1e-6)


def test_seeds_that_all_agree_leave_no_doubt():
    found = welch_interval(Value(1.0, 0.0, 2), Value(1.5, 0.0, 3))
    assert (found.low, found.high) == (0.5, 0.5)
    assert Difference({}, Value(1.0, 0.0, 2), Value(1.5, 0.0, 3), found).mark == (
        marks.CHANGED
    )


def test_rows_are_marked(tmp_path):
    """Spread 1 of 3 seeds in both: an interval of ± t(0.975, 4) sqrt(2 / 3) = 2.267."""
    single = {"spread": "", "seeds": "1"}
    found, remarks = compared(
        tmp_path,
        [
            *({"study": "same"}, {"study": "near"}, {"study": "far"}),
            *({"study": "one", **single}, {"study": "both_one", **single}),
            *({"study": "gone"}, {"study": "printed", "value": ""}),
        ],
        [
            {"study": "same"},
            {"study": "far", "value": "12.27"},
            {"study": "near", "value": "12.26"},
            {"study": "one", "value": "99"},
            {"study": "both_one", "value": "11", **single},
            {"study": "new"},
        ],
    )
    assert marked(found) == {
        **{"same": marks.EQUAL, "near": marks.WITHIN, "far": marks.CHANGED},
        **{"one": marks.NO_INTERVAL, "both_one": marks.NO_INTERVAL},
        **{"gone": marks.ONLY_A, "new": marks.ONLY_B},
    }
    half = scipy.stats.t.ppf(0.975, 4) * np.sqrt(2 / 3)
    near = found[1].interval
    np.testing.assert_allclose([near.low, near.high], [2.26 - half, 2.26 + half])
    assert remarks == ["Intervals are Welch's, over seeds."]


def test_rows_of_one_place_are_told_apart_by_their_order(tmp_path):
    ones = [{"value": "1"}, {"value": "2"}, {"value": "3"}]
    found, _ = compared(tmp_path, ones, [{"value": "1"}, {"value": "2.5"}])
    assert [each.mark for each in found] == [marks.EQUAL, marks.WITHIN, marks.ONLY_A]


def test_places_differ_in_each_of_their_columns(tmp_path):
    for name in marks.PLACE:
        found, _ = compared(tmp_path, [{}], [{name: "7"}])
        assert [each.mark for each in found] == [marks.ONLY_A, marks.ONLY_B], name


def test_other_data_and_other_horizons_are_said(tmp_path):
    others = {"data": "cmu bbb", "horizon_frame": "48", "real_ms": "800"}
    _, remarks = compared(tmp_path, [{}, {"action": "x"}], [others])
    assert remarks[:2] == [
        "stt_figure6: other data: cmu aaa in A, cmu bbb in B.",
        "stt_figure6: other horizons: 400 ms is frame 24 (400 ms) in A, frame 48 "
        "(800 ms) in B.",
    ]


def test_columns_that_an_older_file_lacks_are_left_out(tmp_path):
    lacking = {"without": ("threshold", "data", "real_ms", "reading")}
    ones = [{"threshold": "0.1"}, {"threshold": "0.2", "value": "20"}]
    found, remarks = compared(tmp_path, ones, ones, **lacking)
    assert {each.mark for each in found} == {marks.EQUAL}
    assert remarks[0] == "B has no column threshold: rows are told apart without it."
    assert len(remarks) == 2
    with pytest.raises(DataError, match=r"b\.csv:1: expected the columns family, tab"):
        compared(tmp_path, ones, ones, without=("metric",))


def test_a_profile_is_its_runs_at_hand_before_what_was_shipped(tmp_path):
    place = {"family": "seq2seq", "table": "seq2seq_cmu", "action": "walking"}
    of_erd = {**place, "study": "erd", "metric": "martinez_error_rad"}
    results, runs = tmp_path / "results", tmp_path / "runs"
    shipped = [{**of_erd, "horizon_ms": "80"}, {**of_erd, "study": "bi_enc_50"}]
    write(results / "quick" / "results.csv", shipped)
    for seed in (0, 1):
        curves = {"corrected": [0.1 + seed, 0.2, 0.3, 0.4, 0.5, 0.6]}
        save(runs, record("erd", curves, seed))
    found, _ = compare_results(
        read_results("quick", runs, results),
        read_results(str(results / "quick" / "results.csv"), runs, results),
    )
    at_hand = {
        each.place["study"]: each
        for each in found
        if each.place["action"] == "walking" and each.place["horizon_ms"] == "80"
    }["erd"]
    assert at_hand.a == Value(0.6, 0.707107, 2) and at_hand.b == Value(10, 1, 3)
    assert marked(found)["bi_enc_50"] == marks.EQUAL


@pytest.fixture
def checkout(tmp_path):
    """A repository in which a value changed; gives its results."""

    def git(*arguments):
        name = ["-c", "user.name=n", "-c", "user.email=e"]
        subprocess.run(["git", "-C", tmp_path, *name, *arguments], check=True)

    git("init", "--quiet")
    for value in ("10", "14"):
        write(tmp_path / "results" / "standard" / "results.csv", [{"value": value}])
        git("add", ".")
        git("commit", "--quiet", "--message", value)
    return tmp_path / "results"


def test_a_revision_is_read_from_git(checkout):
    sides = [
        read_results(word, checkout, checkout)
        for word in ("HEAD~:standard", "standard")
    ]
    ((found,), _) = compare_results(*sides)
    assert (found.a.mean, found.b.mean, found.mark) == (10, 14, marks.CHANGED)
    for word, error, message in (
        ("HEAD~9:standard", SettingsError, "HEAD~9: expected a git revision, found no"),
        ("HEAD:quick", DataError, "results/quick/results.csv: expected it in the rev"),
    ):
        with pytest.raises(error, match=message) as caught:
            read_results(word, checkout, checkout)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("word", "error", "message"),
    [
        (
            "paper",
            SettingsError,
            r"paper: no runs at hand and no results that came with",
        ),
        ("", SettingsError, r"expected a profile that has some \(quick\), a results"),
        ("no.csv", DataError, "no.csv: expected a results.csv, found No such file"),
        ("HEAD:quick", SettingsError, "HEAD:quick: expected a git checkout with "),
        ("value.csv", DataError, "value.csv:3: expected a number as value, found 'x'"),
        ("nan.csv", DataError, "nan.csv:2: expected a number as spread, found 'nan'"),
        ("seeds.csv", DataError, "seeds.csv:2: expected at least 2 seeds with a spr"),
        ("short.csv", DataError, "short.csv:2: expected 24 columns, found others"),
        ("empty.csv", DataError, "empty.csv:1: expected the columns .*, found none"),
    ],
)
def test_what_is_no_table_of_results(tmp_path, monkeypatch, word, error, message):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path / "quick" / "results.csv", [{}])
    write(tmp_path / "value.csv", [{}, {"value": "x"}])
    write(tmp_path / "nan.csv", [{"spread": "nan"}])
    write(tmp_path / "seeds.csv", [{"seeds": "1"}])
    (tmp_path / "short.csv").write_text(",".join(COLUMNS) + "\nstt,1\n")
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(error, match=message) as caught:
        read_results(word, tmp_path / "runs", tmp_path)
    assert "\n" not in str(caught.value)


def test_what_is_printed_and_written(tmp_path):
    found, remarks = compared(
        tmp_path,
        [{"study": "far"}, {"study": "near"}, {"study": "same"}, {"study": "gone"}],
        [
            {"study": "far", "value": "20"},
            {"study": "near", "value": "11"},
            {"study": "same"},
        ],
    )
    text = comparison(("a", "b"), found, remarks, show_all=False)
    assert (
        "3 rows in both: 1 changed beyond noise, 1 within noise, 0 one seed: no "
        "interval, 1 equal; 1 only in A, 0 only in B."
    ) in " ".join(text.split())
    (row,) = (line for line in text.splitlines() if line.startswith("far"))
    assert row.split() == [
        *("far", "average", *SUM_400.split(), "10±1", "20±1", "+10", "+100", "%"),
        *("[+7.73,", "+12.3]", "B", "is", "worse"),
    ]
    assert "near" not in text and text.endswith(
        "Not shown: 1 within noise, 1 only in A (--all shows them).\n"
    )
    whole = comparison(("a", "b"), found, remarks, show_all=True)
    rows = [line.split() for line in whole.splitlines()]
    for study, mark in (("near", "within noise"), ("gone", "only in A")):
        (row,) = (" ".join(row) for row in rows if row[:1] == [study])
        assert row.endswith(mark)
    assert "same" not in whole and "Not shown" not in whole
    write_csv(tmp_path / "out.csv", found)
    written = csv_rows(tmp_path / "out.csv")
    assert [row["study"] for row in written] == ["far", "near", "gone"]
    far = the_row(written, study="far")
    assert (far["a"], far["b"], far["difference"]) == ("10", "20", "10")
    assert (far["method"], far["mark"]) == ("Welch, 3 and 3 seeds", marks.CHANGED)
    assert [row["direction"] for row in written] == ["worse", "", ""]
    assert the_row(written, study="gone")["difference"] == ""


def place(family, metric, **others):
    return {"family": family, "study": "s", "action": "average", "metric": metric} | (
        others
    )


@pytest.mark.parametrize(
    ("where", "word"),
    [
        (place("stt", "euler_sum"), "worse"),
        (place("stt", "pck_at"), "better"),
        (place("smoothing", "own_pck"), "better"),
        (place("smoothing", "position_error"), "worse"),
        (place("smoothing", "lag"), "higher"),  # neither more nor less is better
        (place("gan", "mse_all_until_percent"), "worse"),  # of a headline
        (place("gan", "emd_val"), "higher"),  # a diagnostic
        (place("gone", "euler_sum"), "higher"),  # a family of another version
    ],
)
def test_a_rise_is_better_or_worse_as_the_family_says(where, word):
    opposite = {"worse": "better", "better": "worse", "higher": "lower"}
    assert direction(Difference(where, Value(1.0), Value(2.0))) == word
    assert direction(Difference(where, Value(2.0), Value(1.0))) == opposite[word]


def test_studies_and_metrics_have_names():
    mode = {"mode": "as_published", "horizon_ms": "80"}
    martinez = place("seq2seq", "martinez_error_rad", **mode)
    assert (
        metric_in_words(martinez) == "Euler angle error one step ahead, rad, at 80 ms"
    )
    assert metric_in_words(place("gan", "euler_sum", **mode)) == (
        "Euler angle error, rad, summed up to 80 ms, as_published"
    )
    share = place("stt", "pck_at", threshold="0.1", horizon_ms="400")
    assert metric_in_words(share) == "pck_0.1, at 400 ms"
    assert metric_in_words(place("smoothing", "pck", threshold="0.1")) == "pck 0.1"
    assert study_in_words({"family": "seq2seq", "study": "erd"}) == "erd: ERD"
    assert study_in_words({"family": "stt", "study": "02"}) == (
        "02: Original - Ran by Us"
    )
    assert study_in_words({"family": "gone", "study": "x"}) == "x"


def test_without_any_interval_the_ten_largest_differences_are_shown(tmp_path):
    """Errors before diagnostics, each marked; never as changes."""
    single = {"spread": "", "seeds": "1"}
    names = [{"study": f"s{k}", **single} for k in range(12)]
    diagnostic = {"study": "d", "metric": "loss_best", **single}
    found, remarks = compared(
        tmp_path,
        [diagnostic, *names],
        [
            {**diagnostic, "value": "1000"},
            *({**row, "value": f"{11 + k}"} for k, row in enumerate(names)),
        ],
    )
    text = comparison(("a", "b"), found, remarks, show_all=False)
    said = " ".join(text.split())
    assert "0 changed beyond noise" in said and "Changed beyond noise" not in text
    assert "13 rows differ without an interval, since a side has one seed" in said
    shown = [line for line in text.splitlines() if "euler" in line.lower()]
    assert [line.split()[0] for line in shown] == [f"s{k}" for k in range(11, 1, -1)]
    assert all(line.endswith(marks.NO_INTERVAL) for line in shown)
    assert "+120 %" in shown[0] and "loss_best" not in text
    assert text.endswith("Not shown: 3 one seed: no interval (--all shows them).\n")
