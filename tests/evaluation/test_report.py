"""The report of a small folder of runs: its numbers, its verdicts, odd text in it."""

import base64
import collections
import csv
import io
import json
import sys
import types

import fresh_process
import numpy as np
import pytest
from fake_motions import BODY, forecast, smoothed
from fake_runs import record, save
from fake_smoothing_runs import smoothing_record
from fake_stt_runs import analysis, save_analysis, stt_record
from page_reader import Page as ReadPage
from PIL import Image

from evaluation import families
from evaluation.claims.ledger import (
    HOLDS,
    VERDICTS,
    Claim,
    Comparison,
    Interval,
    interval,
    judge,
    verdict,
)
from evaluation.claims.rows import COLUMNS
from evaluation.family import ClaimSet, Family, Page
from evaluation.metric import Metric
from evaluation.pictures.shown_motions import save_motions
from evaluation.report.content import collect
from evaluation.report.html import BAR_WIDTH, SIGNS, bar
from evaluation.report.make import make_report
from evaluation.report.viewer_data import UNKNOWN, windows_of
from evaluation.shipped import Shipped
from evaluation.tables.document import Block, Cell, Document, Row, Table
from evaluation.usual import on_all_data
from reenact.errors import DataError
from seq2seq.family import FAMILY as SEQ2SEQ
from seq2seq.report.claims import CLAIMS
from smoothing.family import FAMILY as SMOOTHING
from stt.family import FAMILY as STT

REST = [0.4, 0.7, 1.1, 1.3, 1.5, 1.8]
GROWING = [0.5, 0.8, 1.2, 1.4, 1.6, 1.9]
ENVIRONMENT = {
    "processor": "Abacus 9",
    "processors": 4,
    "gpus": ["Loom"],
    "precision": "float32",
}
AVERAGE = "Average over 2 actions"
ANGLES = "Joint angle, radians, summed up to"
AUC = "AUC of correct joints, higher is better, averaged up to"


def fill(runs) -> None:
    """Two families: two seeds of a model and baselines; two studies of a network."""
    save(runs, record("zero_velocity", {"corrected": REST}, reduced=""), "baselines")
    for seed, shift in enumerate((0.0, 0.2)):
        curve = {
            "walking": np.array(GROWING) + shift,
            "running": np.array(GROWING) + shift + 1.0,
        }
        path = save(runs, record("uni_enc_100", {"corrected": curve}, seed))
        (path.parent / "environment.json").write_text(json.dumps(ENVIRONMENT))
    save(runs, record("erd", {"corrected": np.array(GROWING) + 2}))
    save(runs, stt_record("zero_velocity", 4.0, parameters=0), "stt_baselines")
    for study, level in (("02", 3.0), ("10", 3.5)):
        path = save(runs, stt_record(study, level), "stt")
        save_motions(path.parent / "motions.npz", [forecast(error_m=level / 10)])
        save_analysis(runs, analysis(study))
        Image.new("RGB", (40, 30), "red").save(path.parent / "embedding.png")
        Image.new("RGB", (40, 30), "red").save(path.parent / "strip.png")
        (path.parent / "prediction.gif").write_bytes(b"")


def made(folder) -> tuple[ReadPage, str, list[dict[str, str]]]:
    """The page, the Markdown and the rows of the ledger."""
    written = make_report("quick", folder / "runs", folder / "results")
    text = {path.name: path.read_text(encoding="utf-8") for path in written}
    rows = list(csv.DictReader(io.StringIO(text["index.csv"])))
    return ReadPage(text["index.html"]), text["index.md"], rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("report")
    fill(path / "runs")
    return path


@pytest.fixture(scope="module")
def report(folder):
    return made(folder)


def test_numbers_of_the_page_are_those_of_the_records(report):
    page, _, _ = report
    # Mean of walking (0.5, 0.7) and running (1.5, 1.7); the seeds differ by 0.2.
    assert page.row(AVERAGE, "Uni-Enc-100")[:6] == [
        *("1.10±0.14", "1.40±0.14", "1.80±0.14", "2.00±0.14", "2.20±0.14"),
        "2.50±0.14",
    ]
    assert page.row(AVERAGE, "Zero velocity")[:6] == [f"{each:.2f}" for each in REST]
    assert page.row("walking", "Residual sup. unverified")[0] == "0.35"
    angles = ["0.350", "1.050", "2.100", "3.500"]
    assert page.row(ANGLES, "10: No Temporal Attn") == angles


def test_the_best_of_a_block_is_marked_whichever_way_is_better(report):
    page, _, _ = report
    marks = {
        (caption, label): classes
        for caption in (AVERAGE, "walking", ANGLES, AUC)
        for label, _, classes in page.tables[caption]
    }
    # Zero velocity competes: it is the best until it errs more than the model does.
    assert marks[AVERAGE, "Zero velocity"] == ["best"] * 6
    assert marks[AVERAGE, "Uni-Enc-100"] == [""] * 6
    assert marks["walking", "Residual sup. unverified"] == [""] * 6
    for caption in (ANGLES, AUC):
        assert marks[caption, "02: Original - Ran by Us"] == ["best"] * 4
        assert marks[caption, "10: No Temporal Attn"] == [""] * 4


def test_what_was_not_run_is_named(report):
    page, markdown, _ = report
    run = ("seq2seq", "stt")
    titles = [each.title for each in families.load_all() if each.name not in run]
    absent = f"Not run at this profile: {', '.join(titles)}."
    assert absent in page.text
    assert absent in markdown
    assert "Tables without runs on their data: stt_amass, stt_dip, stt_" in page.text
    sentence = page.text.split("Not run: ")[1:]
    assert any("03: Joint Relation Embedding 1; 04: Joint" in each for each in sentence)


def test_how_rows_were_made_is_told(report):
    page, _, _ = report
    found = {label: cells for label, cells, _ in page.tables[""]}
    cells = found["Uni-Enc-100CMU, corrected"]
    assert cells[:5] == ["0, 1", "12,345", "2,000", "61 s", "all steps"]
    assert cells[5:] == ["Abacus 9 with 4 cores, Loom, float32", "abc"]
    assert found["ERDCMU, corrected"][5] == "-"  # no environment.json
    commands = [
        label for label in found if "seq2seq.train --study=uni_enc_100" in label
    ]
    shown = ".venv/bin/python -m seq2seq.train --study=uni_enc_100 --seeds=2"
    assert commands[0].endswith(shown)
    settings = page.tables["Settings that differ from the paper"]
    assert [
        row[:2] for row in settings if row[0] in ("width", "hidden 256 of 1024")
    ] == [
        ("hidden 256 of 1024", ["", "", "all"]),
        ("width", ["128", "32", "all"]),
    ]
    assert "Runs 5 of 4 studies, 2 baselines" in page.text


def test_verdicts_are_counted_everywhere_alike(folder, report):
    page, markdown, rows = report
    studies = SEQ2SEQ.find_studies(folder / "runs", "quick")["cmu"]
    words = {claim.id: verdict(claim.test(studies)) for claim in CLAIMS}
    ledger = {
        row["claim"]: row["verdict"] for row in rows if row["family"] == "seq2seq"
    }
    assert ledger == words
    found = collections.Counter(words.values())
    assert sum(found.values()) == len(CLAIMS)
    (line,) = [each for each in markdown.splitlines() if "(#seq2seq)" in each]
    numbers = [*(found[name] for name in VERDICTS), len(CLAIMS)]
    assert line.endswith(" | ".join(map(str, numbers)) + " |")
    slugs = collections.Counter(
        attributes["data-verdict"]
        for tag, attributes in page.tags
        if attributes.get("class") == "claim"
        and attributes["id"].startswith("seq2seq-")
    )
    assert slugs == {SIGNS[name][0]: number for name, number in found.items()}


def test_counts_add_up(folder, report):
    page, markdown, _ = report
    shown = collect("quick", folder / "runs", Shipped(folder / "results" / "quick"))
    total = sum(len(family.claims) for family in shown.families)
    assert sum(shown.counts.values()) == total
    for word, number in shown.counts.items():
        assert number == sum(family.counts[word] for family in shown.families)
        assert f"{number} {SIGNS[word][1]} {word}" in page.text
    for family in shown.families:
        assert sum(family.counts.values()) == len(family.claims)
    assert f"Do the sources' {total} claims hold?" in page.text
    (line,) = [each for each in markdown.splitlines() if each.startswith("| **all**")]
    assert line.endswith(f"| {total} |")


def test_the_ledger_has_a_row_for_each_comparison(folder, report):
    _, _, rows = report
    assert tuple(rows[0]) == COLUMNS
    studies = SEQ2SEQ.find_studies(folder / "runs", "quick")["cmu"]
    (claim,) = [each for each in CLAIMS if each.id == "flat_beyond_160ms_corrected"]
    comparisons = claim.test(studies)
    found = [row for row in rows if row["claim"] == claim.id]
    assert len(found) == len(comparisons) == 2
    for row, comparison in zip(found, comparisons, strict=True):
        mean, low, high, method = interval(comparison.differences)
        numbers = [float(row[name]) for name in ("mean", "low", "high", "margin")]
        np.testing.assert_allclose(numbers, [mean, low, high, 0], rtol=1e-5)
        assert (row["method"], row["comparison"]) == (method, comparison.text)
        assert row["comparison_verdict"] == judge(comparison).verdict
    assert [row["guard"] for row in found] == ["no", "yes"]
    assert {row["data"] for row in rows} == {"cmu"}
    untested = [row for row in rows if row["verdict"] == "not run"]
    assert untested and not any(row["comparison"] + row["mean"] for row in untested)


def test_the_page_needs_nothing_else(report):
    page, _, _ = report
    assert page.open == []
    for tag, attributes in page.tags:
        for name in ("src", "href"):
            address = attributes.get(name) or "#"
            assert address.startswith(("#", "data:")), (tag, address)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    linked = {a["href"][1:] for _, a in page.tags if a.get("href", "").startswith("#")}
    assert linked <= set(ids)


def test_pictures_of_analyses_are_shown_and_strips_of_forecasts_are_not(report):
    page, _, _ = report
    texts = [attributes["alt"] for tag, attributes in page.tags if tag == "img"]
    assert "Embedding of 02: Original - Ran by Us, seed 0" in texts
    assert not any(text.startswith("Strip") for text in texts)
    pictures = "Error over time on CMU", "Spatio-temporal transformer on CMU"
    assert sum(text.startswith(pictures) for text in texts) == 2


def test_odd_text_is_shown_and_never_obeyed(tmp_path):
    runs = tmp_path / "runs"
    odd = '<img src=x onerror="alert(1)"></script><script>alert(2)</script> & |'
    study = "uni<b>&'enc'"
    save(runs, record("zero_velocity", {"corrected": REST}), "baselines")
    changes = {"command": odd, "reduced": odd, "code_version": odd}
    path = save(runs, record(study, {"corrected": GROWING}, **changes))
    save_motions(path.parent / "motions.npz", [forecast(clip_id=odd, action=odd)])
    page, _, _ = made(tmp_path)
    assert page.open == []
    assert {tag for tag, _ in page.tags} & {"b"} == set()
    assert not any("onerror" in attributes for _, attributes in page.tags)
    assert page.text.count(" ".join(odd.split())) >= 3
    assert page.row(AVERAGE, study)[0] == "0.50"
    assert odd in json.loads(page.scripts[0])["seq2seq"][0]["name"]
    assert len(page.scripts) == 5


def juggling_page(studies, profile):
    value = studies["cascade"][0].errors["drops"]["walking"].mean()
    rows = [Row("Cascade", [Cell(f"{value:.1f}")])]
    table = Table("Drops a minute", ["", "mean"], [Block("Ours", rows)])
    return Document(f"Juggling ({profile} profile)", ["Balls."], [table], []), []


def few_drops(studies):
    drops = studies["cascade"][0].errors["drops"]["walking"].T
    return [Comparison("fewer than 9", 9 - drops)]


JUGGLING = Family(
    name="juggling",
    baseline_folder="juggling_baselines",
    title="Juggling",
    about="How long balls stay up.",
    reads="angles",
    data_sets=("cmu",),
    names=str.title,
    is_baseline=lambda study: False,
    errors={"drops": Metric("drops")},
    score_baselines=lambda scoring: [],
    page=lambda data: Page(f"juggling_{data}", data, juggling_page),
    claims=ClaimSet(
        "Balls a minute.",
        [Claim("few_drops", "a circus, section 1", "Few balls drop.", few_drops)],
        on_all_data,
    ),
)


def test_a_family_that_lands_later_is_shown_by_its_name_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(families, "NAMES", (*families.NAMES, "juggling"))
    module = types.SimpleNamespace(FAMILY=JUGGLING)
    monkeypatch.setitem(sys.modules, "juggling.family", module)
    run = record("cascade", {"drops": dict(walking=[2.5] * 6)}, family="juggling")
    save(tmp_path / "runs", run, "juggling")
    page, markdown, rows = made(tmp_path)
    assert page.row("Drops a minute", "Cascade") == ["2.5"]
    assert "How long balls stay up." in page.text
    assert "Few balls drop." in page.text and "Balls a minute." in page.text
    assert "| [Juggling](#juggling) | 1 | 0 | 0 | 0 | 1 |" in markdown
    assert [(row["claim"], row["verdict"]) for row in rows] == [("few_drops", HOLDS)]
    assert ("a", {"href": "#juggling"}) in page.tags


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("metrics.json", b"{", "expected JSON"),
        ("environment.json", b"[1]", "expected the environment of a run"),
        ("environment.json", b'{"processor": "A"}', "found no 'processors'"),
        ("motions.npz", b"PK", "expected an .npz archive"),
        ("analysis.json", b"{}", "expected an analysis of a run"),
        ("embedding.png", b"GIF", "expected a picture"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_written(
    folder, tmp_path, name, content, message
):
    runs = tmp_path / "runs"
    for study in ("02", "10"):
        path = save(runs, stt_record(study), "stt").parent
    (path / name).write_bytes(content)
    results = tmp_path / "results" / "local" / "quick"
    results.mkdir(parents=True)
    (results / "index.html").write_text("before")
    with pytest.raises(DataError, match=message) as error:
        make_report("quick", runs, tmp_path / "results")
    assert str(path / name) in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    assert [path.name for path in results.iterdir()] == ["index.html"]
    assert (results / "index.html").read_text() == "before"


def test_the_command_says_in_one_line_that_there_are_no_runs(tmp_path):
    folders = f"--runs_dir={tmp_path}", f"--results_dir={tmp_path / 'results'}"
    done = fresh_process.command("evaluation.report", *folders)
    assert done.returncode == 1
    assert done.stderr == (
        f"error: {tmp_path / 'quick'}: expected finished runs at the quick profile or "
        "results that came with the project, found none; .venv/bin/python -m "
        "seq2seq.train --data=synthetic --profile=quick --study=all trains them\n"
    )
    assert not (tmp_path / "results").exists()


def unpacked(window, coded):
    whole = np.frombuffer(base64.b64decode(coded), "<i2").astype(float)
    whole[whole == UNKNOWN] = np.nan
    shape = (-1, window["joints"], window["dimensions"])
    return whole.reshape(shape) * window["step"]


def runs_with(tmp_path, motions):
    """Studies of a family by their motions."""
    runs = []
    for study, shown in motions.items():
        maker = smoothing_record if shown[0].unit == "px" else stt_record
        path = save(tmp_path, maker(study), "package")
        save_motions(path.parent / "motions.npz", shown)
        runs.append(maker(study, path=path))
    family = SMOOTHING if shown[0].unit == "px" else STT
    return family.studies(runs)


def test_models_of_one_window_stand_beside_each_other(tmp_path):
    other = forecast(clip_id="test/jumping/jumping_1", action="jumping")
    motions = {"02": [other, forecast(20)], "10": [forecast(30, 0.2)]}
    first, second = windows_of(runs_with(tmp_path, motions))
    named = [first[key] for key in ("action", "start", "recording")]
    assert named == ["walking", "1.7 s", "walking_1"]  # frame 100, 60 a second
    assert second["action"] == "jumping"
    assert first["baseline"] == "Zero velocity"
    names = [model["name"] for model in first["models"]]
    assert names == [
        "02: Original - Ran by Us",
        "10: No Temporal Attn",
        "Zero velocity",
    ]
    given = unpacked(first, first["given"])
    assert given.shape == (30, 6, 3)  # the longer past
    np.testing.assert_allclose(given[-1], BODY, atol=5e-4)
    for model, error in zip(first["models"][:2], (0.1, 0.2), strict=True):
        off = unpacked(first, model["prediction"]) - unpacked(first, first["truth"])
        np.testing.assert_allclose(
            off, np.broadcast_to([0, 0, error], off.shape), atol=1e-3
        )
    rest = unpacked(first, first["models"][2]["prediction"])
    np.testing.assert_allclose(rest, np.broadcast_to(BODY, rest.shape), atol=5e-4)
    assert (first["head"], first["sides"][2]) == (1, "right")


def test_inputs_of_other_noise_are_windows_of_their_own(tmp_path):
    far = smoothed(truth=smoothed().truth * 100, prediction=smoothed().prediction * 100)
    motions = {
        "conv3d_1.1": [smoothed()],
        "deciwatch_1.1": [smoothed()],
        "conv3d_2.1": [smoothed(16.0)],
        "convlstm_s_1.1": [far],
    }
    one, two, three = windows_of(runs_with(tmp_path, motions))
    assert [model["name"] for model in one["models"]] == ["3DConv 1.1", "DeciWatch 1.1"]
    assert [model["name"] for model in two["models"]] == ["3DConv 2.1"]
    assert (two["start"], two["recording"]) == ("1.3 s", "07_01")
    given = unpacked(two, two["given"]) - unpacked(two, two["truth"])
    assert np.isnan(given[3, 2]).all() and np.isnan(given).sum() == 2
    np.testing.assert_allclose(given[~np.isnan(given)], 16, atol=0.11)
    # Too large for tenths of a pixel in two bytes, so in larger steps.
    truth = unpacked(three, three["truth"])
    np.testing.assert_allclose(truth, far.truth, atol=three["step"])
    assert 0.1 < three["step"] < 2


def test_motions_of_other_shapes_are_refused(tmp_path):
    short = forecast(prediction=forecast().prediction[:-1])
    with pytest.raises(
        DataError, match=r"motions\.npz: expected prediction of test/walk"
    ):
        windows_of(runs_with(tmp_path, {"02": [short]}))


@pytest.mark.parametrize(
    ("options", "numbers", "expected"),
    [
        # From -1 to 3 with 12 % of 4 at both ends.
        ({}, (1.0, -1.0, 3.0), ((0, np.inf), 0, 1, -1, 3, -1.48, 3.48)),
        # -2 to 2, as the margins say.
        (
            {"claimed": "within", "margin": 2.0},
            (1.0, 0.5, 1.5),
            ((-2, 2), 0, 1, 0.5, 1.5, -2.48, 2.48),
        ),
        # A single clip: the line goes from end to end.
        ({}, (1.0, -np.inf, np.inf), ((0, 9), 0, 1, -9, 9, -0.12, 1.12)),
    ],
)
def test_where_things_stand_in_the_picture_of_an_interval(options, numbers, expected):
    comparison = judge(Comparison("", np.ones((2, 2)), **options))
    found = bar(comparison._replace(interval=Interval(*numbers, "")))
    *expected, left, right = expected
    for place, value in zip(found, expected, strict=True):
        share = (np.clip(value, left, right) - left) / (right - left)
        np.testing.assert_allclose(place, BAR_WIDTH * share, atol=0.051)
