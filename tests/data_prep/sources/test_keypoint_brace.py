"""BRACE's segments, frames by hand and annotations."""

import json

import numpy as np
import pytest
from hypothesis import given
from keypoint_files import (
    VIDEO,
    brace_frames,
    write_annotations,
    write_brace,
    write_by_hand,
)
from mutating import EDITS, FEW, mutated, survives

from data_prep.sources import brace
from reenact.errors import DataError

ID = f"2011/{VIDEO}/{VIDEO}_10-20_powermove"


def read(root):
    return [clip for each in brace.list_brace(root) for clip in brace.read_clips(each)]


def positions_of(frames, number):
    keypoints = frames[f"{VIDEO}/img-{number:06d}.png"]["keypoints"]
    return np.array(keypoints, np.float32)[:, :2]


def test_names_are_parsed_from_the_right(tmp_path):
    frames = brace_frames(range(10, 21))
    write_brace(tmp_path, frames)
    (clip,) = read(tmp_path)
    assert clip.clip_id == clip.recording == f"{ID}/10-20"
    assert (clip.action, clip.layout, clip.rate_hz) == ("powermove", "coco17", 30.0)
    assert clip.image_size == (1920, 1080)
    assert clip.visible.all()
    np.testing.assert_array_equal(clip.positions[3], positions_of(frames, 13))


def test_clips_end_where_frames_are_missing(tmp_path):
    frames = brace_frames([20, 10, 11, 12, 15, 16])
    write_brace(tmp_path, frames)
    clips = read(tmp_path)
    names = [clip.clip_id.rpartition("/")[2] for clip in clips]
    assert names == ["10-12", "15-16", "20-20"]
    assert len({clip.recording for clip in clips}) == 3
    np.testing.assert_array_equal(clips[2].positions[0], positions_of(frames, 20))


def test_clips_end_at_cuts_however_these_are_counted(tmp_path):
    write_brace(tmp_path, brace_frames(range(10, 21)))
    write_annotations(tmp_path, cuts=[3, 14, 19, 20])
    spans = [clip.clip_id.rpartition("/")[2] for clip in read(tmp_path)]
    assert spans == ["10-13", "15-18"]


def test_frames_by_hand_replace_automatic_ones(tmp_path):
    frames = brace_frames(range(10, 21))
    write_brace(tmp_path, frames)
    joints = np.full((17, 3), 300.0)
    joints[4, :2], joints[5, :2], joints[6, :2] = (1920, 5), (5, 1080), (-0.1, 5)
    joints[7, :2] = 0, 1079.9
    write_by_hand(tmp_path, 12, joints)
    write_by_hand(tmp_path, 99, joints)  # of a frame that no segment has
    (clip,) = read(tmp_path)
    np.testing.assert_array_equal(clip.positions[2], joints[:, :2].astype(np.float32))
    assert np.flatnonzero(~clip.visible[2]).tolist() == [4, 5, 6]
    assert clip.visible[[0, 1, *range(3, 11)]].all()
    np.testing.assert_array_equal(clip.positions[1], positions_of(frames, 11))


def test_an_automatic_frame_of_zeros_is_of_nobody(tmp_path):
    frames = brace_frames(range(10, 21))
    frames[f"{VIDEO}/img-000011.png"] = {"box": [0] * 5, "keypoints": [[0, 0, 1]] * 17}
    write_brace(tmp_path, frames)
    (clip,) = read(tmp_path)
    assert np.isnan(clip.positions[1]).all() and not clip.visible[1].any()
    assert clip.visible[0].all()


def test_a_stretch_of_nobody_is_left_out(tmp_path, caplog):
    nobody = {"box": [0] * 5, "keypoints": [[0, 0, 1]] * 17}
    frames = brace_frames([10, 11]) | {f"{VIDEO}/img-000015.png": nobody}
    write_brace(tmp_path, frames)
    (clip,) = read(tmp_path)
    assert len(clip) == 2
    assert "nobody in a stretch of 1 frames: left out" in caplog.text


def test_annotations_say_what_is_danced(tmp_path):
    write_brace(tmp_path, brace_frames([10, 11]))
    write_brace(tmp_path, brace_frames([30, 31]), "30-31_toprock")
    write_annotations(tmp_path, dances={"10.20": "footwork", "7.8": "toprock"})
    assert [clip.action for clip in read(tmp_path)] == ["footwork", "toprock"]


def test_other_files_are_skipped_and_an_empty_folder_is_refused(tmp_path, caplog):
    with pytest.raises(DataError, match="dataset: expected segments, found none"):
        brace.list_brace(tmp_path)
    path = write_brace(tmp_path, brace_frames([10]))
    path.with_name("notes.json").write_text("{}")
    assert len(brace.list_brace(tmp_path)) == 1
    assert "notes.json: not part of the data set" in caplog.text
    path.with_name(path.name + ".gz").write_bytes(b"")
    with pytest.raises(DataError, match="expected one file a segment"):
        brace.list_brace(tmp_path)


FIRST = f"{VIDEO}/img-000010.png"


def in_first(**changes):
    return lambda frames: {**frames, FIRST: {**frames[FIRST], **changes}}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frames: [], "expected a JSON object, found list"),
        (lambda frames: {}, "expected frames, found none"),
        (lambda frames: {"a/img-1.png": 1}, r"frames .*/img-<number>\.png, found 'a/i"),
        (lambda frames: {FIRST: [1]}, "frame 10: expected 'box' and 'keypoints'"),
        (lambda frames: {FIRST: {}}, "frame 10: expected numbers 'keypoints'"),
        (in_first(keypoints=[[1, 2, 1]] * 16), r"frame 10: .*\(17, 3\), found \(16, 3"),
        (in_first(keypoints=[[1, 2]] * 17), r"frame 10: .*\(17, 3\), found \(17, 2\)"),
        (in_first(keypoints=[[1, 2, 1]] * 16 + [[1]]), "frame 10: expected numbers"),
        (in_first(keypoints=[["1", 2, 1]] * 17), "frame 10: expected numbers"),
        (in_first(keypoints=[[1, None, 1]] * 17), "frame 10: expected numbers"),
        (
            in_first(keypoints=[[1, 2, 1]] * 16 + [[1, float("nan"), 1]]),
            "frame 10: expected right_ankle as numbers",
        ),
        (in_first(keypoints=[[1, 10**400, 1]] * 17), "frame 10: expected numbers"),
        (in_first(box=[1, 2, -3, 4, 1]), "frame 10: expected a box .* found -3 x 4"),
        (in_first(box=[1, 2, float("nan"), 4, 1]), "frame 10: expected a box"),
        (in_first(box=[1, 2, 3, 4]), r"frame 10: expected box \(5,\), found \(4,\)"),
        (in_first(box=None), "frame 10: expected numbers 'box', found none"),
        (
            lambda frames: {FIRST: {"box": [0] * 5, "keypoints": [[0, 0, 1]] * 17}},
            "expected a visible keypoint in some frame, found none in 1 frames",
        ),
    ],
)
def test_faulty_segments_are_named(tmp_path, change, message):
    path = write_brace(tmp_path, change(brace_frames(range(10, 13))))
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("joints", "message"),
    [
        (np.ones((16, 3)), r"frame 10: expected coco_joints2d \(17, 3\), found"),
        (np.ones((17, 3), bool).astype("U1"), "frame 10: expected numbers"),
        (np.full((17, 3), np.nan), "frame 10: expected nose as numbers"),
        (np.array([{}] * 17), "expected an .npz archive of plain arrays"),  # a pickle
    ],
)
def test_faulty_frames_by_hand_are_named(tmp_path, joints, message):
    write_brace(tmp_path, brace_frames([10]))
    path = write_by_hand(tmp_path, 10, joints)
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(str(path))
    np.savez(path, other=np.ones(3))
    with pytest.raises(DataError, match="expected numbers 'coco_joints2d', found none"):
        read(tmp_path)


def test_faulty_annotations_are_named(tmp_path):
    write_brace(tmp_path, brace_frames([10]))
    write_annotations(tmp_path, cuts=["soon"])
    with pytest.raises(DataError, match=r"boundaries\.json: expected frame numbers"):
        read(tmp_path)
    write_annotations(tmp_path, cuts=[], dances={"10.20": "waltz"})
    with pytest.raises(DataError, match=r"segments\.csv:2: .*powermove, found 'waltz'"):
        read(tmp_path)
    (tmp_path / "annotations" / "segments.csv").write_text("a,b\n1,2\n")
    with pytest.raises(DataError, match=r"segments\.csv:1: expected columns uid"):
        read(tmp_path)


@FEW
@given(EDITS)
def test_damaged_segments(tmp_path, edits):
    content = json.dumps(brace_frames([10, 11])).encode()
    path = write_brace(tmp_path, {})
    path.write_bytes(mutated(content, edits))
    survives(lambda: read(tmp_path), path)
