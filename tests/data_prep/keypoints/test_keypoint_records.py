"""Records of keypoints, built as those of motion are."""

import dataclasses
import gzip
import shutil

import fresh_process
import numpy as np
import pytest
from hypothesis import given
from keypoint_files import (
    brace_frames,
    keypoint_document,
    penn_labels,
    write_annotations,
    write_brace,
    write_by_hand,
    write_keypoints,
    write_penn,
)
from mutating import EDITS, FEW, mutated, survives

from data_prep import records
from data_prep.build_records import build, find_or_build, summary
from data_prep.keypoints import records as keypoint_records
from data_prep.keypoints.records import read_keypoint_clips
from data_prep.keypoints.records import write_keypoints as write
from data_prep.manifest import read_manifest
from data_prep.tf_examples import parse_keypoints, serialize_keypoints
from motion.keypoints import LAYOUTS, KeypointClip
from reenact.errors import DataError


def make_clip(name="a", frames=5, layout="coco17", rate_hz=29.5, action="climbing"):
    random = np.random.default_rng(frames)
    shape = (frames, len(LAYOUTS[layout]))
    visible = random.random(shape) < 0.8
    positions = random.uniform(0, 500, (*shape, 2)).astype(np.float32)
    positions[~visible & (random.random(shape) < 0.5)] = np.nan
    return KeypointClip(
        name, f"of {name}", action, layout, rate_hz, (640, 520), positions, visible
    )


CLIPS = [
    make_clip("a", 30),
    make_clip("b/ü", 40, "blazepose33", None),
    make_clip("c", 50, "penn13", action="situp"),
]


def check_equal(found, expected):
    for field in dataclasses.fields(KeypointClip):
        values = (getattr(found, field.name), getattr(expected, field.name))
        if isinstance(values[0], np.ndarray):
            np.testing.assert_array_equal(*values)
        else:
            assert values[0] == values[1]


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_clips_are_read_as_they_were_written(tmp_path):
    manifest = write(tmp_path / "k", "keypoints", CLIPS, "0" * 64, {}, 10_000)
    for found, expected in zip(read_keypoint_clips(tmp_path / "k"), CLIPS, strict=True):
        check_equal(found, expected)
    assert read_manifest(tmp_path / "k") == manifest
    assert manifest["layouts"] == ["blazepose33", "coco17", "penn13"]
    assert manifest["clips_by_action"] == {"climbing": 2, "situp": 1}
    assert manifest["splits"]["all"]["frames"] == 120
    assert len(list((tmp_path / "k").glob("all-*.tfrecord"))) == 2
    write(tmp_path / "again", "keypoints", CLIPS, "0" * 64, {}, 10_000)
    assert contents(tmp_path / "again") == contents(tmp_path / "k")


def test_nothing_half_written_can_be_read(tmp_path, monkeypatch):
    write(tmp_path, "keypoints", CLIPS, "1", {})
    with pytest.raises(DataError, match="keypoints: expected clips of keypoints"):
        write(tmp_path, "keypoints", [], "2", {})
    assert len(read_keypoint_clips(tmp_path)) == 3  # as before

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(keypoint_records, "write_manifest", fail)
    with pytest.raises(OSError, match="disk full"):
        write(tmp_path, "keypoints", CLIPS[:1], "2", {})
    with pytest.raises(DataError, match="expected the manifest of a built data set"):
        read_keypoint_clips(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    directory = tmp_path_factory.mktemp("built")
    write(directory, "keypoints", CLIPS, "0" * 64, {})
    copy = tmp_path_factory.mktemp("copy")
    return shutil.copytree(directory, copy, dirs_exist_ok=True), directory


@FEW
@given(EDITS)
def test_damaged_shards(built, edits):
    copy, whole = built
    path = copy / "all-00000-of-00001.tfrecord"
    path.write_bytes(mutated((whole / path.name).read_bytes(), edits))
    survives(lambda: read_keypoint_clips(copy), path)


@FEW
@given(EDITS)
def test_damaged_manifests(built, edits):
    copy, whole = built
    path = copy / "manifest.json"
    path.write_bytes(mutated((whole / path.name).read_bytes(), edits))
    survives(lambda: summary(read_manifest(copy)), path)


@FEW
@given(EDITS)
def test_records_with_intact_checksums(edits):
    record = serialize_keypoints(make_clip())
    try:
        parse_keypoints(mutated(record, edits))
    except DataError as error:
        assert "\n" not in str(error)


def test_motion_is_not_taken_for_keypoints(make_clip, tmp_path):
    parts = {"train": [make_clip(30)], "validation": [], "test": [], "extra": []}
    records.write(tmp_path, "cmu", parts, "0" * 64, {})
    with pytest.raises(DataError, match=r"split of train, .* found 'all'"):
        read_keypoint_clips(tmp_path)


def test_penn_action_is_built_once(tmp_path, monkeypatch, capsys):
    data = tmp_path / "data"
    for number, action in enumerate(("situp", "bowl", "situp")):
        labels = penn_labels(6 + number, number, action)
        path = write_penn(data / "Penn_Action", labels, f"{number:04d}")
    first = build("penn_action", data, tmp_path)
    assert summary(first).splitlines()[:3] == [
        "all: 3 clips, 21 frames",
        "bowl: 1 clips",
        "situp: 2 clips",
    ]
    monkeypatch.setattr(keypoint_records, "write_keypoints", None)  # would fail
    path.with_name("0002.mat.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    assert build("penn_action", data, tmp_path) == first
    assert "up to date" in capsys.readouterr().err
    assert find_or_build("penn_action", None, tmp_path) == "penn_action"
    monkeypatch.undo()
    write_penn(data / "Penn_Action", penn_labels(9), "0003")
    assert build("penn_action", data, tmp_path)["fingerprint"] != first["fingerprint"]
    assert [clip.clip_id for clip in read_keypoint_clips(tmp_path / "penn_action")] == [
        "0000",
        "0001",
        "0002",
        "0003",
    ]


def test_all_files_of_brace_are_part_of_its_fingerprint(tmp_path):
    root = tmp_path / "data" / "brace"
    write_brace(root, brace_frames(range(10, 21)))
    seen = {build("brace", root.parent, tmp_path)["fingerprint"]}
    for change in (
        lambda: write_by_hand(root, 12, np.full((17, 3), 300.0)),
        lambda: write_annotations(root, cuts=[15]),
        lambda: write_annotations(root, dances={"10.20": "toprock"}),
    ):
        change()
        seen.add(build("brace", root.parent, tmp_path)["fingerprint"])
    assert len(seen) == 4
    clips = read_keypoint_clips(tmp_path / "brace")
    assert [(len(clip), clip.action) for clip in clips] == [(5, "toprock")] * 2
    assert clips[0].positions[2, 0].tolist() == [300, 300]


def run(module, *arguments, **environment):
    return fresh_process.command(f"data_prep.{module}", *arguments, **environment)


def test_the_command_builds_and_names_a_faulty_file(tmp_path):
    root = tmp_path / "data" / "keypoints"
    write_keypoints(root, keypoint_document())
    arguments = "--dataset=keypoints", f"--records_dir={tmp_path}"
    result = run("build", *arguments, REENACT_DATA=str(root.parent))
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("all: 1 clips, 4 frames\nclimbing: 1 clips\nfinger")
    path = write_keypoints(root, {**keypoint_document(), "frames": [[]]}, "b")
    result = run("build", *arguments, REENACT_DATA=str(root.parent))
    assert result.returncode == 1 and "Traceback" not in result.stderr
    last = result.stderr.splitlines()[-1]
    assert last == f"error: {path}: frame 0: expected 17 keypoints, found 0"
    assert len(read_keypoint_clips(tmp_path / "keypoints")) == 1


@pytest.mark.parametrize(
    ("dataset", "words"),
    [
        ("penn_action", "dreamdragon.github.io/PennAction labels/<number>.mat"),
        ("brace", "non-commercial github.com/dmoltisanti/brace manual_keypoints.zip"),
        ("keypoints", '{"layout": blazepose33 image_size'),
        ("detector", "(F, 25, 56, 56) <video>.npz"),
    ],
)
def test_the_command_says_where_to_get_what(dataset, words, tmp_path):
    result = run("download", f"--dataset={dataset}", f"--data_dir={tmp_path}")
    assert result.returncode == 0
    assert f"{tmp_path}/{dataset}/" in result.stdout
    assert all(word in result.stdout for word in words.split())
