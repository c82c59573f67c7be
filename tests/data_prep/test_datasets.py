"""What data sets declare, and that families find in them what they read."""

import dataclasses
import pathlib

import pytest

from data_prep import datasets
from data_prep.dataset import Dataset, KeypointDataset
from data_prep.datasets import ALL_DATASETS, DATASETS
from data_prep.download.sources import remote_files
from data_prep.keypoints.keypoint_set import records_of
from data_prep.sources.readers.recordings import Recording
from evaluation import families
from evaluation.poses.protocols import DEFAULT_PROTOCOL, POSE_PROTOCOLS
from motion.skeleton import SKELETONS

KEYPOINT_DATASETS = {
    name: each
    for name, each in ALL_DATASETS.items()
    if isinstance(each, KeypointDataset)
}


@pytest.mark.parametrize("family", families.load_all(), ids=lambda each: each.name)
def test_data_sets_of_a_family_offer_what_it_reads(family):
    assert family.data_sets
    for data in family.data_sets:
        for name in records_of(data):
            assert family.reads in ALL_DATASETS[name].offers, (data, name)


def test_a_family_accepts_every_data_set_that_offers_what_it_reads(monkeypatch):
    (family,) = [each for each in families.load_all() if each.name == "stt"]
    usual = family.accepted_data()
    assert usual[: len(family.data_sets)] == list(family.data_sets)
    other = dataclasses.replace(DATASETS["cmu"], name="mine")
    monkeypatch.setitem(ALL_DATASETS, "mine", other)
    assert family.accepted_data() == [*usual, "mine"]
    assert "mine" in families.load("smoothing").accepted_data()


def test_every_declaration_is_motion_or_keypoints():
    assert {**DATASETS, **KEYPOINT_DATASETS} == ALL_DATASETS
    assert {"cmu", "cmu_asfamc", "h36m", "amass", "dip", "synthetic"} <= set(DATASETS)
    assert {"penn_action", "brace", "keypoints", "detector"} <= set(KEYPOINT_DATASETS)
    assert all(each.offers == ("keypoints",) for each in KEYPOINT_DATASETS.values())
    assert all(each.skeleton in SKELETONS for each in DATASETS.values())


@pytest.mark.parametrize("dataset", ALL_DATASETS.values(), ids=lambda each: each.name)
def test_people_are_told_how_to_get_it_or_it_is_fetched(dataset):
    assert bool(dataset.how_to_get) != bool(dataset.download)
    if dataset.download:
        assert dataset.download.url.startswith(("http://", "https://"))
        assert remote_files(dataset.name)
    elif dataset.folders:
        named = {"folder": "data/here", "layout": dataset.layout, "python": "python"}
        advice = dataset.how_to_get.format(**named)
        assert f"data/here/{dataset.layout}" in advice


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda each: each.name)
def test_motion_is_read_or_generated(dataset):
    listed = dataset.list_recordings is not None
    assert listed == (dataset.read_clip is not None) == bool(dataset.folders)
    assert listed != (dataset.generate is not None)


def test_windows_of_poses_are_declared_where_poses_are_offered():
    offering = {name for name, each in DATASETS.items() if "poses" in each.offers}
    assert {n for n, each in DATASETS.items() if each.test_windows} == offering
    assert set(DEFAULT_PROTOCOL.values()) <= set(POSE_PROTOCOLS)
    expected = {"cmu": "cmu", "synthetic": "cmu", "amass": "eth", "dip": "eth"}
    assert expected.items() <= DEFAULT_PROTOCOL.items()


def test_only_what_has_records_is_read_into_them():
    for each in KEYPOINT_DATASETS.values():
        assert each.has_records == (each.read_clips is not None)
    assert all(each.has_records for each in DATASETS.values())


def declared(monkeypatch, dataset):
    monkeypatch.setitem(datasets.ALL_DATASETS, dataset.name, dataset)
    return [
        Recording(pathlib.Path(f"{number}"), f"clip {number}", split=split)
        for number, split in enumerate(["train", "test", "train"])
    ]


def test_clips_keep_their_order_and_split_and_some_are_left_out(monkeypatch):
    toy = dataclasses.replace(
        datasets.CMU,
        name="toy",
        read_clip=lambda dataset, recording: (
            None if recording.clip_id == "clip 0" else (dataset.name, recording.clip_id)
        ),
    )
    seen = []
    recordings = declared(monkeypatch, toy)
    clips = datasets.read_recordings("toy", recordings, lambda *args: seen.append(args))
    assert {split: found for split, found in clips.items() if found} == {
        "train": [("toy", "clip 2")],
        "test": [("toy", "clip 1")],
    }
    assert seen == [(n + 1, 3, f"clip {n}") for n in range(3)]
    assert isinstance(toy, Dataset)


def test_a_recording_of_keypoints_may_be_several_clips(monkeypatch):
    toy = KeypointDataset(
        name="toy",
        folders=("toy",),
        layout="",
        offers=("keypoints",),
        options=lambda _: {},
        read_clips=lambda recording: [recording.clip_id] * 2,
    )
    found = datasets.read_recordings("toy", declared(monkeypatch, toy))
    assert found == [f"clip {number}" for number in (0, 0, 1, 1, 2, 2)]
