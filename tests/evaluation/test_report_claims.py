"""Claims in the report: what came with the project, and weak benchmarks."""

import csv
import io

from fake_runs import record, save
from page_reader import Page

from evaluation.report.make import make_report

REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]
CAVEAT = (
    "The benchmark, Uni-Enc-50, does not beat Zero velocity here (Euler angle error as "
    "a forecast, rad, mean of all horizons: 1.333 against 1.133), so this says little "
    "about the part."
)


def saved(folder, shift: float) -> None:
    """A network without and with a residual connection, beside zero velocity."""
    save(folder, record("zero_velocity", {"corrected": REST}), "baselines")
    for study, more in (("uni_enc_50", shift), ("uni_enc_50_residual", shift + 0.3)):
        for seed in range(3):
            curve = [each + more + 0.001 * (seed - 1) for each in REST]
            save(folder, record(study, {"corrected": curve}, seed))


def shown(runs, results, publish: bool = False) -> tuple[str, list[dict[str, str]]]:
    """The text of the page, and the rows of index.csv."""
    paths = make_report("quick", runs, results, publish=publish)
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths}
    rows = csv.DictReader(io.StringIO(texts["index.csv"]))
    return Page(texts["index.html"]).text, list(rows)


def test_a_weak_benchmark_is_named_beside_the_verdict(tmp_path):
    saved(tmp_path / "weak", 0.2)
    text, rows = shown(tmp_path / "weak", tmp_path / "results")
    assert CAVEAT in text
    noted = {row["claim"]: row["caveat"] for row in rows if row["caveat"]}
    assert noted == {"residual_worse_corrected": CAVEAT}
    saved(tmp_path / "strong", -0.2)
    text, rows = shown(tmp_path / "strong", tmp_path / "results")
    assert "so this says little" not in text
    assert not any(row["caveat"] for row in rows)


def test_verdicts_that_came_with_the_project_are_shown_and_marked(tmp_path):
    results = tmp_path / "results"
    saved(tmp_path / "all", 0.2)
    shown(tmp_path / "all", results, publish=True)
    save(tmp_path / "few", record("erd", {"corrected": REST}))
    text, rows = shown(tmp_path / "few", results)
    assert "1 comparison on CMU: holds here (came with the project)" in text
    assert CAVEAT in text
    shipped = {row["claim"] for row in rows if row["shipped"] == "yes"}
    assert "residual_worse_corrected" in shipped
    # Once the claim is tested here, what came with the project no longer stands in.
    saved(tmp_path / "few", -0.2)
    text, rows = shown(tmp_path / "few", results)
    assert "came with the project)" not in text
    assert {row["shipped"] for row in rows} == {"no"}
