"""Which recordings a data set of keypoints holds, and which cameras see them."""

import numpy as np
import pytest

from data_prep import records
from data_prep.keypoints.keypoint_set import build_keypoint_set, read_keypoint_set
from data_prep.keypoints.projection import capture_keypoints
from data_prep.keypoints.records import write_keypoints
from data_prep.manifest import read_manifest
from motion.keypoints import LAYOUTS, KeypointClip
from reenact.errors import DataError


def recordings(keypoints) -> list[str]:
    """Each recording once, in order."""
    return list(dict.fromkeys(clip.recording for clip in keypoints.clips))


@pytest.fixture
def original(make_clip):
    """Trials in their original form by subject and number, of 40 frames."""

    def make(*names):
        rotations = np.zeros((40, 31, 3), np.float32)
        return [
            make_clip(
                40,
                name,
                subject=name[:2],
                action="climbing",
                skeleton="asf31",
                rotations=rotations,
                calibration_frames=0,
            )
            for name in names
        ]

    return make


@pytest.fixture
def built(small_cmu, tmp_path, original):
    """Records of the text, and of subjects 01 and 02 in their original form."""
    build_keypoint_set("cmu", small_cmu.parent, tmp_path)
    alone = read_keypoint_set(tmp_path, "cmu", cameras=1)
    splits = {
        "train": original("01/01_01", "02/02_02"),
        "validation": [],
        "test": [],
        "extra": original("02/02_01"),
    }
    records.write(tmp_path / "cmu_asfamc", "cmu_asfamc", splits, "original", {})
    return tmp_path, alone


def test_all_of_cmu_is_seen_by_cameras(small_cmu, tmp_path, capsys):
    assert build_keypoint_set("auto", small_cmu.parent, tmp_path) == "cmu"
    assert "reading cmu " in capsys.readouterr().err
    keypoints = read_keypoint_set(tmp_path, "cmu", cameras=2)
    assert len(recordings(keypoints)) == 9  # training, validation, test and extra
    assert [clip.clip_id for clip in keypoints.clips[:3]] == [
        f"{recordings(keypoints)[0]}@0",
        f"{recordings(keypoints)[0]}@1",
        f"{recordings(keypoints)[1]}@0",
    ]
    assert {clip.layout for clip in keypoints.clips} == {"capture15"}
    first = records.read_clips(tmp_path / "cmu", "train")[0]
    for number in range(2):
        expected = capture_keypoints(first, number)
        found = keypoints.clips[number]
        np.testing.assert_array_equal(found.positions, expected.positions)
    more = read_keypoint_set(tmp_path, "cmu")
    assert len(more.clips) == 36
    np.testing.assert_array_equal(more.clips[1].positions, keypoints.clips[1].positions)


def test_the_original_form_adds_what_the_text_lacks(built):
    directory, alone = built
    both = read_keypoint_set(directory, "cmu", cameras=1)
    assert recordings(both) == [*recordings(alone), "02/02_02"]
    assert both.fingerprint != alone.fingerprint


def test_climbing_is_the_subject_on_a_playground(built):
    directory, _ = built
    keypoints = read_keypoint_set(directory, "climbing")
    assert recordings(keypoints) == ["01/01_01"] and len(keypoints.clips) == 4
    clip = records.read_clips(directory / "cmu_asfamc", "train")[0]
    for number, found in enumerate(keypoints.clips):
        expected = capture_keypoints(clip, number, fingers=True, rolls=True)
        assert found.layout == "capture21"
        np.testing.assert_array_equal(found.positions, expected.positions)
    assert keypoints.fingerprint not in (
        "original",
        read_keypoint_set(directory, "cmu").fingerprint,
    )


def test_no_climbing_is_refused(built, original):
    directory, _ = built
    splits = {"train": original("02/02_02"), "validation": [], "test": [], "extra": []}
    records.write(directory / "cmu_asfamc", "cmu_asfamc", splits, "original", {})
    with pytest.raises(DataError, match="cmu_asfamc: expected clips of climbing"):
        read_keypoint_set(directory, "climbing")


def test_synthetic_motion_is_seen_by_cameras(tiny_records):
    assert build_keypoint_set("synthetic", None, tiny_records) == "synthetic"
    keypoints = read_keypoint_set(tiny_records, "synthetic", cameras=3)
    manifest = read_manifest(tiny_records / "synthetic")
    clips = sum(split["clips"] for split in manifest["splits"].values())
    assert len(keypoints.clips) == 3 * clips
    assert keypoints.fingerprint != manifest["fingerprint"]  # cameras count as well
    assert len(keypoints.clips[0]) == 49  # of 200 at 120 Hz, the T-pose left out
    assert all(clip.visible.all() for clip in keypoints.clips)


@pytest.mark.parametrize("cameras", [0, 5])
def test_other_numbers_of_cameras_are_refused(tiny_records, cameras):
    with pytest.raises(ValueError, match=f"1 to 4 cameras, received {cameras}"):
        read_keypoint_set(tiny_records, "synthetic", cameras)


def test_no_records_are_refused(tmp_path):
    with pytest.raises(DataError, match=r"synthetic/manifest\.json: expected"):
        read_keypoint_set(tmp_path, "synthetic")


def filmed(name: str, layout: str) -> KeypointClip:
    shape = (7, len(LAYOUTS[layout]))
    positions = np.random.default_rng(0).uniform(0, 99, (*shape, 2)).astype(np.float32)
    return KeypointClip(
        name, name, "toprock", layout, 30.0, (100, 100), positions, np.ones(shape, bool)
    )


def test_two_filmed_data_sets_together(tmp_path, capsys):
    """The thesis pretrains on Penn Action and BRACE at once."""
    penn, brace = filmed("0001", "penn13"), filmed("brace/1", "coco17")
    write_keypoints(tmp_path / "penn_action", "penn_action", [penn], "p", {})
    write_keypoints(tmp_path / "brace", "brace", [brace], "b", {})
    assert build_keypoint_set("penn_brace", None, tmp_path) == "penn_brace"
    assert capsys.readouterr().err.count("reading ") == 2
    both = read_keypoint_set(tmp_path, "penn_brace")
    assert [(clip.clip_id, clip.layout) for clip in both.clips] == [
        ("0001", "penn13"),
        ("brace/1", "coco17"),
    ]
    np.testing.assert_array_equal(both.clips[1].positions, brace.positions)
    assert both.fingerprint not in ("p", "b")
    assert build_keypoint_set("brace", None, tmp_path) == "brace"
    alone = read_keypoint_set(tmp_path, "brace", cameras=1)
    assert len(alone.clips) == 1 and alone.fingerprint == "b"


def test_what_is_not_built_of_two_is_said(tmp_path):
    write_keypoints(tmp_path / "brace", "brace", [filmed("1", "coco17")], "b", {})
    with pytest.raises(DataError, match="penn_action"):
        build_keypoint_set("penn_brace", tmp_path, tmp_path)
