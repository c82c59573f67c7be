"""Penn Action's labels, and the reader of MATLAB files below them."""

import gzip
import io
import struct

import numpy as np
import pytest
import scipy.io
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from keypoint_files import penn_labels, write_penn
from mutating import EDITS, FEW, mutated, survives

from data_prep.sources import penn_action
from data_prep.sources.readers.mat_reader import read_variables
from motion.keypoints import LAYOUTS
from reenact.errors import DataError


def read(root):
    (recording,) = penn_action.list_penn_action(root)
    (clip,) = penn_action.read_clips(recording)
    return clip


def test_labels_become_a_clip(tmp_path):
    labels = penn_labels(action="baseball_pitch")
    write_penn(tmp_path, labels, "0042")
    clip = read(tmp_path)
    assert (clip.clip_id, clip.recording, clip.action) == (
        "0042",
        "0042",
        "baseball_pitch",
    )
    assert (clip.rate_hz, clip.image_size, clip.layout) == (None, (480, 270), "penn13")
    left_wrist = LAYOUTS["penn13"].index("left_wrist")
    assert left_wrist == 5
    expected = np.stack([labels["x"], labels["y"]], axis=-1).astype(np.float32)
    np.testing.assert_array_equal(clip.positions, expected)  # invisible ones too
    np.testing.assert_array_equal(clip.visible, labels["visibility"] == 1)


def test_what_is_invisible_may_be_unknown(tmp_path):
    labels = penn_labels()
    labels["x"][2, 12] = np.nan
    write_penn(tmp_path, labels)
    clip = read(tmp_path)
    assert np.isnan(clip.positions[2, 12]).all()
    assert np.isfinite(clip.positions[1, 12]).all()


def test_files_are_listed_by_number_compressed_or_not(tmp_path, caplog):
    for name in ("0010", "0002"):
        write_penn(tmp_path, penn_labels(), name)
    path = tmp_path / "labels" / "0002.mat"
    path.with_name("0002.mat.gz").write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    (tmp_path / "labels" / "notes.txt").write_text("")
    found = penn_action.list_penn_action(tmp_path)
    assert [recording.clip_id for recording in found] == ["0002", "0010"]
    assert penn_action.list_penn_action(tmp_path / "labels") == found
    assert "notes.txt: not part of the data set" in caplog.text
    with pytest.raises(DataError, match=r"labels <number>\.mat, found none"):
        (tmp_path / "none").mkdir()
        penn_action.list_penn_action(tmp_path / "none")


def test_the_thesis_missed_the_sit_ups():
    assert set(penn_action.PENN_ACTIONS["corrected"]) - set(
        penn_action.PENN_ACTIONS["as_published"]
    ) == {"situp"}


def changed(name, change):
    return lambda labels: {**labels, name: change(labels[name])}


def with_value(index, value):
    def change(array):
        array = array.copy()
        array[index] = value
        return array

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda labels: {"y": labels["y"]}, "expected numbers 'x', found none"),
        (changed("x", lambda x: np.array(["a"])), "expected numbers 'x', found none"),
        (changed("x", lambda x: x[:, :12]), r"x \(frames, 13\), found \(6, 12\)"),
        (changed("x", lambda x: x[:0]), r"x \(frames, 13\), found \(0, 13\)"),
        (changed("y", lambda y: y[1:]), r"expected y \(6, 13\), found \(5, 13\)"),
        (changed("visibility", lambda v: v.T), r"visibility \(6, 13\), found \(13, 6"),
        (
            changed("visibility", with_value((3, 7), 2)),
            "frame 3: expected visibility 0 or 1 of left_hip, found 2",
        ),
        (changed("visibility", lambda v: v * 0), "a visible keypoint in some frame"),
        (
            changed("x", with_value((4, 5), np.nan)),
            r"frame 4: expected left_wrist as numbers up to 1e\+06, found \[nan",
        ),
        (changed("y", with_value((1, 0), np.inf)), "frame 1: expected nose as numbers"),
        (changed("x", with_value((2, 1), 1e9)), "frame 2: expected left_shoulder"),
        (changed("dimensions", lambda d: d[:, :2]), r"dimensions \(1, 3\), found"),
        (changed("dimensions", lambda d: d * 0), "expected dimensions of a picture"),
        (changed("action", lambda a: np.array([[1.0]])), "the name of an 'action'"),
        (changed("action", lambda a: np.array([" "])), "the name of an 'action'"),
        (
            changed("x", lambda x: np.array([{"a": 1}], dtype=object)),
            "expected numbers 'x', found none",
        ),
    ],
)
def test_faulty_labels_are_named(tmp_path, change, message):
    path = write_penn(tmp_path, change(penn_labels()))
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


def test_what_is_no_matlab_5_file_is_named(tmp_path):
    path = write_penn(tmp_path, penn_labels())
    whole = path.read_bytes()
    checksum = whole[:-1] + bytes([whole[-1] ^ 1])
    cuts = b"", whole[:100], whole[:-1], whole[4:]
    for content in (*cuts, bytes(len(whole)), checksum):
        path.write_bytes(content)
        with pytest.raises(DataError, match=r"0001\.mat: expected a MATLAB 5 file"):
            read(tmp_path)


@FEW
@given(
    arrays.arrays(
        st.sampled_from(["f8", "f4", "u1", "i2", "u2", "i4", "i8"]),
        arrays.array_shapes(min_dims=2, max_dims=3, max_side=4),
        elements=st.integers(0, 100),
    ),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1),
    st.booleans(),
)
def test_variables_are_those_that_scipy_reads(tmp_path, numbers, text, compressed):
    path = tmp_path / "a.mat"
    other = {"cell": np.array([1, "a"], object), "c": np.ones((1, 1)) * 1j}
    written = {"numbers": numbers, "text": text, "s": {"field": 1}, **other}
    scipy.io.savemat(path, written, do_compression=compressed)
    found, expected = read_variables(path), scipy.io.loadmat(path)
    assert found.keys() == {"numbers", "text"}
    np.testing.assert_array_equal(found["numbers"], expected["numbers"])
    assert found["numbers"].dtype == expected["numbers"].dtype
    assert found["text"] == expected["text"][0]


def test_files_of_big_endian_machines_are_read(tmp_path):
    def element(code, content):
        content += bytes(-len(content) % 8)
        return struct.pack(">II", code, len(content)) + content

    values = np.array([1.5, -2.0], ">f8").tobytes()
    shape = struct.pack(">ii", 1, 2)
    name = struct.pack(">HHcxxx", 1, 1, b"x")  # in the tag: 1 byte of code 1
    matrix = element(6, struct.pack(">II", 6, 0)) + element(5, shape) + name
    content = element(14, matrix + element(9, values))
    path = tmp_path / "a.mat"
    path.write_bytes(bytes(124) + b"\x01\x00MI" + content)
    np.testing.assert_array_equal(read_variables(path)["x"], [[1.5, -2.0]])


@FEW
@given(EDITS, st.booleans())
def test_damage_never_ends_the_process(tmp_path, edits, compressed):
    """`scipy.io.loadmat` dies of many of these."""
    buffer = io.BytesIO()
    scipy.io.savemat(buffer, penn_labels(), do_compression=compressed)
    path = tmp_path / "labels" / "0001.mat"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(mutated(buffer.getvalue(), edits))
    survives(lambda: read(tmp_path), path)
