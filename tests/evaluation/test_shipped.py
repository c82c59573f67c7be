"""What came with the project is never lost: it stands beside the runs at hand."""

import dataclasses
import json
import operator
import pathlib
import re
import shutil

import pytest
from fake_gan_runs import gan_record
from fake_motions import forecast
from fake_runs import csv_rows, record, save
from fake_smoothing_runs import smoothing_record
from fake_stt_runs import stt_record
from table_cells import cells, without

from evaluation.claims.rows import shipped_claims
from evaluation.pictures.shown_motions import save_motions
from evaluation.provenance import read_runs_csv
from evaluation.report.make import make_report
from evaluation.report.shipped_windows import with_shipped
from evaluation.shipped import Shipped
from evaluation.tables.make import make_table
from reenact.errors import DataError, SettingsError

ROOT = pathlib.Path(__file__).parents[2]
STANDARD = ROOT / "results" / "standard"
pytestmark = pytest.mark.usefixtures("undrawn")
FACTS = STANDARD / "facts.json"
TABLES = (
    *("seq2seq_cmu", "seq2seq_thesis", "stt_figure6", "taxonomy_figure3"),
    *("gan_figure4", "smoothing_tables", "smoothing_climbing"),
)
BENCHMARK, NO_POSITIONS = "02: Original - Ran by Us", "12: No Positional Encoding †"
PANEL, COST = "Joint angle, radians, summed up to", "Cost of training, mean over seeds"
REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]


@pytest.fixture
def clone(tmp_path):
    """The results that come with the project, in a folder without runs."""
    folder = tmp_path / "results" / "standard"
    folder.mkdir(parents=True)
    for path in (*STANDARD.glob("*.csv"), *STANDARD.glob("*.md"), FACTS):
        shutil.copy(path, folder)
    shutil.copytree(STANDARD / "curves", folder / "curves")
    return tmp_path


def files(folder: pathlib.Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def made(folder: pathlib.Path, table: str, profile: str = "standard") -> str:
    """The page of a table, which is a user's own."""
    make_table(table, profile, folder / "runs", folder / "results")
    return (folder / "results" / "local" / profile / f"{table}.md").read_text()


def numbers_in(page: str) -> set[str]:
    page = page.replace("\N{MINUS SIGN}", "-")
    return set(re.findall(r"-?\d[\d.]*(?:e[+-]?\d+)?", page))


def lost(
    before: list[dict[str, str]], after: list[dict[str, str]]
) -> list[dict[str, str]]:
    """The rows that are no longer there."""
    there = {tuple(row.items()) for row in after}
    return [row for row in before if tuple(row.items()) not in there]


def bare(path: pathlib.Path) -> list[dict[str, str]]:
    """The rows of a results.csv, whether marked as shipped or not."""
    return [{**row, "shipped": ""} for row in csv_rows(path)]


def ours(table: str) -> list[dict[str, str]]:
    """The shipped rows of a table that runs of ours gave."""
    rows = csv_rows(STANDARD / "results.csv")
    return [row for row in rows if row["table"] == table and row["steps"]]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_made_without_runs_shows_and_keeps_all_that_came(clone, table):
    before = files(clone / "results" / "standard")
    page = made(clone, table)
    path = clone / "results/local/standard/results.csv"
    order = operator.methodcaller("values")
    came = csv_rows(STANDARD / "results.csv")
    assert sorted(map(tuple, map(order, bare(path)))) == sorted(
        map(tuple, map(order, came))
    )
    assert {bool(r["shipped"]) for r in csv_rows(path) if r["value"]} == {True}
    shown = numbers_in(page)
    for row in ours(table):
        if "," in row["study"]:
            continue  # a probe of a few steps, of which the page shows less
        value = float(row["value"])
        forms = {f"{value:.{n}f}" for n in range(6)} | {f"{value:.3g}"}
        assert forms & shown, row
    assert "No finished run was found" not in page
    for fact in json.loads(FACTS.read_text()).get(table, ()):
        assert f"- {fact}\n" in page
    assert (" † |" in page) == ("† came with the project" in page) == bool(ours(table))
    assert files(clone / "results" / "standard") == before


def test_costs_and_versions_of_what_came_are_shown(clone):
    page = made(clone, "stt_figure6")
    rows = read_runs_csv(STANDARD / "runs.csv")
    (row,) = (row for row in rows if f"{row.name} †" == NO_POSITIONS)
    assert cells(page, COST, "", NO_POSITIONS)[:4] == [
        *(str(len(row.seeds)), f"{row.parameters:,}", "1,200", f"{row.seconds:,.0f}"),
    ]
    assert "Code version 0.1.0 380a721, 0.1.0 bbde315. Data cmu f4b9eddacc63." in page


def test_alarms_are_read_from_the_curves_that_came(clone):
    """As the page showed them while the runs were at hand."""
    page = made(clone, "gan_figure4")
    assert "| dead critic |  | no | 1+ | no | no | no | no |" in page


def test_what_is_published_bears_no_marks_and_stays_what_it_was(clone):
    folder = clone / "results"
    before = files(folder / "standard")
    make_table("stt_figure6", "standard", clone / "runs", folder, publish=True)
    after = files(folder / "standard")
    assert "†" not in after["stt_figure6.md"].decode()
    assert sorted(after["results.csv"].splitlines()) == sorted(
        before["results.csv"].splitlines()
    )
    assert read_runs_csv(folder / "standard" / "runs.csv") == read_runs_csv(
        STANDARD / "runs.csv"
    )
    assert not (folder / "local").exists()


def test_a_study_that_was_run_takes_the_place_of_the_one_that_came(clone):
    run = stt_record("02", 3.0, profile="standard", code_version="mine")
    save(clone / "runs", run, "stt")
    page = made(clone, "stt_figure6")
    assert cells(page, PANEL, "Ours", BENCHMARK)[-1] == "3.000"  # of other data
    came = {row["study"]: row for row in ours("stt_figure6")}
    assert set(came) == {"02", "10", "11", "12", "zero_velocity"}
    value = next(
        float(row["value"])
        for row in ours("stt_figure6")
        if (row["study"], row["metric"]) == ("12", "joint_angle_sum")
        and (row["action"], row["horizon_ms"]) == ("average", "400")
    )
    assert cells(page, PANEL, "Ours", NO_POSITIONS)[-1].startswith(f"{value:.3f}")
    assert "Code version mine." in page
    rows = bare(clone / "results/local/standard/results.csv")
    of_02 = [r for r in rows if (r["table"], r["study"]) == ("stt_figure6", "02")]
    assert {row["command"] for row in of_02} == {
        "python -m stt.train --study=02 --seed=0"
    }
    others = [
        row
        for row in csv_rows(STANDARD / "results.csv")
        if (row["table"], row["study"]) != ("stt_figure6", "02")
    ]
    assert lost(others, rows) == []
    lines = read_runs_csv(clone / "results/local/standard/runs.csv")
    codes = {row.study: row.code for row in lines if row.family == "stt"}
    assert codes["02"] == "mine" and codes["12"] == "0.1.0 380a721"


def test_runs_on_the_data_of_what_came_need_its_actions_for_an_average(clone):
    data = {"name": "cmu", "fingerprint": "f4b9eddacc63" + 52 * "0"}
    run = stt_record("02", 3.0, profile="standard", data=data)
    save(clone / "runs", run, "stt")
    page = made(clone, "stt_figure6")
    assert without(page, PANEL, BENCHMARK)
    assert f"Scored on fewer actions, so no average: {BENCHMARK}" in page
    assert "are on other data" not in page


def test_other_data_are_named(clone):
    run = stt_record("02", 3.0, profile="standard")
    save(clone / "runs", run, "stt")
    print_ = run.data["fingerprint"][:12]
    assert f"The runs at hand are on other data, cmu {print_}: rows with † cannot" in (
        made(clone, "stt_figure6")
    )


def test_a_second_table_leaves_the_first_ones_own_rows(clone):
    run = stt_record("02", 3.0, profile="standard")
    save(clone / "runs", run, "stt")
    made(clone, "stt_figure6")
    before = csv_rows(clone / "results/local/standard/results.csv")
    made(clone, "gan_figure4")
    after = csv_rows(clone / "results/local/standard/results.csv")
    assert lost(before, after) == []


@pytest.mark.parametrize(
    ("table", "run", "package"),
    [
        ("seq2seq_cmu", record("uni_enc_50", {"corrected": REST}), "seq2seq"),
        ("gan_figure4", gan_record("wgan", 0.3), "gan"),
        ("smoothing_tables", smoothing_record("conv3d_1.1", 0.8), "smoothing"),
    ],
)
def test_one_run_loses_no_row_of_any_other_study(clone, table, run, package):
    text = json.dumps({"profile": "standard"})
    path = save(clone / "runs", run, package)
    path.write_text(path.read_text().replace('"profile": "quick"', text[1:-1]))
    path.parents[4].rename(clone / "runs" / "standard")
    page = made(clone, table)
    assert " †" in page
    rows = bare(clone / "results/local/standard/results.csv")
    gone = lost(csv_rows(STANDARD / "results.csv"), rows)
    assert {(row["table"], row["study"]) for row in gone} <= {(table, run.study)}
    own = [r for r in rows if (r["table"], r["study"]) == (table, run.study)]
    assert own and {row["command"] for row in own} == {run.command}


def test_where_nothing_is_known_one_line_says_how_to_train(tmp_path):
    with pytest.raises(DataError) as error:
        make_table("stt_dip", "quick", tmp_path / "runs", tmp_path / "results")
    assert str(error.value) == (
        "stt_dip: expected finished runs at the quick profile or results that came "
        "with the project, found none; .venv/bin/python -m stt.train --data=dip "
        "--profile=quick --study=all trains them"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_report_shows_what_came_and_writes_beside_it(clone):
    shutil.copy(STANDARD / "motions.json", clone / "results" / "standard")
    shutil.copy(STANDARD / "stt_figure6.png", clone / "results" / "standard")
    before = files(clone / "results" / "standard")
    written = make_report("standard", clone / "runs", clone / "results")
    assert {path.parent for path in written} == {clone / "results/local/standard"}
    page = (clone / "results/local/standard/index.html").read_text()
    assert NO_POSITIONS in page and "0.1.0 bbde315" in page
    found = re.search(r'id="motions">(.*?)</script>', page)[1]
    shipped = json.loads(before["motions.json"])
    of_stt = json.loads(found)["stt"][0]
    assert of_stt["truth"] == shipped["stt"]["cmu"][0]["truth"]
    assert all(model["name"].endswith(" †") for model in of_stt["models"])
    assert files(clone / "results" / "standard") == before


def test_what_the_report_publishes_is_what_the_next_one_reads(tmp_path):
    """Runs are published, go away, and the page still has their windows."""
    path = save(tmp_path / "runs", stt_record("02"), "stt")
    save_motions(path.parent / "motions.npz", [forecast()])
    folders = tmp_path / "runs", tmp_path / "results"
    make_table("stt_figure6", "quick", *folders, publish=True)
    make_report("quick", *folders, publish=True)
    first = Shipped(tmp_path / "results" / "quick").windows
    assert [model["name"] for model in first["stt"]["cmu"][0]["models"]] == [
        *(BENCHMARK, "Zero velocity")
    ]
    shutil.rmtree(tmp_path / "runs")
    make_table("stt_figure6", "quick", *folders, publish=True)
    page = (tmp_path / "results" / "quick" / "stt_figure6.md").read_text()
    assert "protocol cmu. Data cmu eeeeeeeeeeee." in page
    assert "Excluded, too short for a window: test/running/running_1 (82" in page
    make_report("quick", *folders, publish=True)
    assert Shipped(tmp_path / "results" / "quick").windows == first


def window(name: str, truth: str, **models: str) -> dict:
    shown = [{"name": key, "prediction": value} for key, value in models.items()]
    alike = {"given": "", "step": 1.0, "rate_hz": 60.0, "unit": "m", "bones": []}
    return {"name": name, "truth": truth, "models": shown, **alike}


def test_motions_that_came_stand_in_the_same_window():
    here = window("a", "AA", ours="x")
    came = [window("a", "AA", ours="old", other="y"), window("b", "BB", other="z")]
    first, second = with_shipped([here], came, " †")
    assert [(m["name"], m["prediction"]) for m in first["models"]] == [
        ("ours", "x"),
        ("other †", "y"),
    ]
    assert [model["name"] for model in second["models"]] == ["other †"]
    assert [model["name"] for model in here["models"]] == ["ours"]


@pytest.mark.parametrize(
    ("name", "line", "change", "message"),
    [
        ("results.csv", 3, ("gan", "gan,gan"), r"results\.csv:3: expected 24 columns"),
        (
            "results.csv",
            2,
            ("0.204231", "x"),
            r"\.csv:2: expected value to be",
        ),
        ("runs.csv", 2, (",yes,", ",true,"), r"runs\.csv:2: expected how a study was"),
        (
            "curves/gan_figure4.csv",
            2,
            (",0,10,", ",0,x,"),
            r"4\.csv:2: expected",
        ),
        ("index.csv", 2, ("seq2seq", "a,b"), r"index\.csv:2: expected 17 columns"),
        (
            "index.csv",
            2,
            (",-0.4", ",x"),
            "index.csv: claim .*: expected numbers, found",
        ),
        ("facts.json", 1, ("{", "["), r"facts\.json: expected sentences"),
    ],
)
def test_a_damaged_file_is_named_with_its_line(clone, name, line, change, message):
    path = clone / "results" / "standard" / name
    lines = path.read_text().splitlines()
    lines[line - 1] = lines[line - 1].replace(*change, 1)
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(DataError, match=message):
        shipped = Shipped(clone / "results" / "standard")
        shipped.studies("gan", "cmu", "gan_figure4")
        assert shipped_claims(shipped.comparisons)


@pytest.mark.parametrize("name", ["results.csv", "runs.csv", "index.csv"])
def test_what_is_no_text_is_named(clone, name):
    (clone / "results" / "standard" / name).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match=f"{name}: expected a CSV file, found"):
        made(clone, "stt_figure6")


def test_without_runs_csv_numbers_are_shown_all_the_same(clone):
    (clone / "results" / "standard" / "runs.csv").unlink()
    assert "29.04±0.68" in made(clone, "stt_figure6").replace("**", "")


def test_a_window_without_its_motions_is_named(clone):
    path = clone / "results" / "standard" / "motions.json"
    path.write_text('{"stt": {"cmu": [{}]}}')
    with pytest.raises(DataError, match=r"motions\.json: expected motions, found a w"):
        make_report("standard", clone / "runs", clone / "results")


@pytest.mark.parametrize("profile", ["", "..", "local", "/tmp", "a/b"])
def test_a_profile_is_the_name_of_a_folder(tmp_path, profile):
    with pytest.raises(SettingsError, match="--profile: expected a profile, found"):
        make_table("stt_figure6", profile, tmp_path / "runs", tmp_path / "results")


@pytest.mark.parametrize(
    ("seeds", "actions", "data", "message"),
    [
        (
            (0,),
            None,
            "f4b9eddacc63",
            "02: expected at least 3 seeds, as came with .*1;",
        ),
        (
            (0, 1, 2),
            None,
            "f4b9eddacc63",
            "02: expected the actions that came .*basketball",
        ),
        ((0, 1, 2), "all", "0" * 12, "02: expected data cmu f4b9eddacc63, as of the o"),
    ],
)
def test_what_would_take_from_what_came_is_not_published(
    clone, seeds, actions, data, message
):
    described = {"name": "cmu", "fingerprint": data + 52 * "0"}
    known = {row["action"] for row in ours("stt_figure6")} - {"average"}
    for seed in seeds:
        run = stt_record("02", 3.0, seed, profile="standard", data=described)
        if actions:
            (action, windows), *_ = run.windows.items()
            errors = next(iter(run.errors.values()))[action]
            run = dataclasses.replace(
                run,
                errors={key: dict.fromkeys(known, errors) for key in run.errors},
                windows=dict.fromkeys(known, windows),
            )
        save(clone / "runs", run, "stt")
    before = files(clone / "results")
    with pytest.raises(DataError, match=f"--publish: {message}"):
        make_table(
            "stt_figure6", "standard", clone / "runs", clone / "results", publish=True
        )
    assert files(clone / "results") == before


def test_rows_of_claims_that_are_gone_stay(clone):
    path = clone / "results" / "standard" / "index.csv"
    head, first, *rest = path.read_text().splitlines()
    gone = first.replace("seq2seq,", "seq2seq,gone_", 1)
    path.write_text("\n".join([head, gone, first, *rest]) + "\n")
    make_report("standard", clone / "runs", clone / "results", publish=True)
    assert gone in path.read_text().splitlines()
