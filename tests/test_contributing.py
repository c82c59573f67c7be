"""The worked examples of CONTRIBUTING.md, typed in as they stand, do what is said."""

import dataclasses
import re
import sys

import numpy as np
import pytest
from fake_stt_runs import stt_record
from fake_taxonomy_runs import GROWTH, baseline, taxonomy_record
from product import ROOT
from worked_examples import blocks, commands, section, steps, with_lines

from data_prep import datasets
from data_prep.dataset import Dataset
from data_prep.poses.pose_set import PoseSequence
from evaluation import families
from evaluation.claims.ledger import FAILS, HOLDS, NOT_RUN, UNDECIDED, verdict
from evaluation.family import Family
from evaluation.poses.metrics import BodyMotion, joint_angle_error, varying_angles
from evaluation.poses.windows import ScoredPoses
from evaluation.tables.text_forms import to_markdown
from motion.clip import Clip
from motion.h36m_angles import clip_to_columns
from motion.rotations import rotvec_to_matrix
from motion.skeleton import SKELETONS

PAGE = "CONTRIBUTING.md"


def typed(title: str, file: str):
    """The steps of a section that concern a file."""
    found = [step for step in steps(section(PAGE, title)) if step.path == file]
    assert found, file
    return found


@pytest.mark.parametrize("title", ["study", "data source", "metric", "claim"])
def test_every_block_says_where_it_belongs(title):
    text = section(PAGE, f"Add a {title}")
    assert [step.lines for step in steps(text)] == blocks(text)


def test_a_study_is_added():
    from training.settings import differences, resolve

    title = "Add a study"
    changed = with_lines(*typed(title, "stt/studies.py"))
    for profile in changed.PROFILES:
        made, benchmark = (
            resolve(changed.ALL_STUDIES, changed.PROFILES, study, profile)
            for study in ("02_causal", "02")
        )
        fields = [field.name for field in dataclasses.fields(made)]
        expected = "norm_over feature instead of sample"
        assert differences(made, benchmark, fields) == expected
    assert "02_causal" in changed.TRAINABLE and "02_causal" not in changed.DEFAULT
    label = changed.label("02_causal")
    assert f'"{label}"' in section(PAGE, title)
    family = dataclasses.replace(families.load("stt"), names=changed.label)
    page = table_of(family, "cmu", stt_record("02"), stt_record("02_causal"))
    assert f"| {label} | " in page


def test_the_toy_family_is_quoted_as_it_stands():
    recipe, family, names = blocks(section(PAGE, "Add a family"))
    assert f"\n\n{recipe}" in (ROOT / "tests/toy_family/fit.py").read_text()
    assert f"\n\n{family}" in (ROOT / "tests/toy_family/family.py").read_text()
    found = {}
    exec(names, found)
    assert found["NAMES"] == (*families.NAMES, "toy_family")
    listed = re.findall(r"`([\w/]+\.py)`", section(PAGE, "Add a family"))
    folder = ROOT / "tests" / "toy_family"
    missing = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if path.stem != "__init__"
    } - set(listed)
    assert not missing


def test_the_commands_of_a_family_are_those_that_its_test_runs():
    """See `test_toy_family`, which also predicts."""
    source = (ROOT / "tests" / "test_toy_family.py").read_text()
    for command in commands(section(PAGE, "Add a family")):
        module = command.split()[2].replace("toy_family.", "{NAME}.")
        assert f'"{module}"' in source, module


@pytest.fixture
def own_text(monkeypatch) -> Dataset:
    """The example of a data source, in the list of data sets."""
    title, file = "Add a data source", "data_prep/sources/own_text.py"
    source = with_lines(*typed(title, file))
    assert not (ROOT / file).exists()
    monkeypatch.setitem(sys.modules, source.__name__, source)
    changed = with_lines(*typed(title, "data_prep/datasets.py"))
    assert list(changed.DATASETS) != list(datasets.DATASETS)
    declared = changed.DATASETS["own_text"]
    monkeypatch.setitem(datasets.ALL_DATASETS, "own_text", declared)
    return declared


def recordings(folder, frames: int = 330):
    """A file for each split: joints that turn to and fro, at 120 Hz."""
    joints = SKELETONS["cmu38"].joint_count
    seconds = np.arange(frames) / 120
    for number, split in enumerate(("train", "validation", "test")):
        swing = 0.3 * np.sin(2 * np.pi * seconds[:, None, None] + number)
        clip = Clip(
            clip_id="swinging",
            subject="",
            action="",
            skeleton="cmu38",
            rate_hz=120.0,
            rotations=np.tile(swing, (1, joints, 3)).astype(np.float32),
            root_translation=np.zeros((frames, 3), np.float32),
            root_kind="absolute",
        )
        path = folder / "own_text" / split / "swinging.txt"
        path.parent.mkdir(parents=True)
        np.savetxt(path, clip_to_columns(clip), "%.6f", delimiter=",")


def test_a_data_source_is_read(own_text, tmp_path):
    recordings(tmp_path)
    found, options = datasets.find_recordings("own_text", tmp_path)
    assert options == own_text.options(None)
    clips = datasets.read_recordings("own_text", found)
    assert [clip.clip_id for each in clips.values() for clip in each] == [
        "train/swinging",
        "validation/swinging",
        "test/swinging",
    ]
    sequences = [PoseSequence.of(clip) for clip in clips["test"]]
    scored = ScoredPoses.cut(sequences, own_text.test_windows)
    starts = [("test/swinging", 0), ("test/swinging", 12)]  # of 165 frames at 60 Hz
    assert scored.starts() == {"unlabelled": starts}


def test_a_data_source_is_accepted_and_has_pages(own_text):
    text = section(PAGE, "Add a data source")
    for family in families.load_all():
        accepted = "own_text" in family.accepted_data()
        assert accepted == (family.reads in own_text.offers), family.name
    assert "--table=stt_own_text" in text
    assert "stt_own_text" in families.load("stt").pages(["own_text"])
    told = own_text.how_to_get.format(folder="data/own_text", layout=own_text.layout)
    assert f"data/own_text/{own_text.layout}" in told


def test_a_metric_is_recorded_and_shown(monkeypatch):
    title, key = "Add a metric", "worst_joint_angle_at"
    for file in ("evaluation/poses/metrics.py", "evaluation/poses/horizons.py"):
        changed = with_lines(*typed(title, file))
        monkeypatch.setitem(sys.modules, changed.__name__, changed)
    truth = np.tile(np.eye(3), (2, 24, 15, 1, 1))
    other = truth.copy()
    other[:, :, 0] = rotvec_to_matrix(np.array([0.2, 0, 0]))  # the left hip and knee
    truth, other = BodyMotion.of(truth), BodyMotion.of(other)
    errors = changed.errors_at_horizons(truth, other, varying_angles(truth.euler))
    np.testing.assert_allclose(errors[key], 0.2)
    assert joint_angle_error(truth, other).max() < 0.1  # which is a mean

    page = with_lines(*typed(title, "taxonomy/report/page.py"))
    taxonomy = families.load("taxonomy")
    built = taxonomy.page("cmu")._replace(
        build=lambda *shown: page.taxonomy_page("taxonomy_figure3", "cmu", *shown)
    )
    metrics = {**taxonomy.errors, **changed.POSE_METRICS}
    family = dataclasses.replace(taxonomy, errors=metrics, page=lambda data: built)
    run = taxonomy_record("rnn", curves={key: 8 * GROWTH})
    shown = table_of(family, "cmu", run, taxonomy_record("transformer"))
    table = shown.split("Angle of the worst joint, radians, at")[1].split("\n\n##")[0]
    assert re.search(r"\| One LSTM \| 0\.800 .* 8\.000 \|", table)
    assert "No number here: Transformer" in table  # has no such error


def test_a_claim_has_a_verdict():
    steps_of_it = typed("Add a claim", "taxonomy/report/claims.py")
    (claim,) = [
        each
        for each in with_lines(*steps_of_it).CLAIMS
        if each.id == "prior_helps_an_lstm"
    ]

    def judged(plain: float, with_prior: float) -> str:
        runs = [
            taxonomy_record(study, level + 0.1 * seed, seed)
            for study, level in (("rnn", plain), ("rnn_taxonomy", with_prior))
            for seed in range(3)
        ]
        everything = [baseline("mean_pose", 30.0), *runs]
        return verdict(claim.test(families.load("taxonomy").studies(everything)))

    assert judged(20.0, 18.0) == HOLDS
    assert judged(20.0, 22.0) == FAILS
    assert judged(40.0, 38.0) == UNDECIDED
    nothing = families.load("taxonomy").studies([])
    assert verdict(claim.test(nothing)) == NOT_RUN


def table_of(family: Family, data: str, *runs) -> str:
    """The page of a data set that shows some runs."""
    document, _ = family.page(data).build(family.studies(runs), "quick")
    return to_markdown(document)
