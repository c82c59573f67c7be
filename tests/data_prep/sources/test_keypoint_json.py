"""Keypoints that users write themselves."""

import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from keypoint_files import keypoint_document, write_keypoints
from mutating import EDITS, FEW, mutated, survives

from data_prep.dataset import UNLABELLED
from data_prep.sources import keypoint_json
from motion.keypoints import LAYOUTS
from reenact.errors import DataError


def read(root):
    (recording,) = keypoint_json.list_keypoints(root)
    (clip,) = keypoint_json.read_clips(recording)
    return clip


def test_a_document_becomes_a_clip(tmp_path):
    document = keypoint_document()
    write_keypoints(tmp_path, document)
    clip = read(tmp_path)
    assert (clip.clip_id, clip.recording, clip.action) == (
        "wall/a",
        "wall/a",
        "climbing",
    )
    assert (clip.layout, clip.rate_hz, clip.image_size) == ("coco17", 25.0, (640, 520))
    expected = np.array(document["frames"], np.float32)[..., :2]
    np.testing.assert_array_equal(clip.positions, expected)
    assert clip.visible.all()


def test_scores_nulls_and_the_picture_decide_what_is_visible(tmp_path):
    document = keypoint_document()
    frame = document["frames"][1]
    frame[0] = [10, 20]  # no score
    frame[1] = [10, 20, 0.3]
    frame[2] = [10, 20, 0.29]
    frame[3] = None
    frame[4] = [640, 20, 1]
    frame[5] = [-1, 20, 1]
    document["frames"][2] = None
    write_keypoints(tmp_path, document)
    clip = read(tmp_path)
    assert clip.visible[1, :6].tolist() == [True, True, False, False, False, False]
    assert clip.positions[1, 4].tolist() == [640, 20]  # an estimate
    assert np.isnan(clip.positions[1, 3]).all()
    assert np.isnan(clip.positions[2]).all() and not clip.visible[2].any()


def test_layouts_may_be_named_joint_by_joint(tmp_path):
    document = keypoint_document()
    del document["layout"], document["action"], document["rate_hz"]
    document["joint_names"] = ["LEFT_HIP", "nose"]
    document["frames"] = [[[100, 200], [300, 400]]]
    write_keypoints(tmp_path, document)
    clip = read(tmp_path)
    assert (clip.layout, clip.action, clip.rate_hz) == ("coco17", UNLABELLED, None)
    known = np.flatnonzero(clip.visible[0])
    names = [LAYOUTS["coco17"][column] for column in known]
    assert names == ["nose", "left_hip"]
    assert clip.positions[0, known].tolist() == [[300, 400], [100, 200]]
    document["joint_names"] = ["left_hip", "left_heel"]
    write_keypoints(tmp_path, document)
    clip = read(tmp_path)
    heel = LAYOUTS["blazepose33"].index("left_heel")
    assert clip.layout == "blazepose33"
    assert clip.positions[0, heel].tolist() == [300, 400]


def test_blazepose_has_all_names_of_coco():
    smallest, largest = (set(LAYOUTS[name]) for name in keypoint_json.LAYOUTS_READ)
    assert smallest < largest


def test_files_are_listed_by_path_compressed_or_not(tmp_path):
    with pytest.raises(DataError, match=r"expected keypoints <name>\.json, found none"):
        keypoint_json.list_keypoints(tmp_path)
    path = write_keypoints(tmp_path, keypoint_document(), "b")
    packed = path.with_name("b.json.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(DataError, match=r"one file a clip, found b\.json too"):
        keypoint_json.list_keypoints(tmp_path)
    path.unlink()
    write_keypoints(tmp_path, keypoint_document(), "a/z.1")
    found = keypoint_json.list_keypoints(tmp_path)
    assert [recording.clip_id for recording in found] == ["a/z.1", "b"]
    assert all(keypoint_json.read_clips(recording) for recording in found)


def without(*names):
    return lambda d: {key: value for key, value in d.items() if key not in names}


def replaced(**changes):
    return lambda document: {**document, **changes}


def with_point(point):
    def change(document):
        document["frames"][2][5] = point
        return document

    return change


def joints(*names):
    return lambda document: {**without("layout")(document), "joint_names": names}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda document: 7, "expected a JSON object, found int"),
        (without("layout"), "expected 'layout' or 'joint_names', found neither"),
        (replaced(joint_names=["nose"]), "'layout' or 'joint_names', found both"),
        (replaced(layout="penn13"), "layout coco17 or blazepose33, found 'penn13'"),
        (replaced(layout=[1]), r"layout coco17 or blazepose33, found \[1\]"),
        (joints(), "expected a list 'joint_names', found none"),
        (joints("nose", "tail"), "joint_names of BlazePose, each once, found 'tail'"),
        (joints("nose", "Nose"), "joint_names of BlazePose, each once, found 'nose'"),
        (joints("nose", 3), "joint_names of BlazePose, each once, found 3"),
        (without("image_size"), r"'image_size' \[width, height\] .* found None"),
        (replaced(image_size=[640]), r"'image_size' .* found \[640\]"),
        (replaced(image_size=[640, 0]), r"'image_size' .* found \[640, 0\]"),
        (replaced(image_size=[640, True]), "'image_size'"),
        (replaced(rate_hz=0), "'rate_hz' in frames a second, found 0"),
        (replaced(rate_hz="30"), "'rate_hz' in frames a second, found '30'"),
        (replaced(rate_hz=float("nan")), "'rate_hz' in frames a second, found nan"),
        (replaced(action=5), "expected text 'action', found 5"),
        (replaced(action="\ud800"), "expected text 'action'"),
        (without("frames"), "expected a list 'frames', found none"),
        (replaced(frames=[]), "expected a list 'frames', found none"),
        (replaced(frames=[7]), "frame 0: expected 17 keypoints, found 0"),
        (replaced(frames=[None, [[1, 2]] * 33]), "frame 1: expected 17 keypoints, fo"),
        (with_point([1]), r"frame 2: expected \[x, y\].* for left_shoulder, found \[1"),
        (with_point([1, 2, 3, 4]), r"frame 2: .*left_shoulder, found \[1, 2, 3, 4\]"),
        (with_point([1, "2"]), r"frame 2: .*left_shoulder, found \[1, '2'\]"),
        (with_point([1, 2, None]), r"frame 2: .*left_shoulder, found \[1, 2, None\]"),
        (with_point([True, 2]), r"frame 2: .*left_shoulder, found \[True, 2\]"),
        (with_point({"x": 1}), "frame 2: .*left_shoulder, found {'x': 1}"),
        (with_point([float("nan"), 2]), "frame 2: expected left_shoulder as numbers"),
        (with_point([1, 10**400]), "frame 2: expected left_shoulder as numbers"),
        (with_point([1, float("inf"), 0]), "frame 2: expected left_shoulder as numbe"),
        (with_point([1, 2, float("nan")]), "frame 2: expected a score of left_shou"),
        (replaced(frames=[None, None]), "a visible keypoint .* found none in 2 frames"),
        (replaced(frames=[[[1, 2, 0.1]] * 17]), "expected a visible keypoint in some"),
        (replaced(frames=[[[0.5, 0.9]] * 17]), "expected positions in pixels, found"),
    ],
)
def test_faulty_documents_are_named(tmp_path, change, message):
    path = write_keypoints(tmp_path, change(keypoint_document()))
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_named(tmp_path, content):
    path = write_keypoints(tmp_path, {})
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"a\.json: expected JSON, found") as caught:
        read(tmp_path)
    assert "\n" not in str(caught.value)


@FEW
@given(EDITS)
def test_damaged_documents(tmp_path, edits):
    path = write_keypoints(tmp_path, {})
    path.write_bytes(mutated(json.dumps(keypoint_document(2)).encode(), edits))
    survives(lambda: read(tmp_path), path)
