"""One verdict a claim, what came with the project, and what the benchmark is worth."""

import csv
import io
import pathlib

import numpy as np
import pytest
from fake_runs import record

from evaluation import families
from evaluation.claims.benchmarks import benchmark
from evaluation.claims.judging import Found, counts, judged
from evaluation.claims.ledger import (
    FAILS,
    HOLDS,
    NOT_RUN,
    UNDECIDED,
    VERDICTS,
    Claim,
    Comparison,
    Ledger,
)
from evaluation.claims.markdown import claims_page
from evaluation.claims.rows import COLUMNS, rows_of, shipped_claims
from seq2seq.family import FAMILY

UP, DOWN = np.array([[1.0], [1.1], [0.9]]), np.array([[-1.0], [-1.1], [-0.9]])
OPEN = np.array([[-1.0], [1.1], [0.9]])


def claim(name: str, caveat: str = "") -> Claim:
    """Its evidence is what it compares, by its name."""

    def test(evidence):
        found = evidence.get(name)
        return [] if found is None else [Comparison(f"{name} compared", found)]

    return Claim(name, "a book", f"{name}.", test, lambda evidence: caveat)


def ledger(*names: str, caveat: str = "", **evidence) -> Ledger:
    claims = [claim(name, caveat) for name in names]
    return Ledger("skies", "Heights.", claims, evidence)


def test_a_claim_counts_once_by_its_first_data_set_recorded_before_synthetic():
    evidence = {
        "synthetic": {"a": UP, "b": UP, "c": UP},
        "h36m": {"c": DOWN},
        "cmu": {"a": DOWN, "c": OPEN},
    }
    found = judged(ledger("a", "b", "c", "d", **evidence))
    assert [each.verdict for each in found] == [FAILS, HOLDS, FAILS, NOT_RUN]
    assert [each.decided_on for each in found] == ["cmu", "synthetic", "h36m", None]
    assert found[0].differing == {"synthetic": HOLDS}
    assert found[2].differing == {"cmu": UNDECIDED, "synthetic": HOLDS}
    assert found[1].differing == found[3].differing == {}


def test_counts_add_up():
    evidence = {"cmu": {"a": UP, "b": DOWN}, "synthetic": {"a": DOWN, "b": UP, "c": UP}}
    found = judged(ledger("a", "b", "c", "d", **evidence))
    assert counts(found) == {HOLDS: 2, FAILS: 1, UNDECIDED: 0, NOT_RUN: 1}
    assert list(counts(found)) == list(VERDICTS)
    page = claims_page(ledger("a", "b", "c", "d", **evidence), "quick")
    assert "4 claims: holds here 2, does not hold here 1, undecided here 0," in page
    assert "| [a](#a) | holds here | holds here | does not hold here |" in page
    dotted = claims_page(ledger("best_at_0.05"), "quick")  # GitHub's anchor has no dot
    assert "[best_at_0.05](#best_at_0.05)" in dotted
    assert '<a id="best_at_0.05"></a>\n\n### best_at_0.05\n' in dotted
    assert "| [c](#c) | holds here | not run | holds here |" in page


def as_file(family: str, claims) -> list[dict[str, str]]:
    """The rows of an index.csv, written and read."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for each in claims:
        writer.writerows(rows_of(family, each))
    return list(csv.DictReader(io.StringIO(text.getvalue())))


def test_shipped_verdicts_stand_where_nothing_was_run():
    once = ledger("a", "b", "c", caveat="It is weak.", cmu={"a": UP, "b": DOWN})
    shipped = shipped_claims(as_file("skies", judged(once)))
    assert set(shipped) == {("skies", "a", "cmu"), ("skies", "b", "cmu")}
    # Now only b was run, and it holds on another data set too.
    here = ledger("a", "b", "c", cmu={"b": UP}, h36m={"b": UP})
    a, b, c = judged(here, shipped)
    assert (a.verdict, b.verdict, c.verdict) == (HOLDS, HOLDS, NOT_RUN)
    assert a.found["cmu"].shipped and not b.found["cmu"].shipped
    assert a.found["cmu"].caveat == "It is weak."
    before = judged(once)[0].found["cmu"]
    np.testing.assert_allclose(
        a.found["cmu"].comparisons[0].interval[:3],
        before.comparisons[0].interval[:3],
        rtol=1e-5,
    )
    assert a.found["cmu"].comparisons[0].text == "a compared"
    page = claims_page(here, "quick", shipped)
    assert "CMU: **holds here** (came with the project)\n\nIt is weak.\n\n- a" in page
    assert page.count("(came with the project)") == 1
    # What is written of both can be read again.
    again = shipped_claims(as_file("skies", [a, b, c]))
    assert again["skies", "a", "cmu"] == a.found["cmu"]


def test_shipped_verdicts_of_other_families_and_data_sets():
    shipped = shipped_claims(as_file("skies", judged(ledger("a", dip={"a": UP}))))
    (other,) = judged(Ledger("seas", "", [claim("a")], {"cmu": {}}), shipped)
    assert other.verdicts == {"cmu": NOT_RUN}
    (here,) = judged(ledger("a", synthetic={"a": DOWN}), shipped)
    assert list(here.found) == ["dip", "synthetic"]
    assert here.verdict == HOLDS


def test_an_interval_without_end_is_read_again():
    single = judged(ledger("a", cmu={"a": np.array([[2.0]])}))
    (found,) = shipped_claims(as_file("skies", single)).values()
    assert found.comparisons[0].interval[:3] == (2.0, -np.inf, np.inf)
    assert found.verdict == UNDECIDED


def test_what_a_comparison_claims_is_read_again():
    def test(evidence):
        near = Comparison("near", OPEN, claimed="within", margin=2.5)
        return [near, Comparison("learnt", DOWN, margin=-0.5, guard=True)]

    evidence = {"cmu": {}}
    claims = judged(Ledger("skies", "", [Claim("a", "a book", "", test)], evidence))
    (found,) = shipped_claims(as_file("skies", claims)).values()
    for each, before in zip(
        found.comparisons, claims[0].found["cmu"].comparisons, strict=True
    ):
        assert each._replace(interval=None) == before._replace(interval=None)
    assert found.verdict == claims[0].verdict == UNDECIDED


def caveat(*levels: float, baselines: dict[str, float]) -> str:
    """Of three seeds of a network beside baselines."""
    runs = [
        record("uni_enc_50", {"corrected": [level] * 6}, seed)
        for seed, level in enumerate(levels)
    ]
    runs += [
        record(study, {"corrected": [level] * 6}) for study, level in baselines.items()
    ]
    return benchmark("uni_enc_50", "corrected", [80, 400])(FAMILY.studies(runs))


def test_a_benchmark_that_beats_the_best_simple_model_needs_no_caveat():
    baselines = {"zero_velocity": 1.5, "running_average_2": 1.2}
    assert caveat(1.0, 1.01, 0.99, baselines=baselines) == ""
    assert caveat(1.0, 1.01, 0.99, baselines={}) == ""
    assert caveat(baselines=baselines) == ""


@pytest.mark.parametrize(
    ("levels", "words", "ours"),
    [
        ((1.3, 1.31, 1.29), "does not beat", "1.300"),
        ((1.0, 1.3, 1.25), "is not shown to beat", "1.183"),
    ],
)
def test_a_benchmark_that_does_not_is_named_with_the_best_of_the_simple_models(
    levels, words, ours
):
    baselines = {"zero_velocity": 1.5, "running_average_2": 1.2}
    assert caveat(*levels, baselines=baselines) == (
        f"The benchmark, Uni-Enc-50, {words} Running average 2 here (Euler angle error "
        f"as a forecast, rad, mean of 80 and 400 ms: {ours} against 1.200), so this "
        "says little about the part."
    )


def test_the_verdicts_of_the_project_can_be_read():
    path = pathlib.Path(__file__).parents[2] / "results" / "standard" / "index.csv"
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    claims = {
        (family.name, each.id)
        for family in families.load_all()
        for each in family.claims.claims
    }
    assert {(row["family"], row["claim"]) for row in rows} == claims
    shipped = shipped_claims(rows)
    for row in rows:
        found = shipped.get((row["family"], row["claim"], row["data"]), Found())
        assert found.verdict == row["verdict"], row["claim"]
        assert row["comparison_verdict"] in (*VERDICTS, "")
