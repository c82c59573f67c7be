"""Heatmaps of a detector."""

import numpy as np
import pytest
from hypothesis import given
from keypoint_files import detector_arrays, write_detector
from mutating import EDITS, FEW, mutated, survives

from data_prep.sources import detector_heatmaps as detector
from reenact.errors import DataError


def read(root):
    return list(detector.read_clips(detector.list_detector(root)))


def test_heatmaps_are_not_negative_and_sum_to_255(tmp_path):
    arrays = detector_arrays()
    arrays["heatmaps"][1, 3] = -1.0
    write_detector(tmp_path, arrays, "climb")
    (clip,) = read(tmp_path)
    assert clip.clip_id == "climb"
    mass = clip.heatmaps.sum(axis=(1, 2), dtype=np.float64)
    expected = np.full((2, 25), 255.0)
    expected[1, 3] = 0
    np.testing.assert_allclose(mass, expected, rtol=1e-5)
    raw = np.maximum(arrays["heatmaps"][0, 7].astype(np.float64), 0)
    np.testing.assert_allclose(
        clip.heatmaps[0, :, :, 7], 255 * raw / raw.sum(), rtol=1e-5
    )


def test_the_truth_lies_in_the_detectors_box(tmp_path):
    """56 cells along a box of 112 x 224 pixels from (100, 50), ends included."""
    arrays = detector_arrays()
    points = {(100, 50): (0, 0), (103, 50): (2, 0), (212, 274): (55, 55)}
    points |= {(90, 60): (0, 2), (209, 280): (54, 55), (156, 162): (28, 28)}
    for column, point in enumerate(points):
        arrays["keypoints"][0, column] = point
    write_detector(tmp_path, arrays)
    (clip,) = read(tmp_path)
    found = clip.positions[0, : len(points)]
    np.testing.assert_array_equal(found, list(points.values()))


def test_what_is_not_annotated_or_detected_is_not_scored(tmp_path):
    arrays = detector_arrays(frames=3)
    arrays["keypoints"][0, 4, 1] = np.nan
    arrays["box"][1] = 0
    arrays["visible"] = np.ones((3, 25), bool)
    arrays["visible"][2, 6] = False
    write_detector(tmp_path, arrays)
    (clip,) = read(tmp_path)
    missing = np.isnan(clip.positions).any(axis=-1)
    assert np.argwhere(missing[[0, 2]]).tolist() == [[0, 4], [1, 6]]
    assert missing[1].all()


def test_videos_of_few_annotated_keypoints_are_counted(tmp_path, caplog):
    for name, count in (("a", 22), ("b", 23), ("c", 0)):
        arrays = detector_arrays()
        arrays["keypoints"][:, count:] = np.nan
        write_detector(tmp_path, arrays, name)
    assert [clip.clip_id for clip in read(tmp_path)] == ["b"]
    expected = "2 of 3 videos with fewer than 23 annotated keypoints, left out: a, c"
    assert expected in caplog.text
    (tmp_path / "none").mkdir()
    with pytest.raises(DataError, match=r"expected heatmaps <video>\.npz, found none"):
        detector.list_detector(tmp_path / "none")


def without(name):
    return lambda arrays: {key: a for key, a in arrays.items() if key != name}


def replaced(name, change):
    return lambda arrays: {**arrays, name: change(arrays[name])}


def with_value(index, value):
    def change(array):
        array = array.copy()
        array[index] = value
        return array

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (without("heatmaps"), r"heatmaps \(frames, 25, 56, 56\) numbers, found \(0,\)"),
        (without("box"), "expected numbers 'box', found none"),
        (without("keypoints"), "expected numbers 'keypoints', found none"),
        (
            replaced("heatmaps", lambda h: np.moveaxis(h, 1, -1)),
            r"found \(2, 56, 56, 25\) float32",
        ),
        (replaced("heatmaps", lambda h: h[:0]), r"found \(0, 25, 56, 56\)"),
        (replaced("heatmaps", lambda h: np.float32(1)), r"found \(\) float32"),
        (replaced("heatmaps", lambda h: h.astype("U4")), r"\(2, 25, 56, 56\) <U4"),
        (
            replaced("heatmaps", with_value((1, 0, 3, 3), np.nan)),
            "frame 1: expected finite heatmaps",
        ),
        (
            replaced(
                "heatmaps", lambda h: with_value((1, 0, 3, 3), 1e300)(h.astype(float))
            ),
            "frame 1: expected finite heatmaps",
        ),
        (replaced("box", lambda b: b[:1]), r"expected box \(2, 4\), found \(1, 4\)"),
        (
            replaced("box", lambda b: b[:, [2, 1, 0, 3]]),
            r"frame 0: expected a box x1 < x2 and y1 < y2, found \[212.0, 50.0, 100.0",
        ),
        (replaced("box", with_value((1, 3), 40)), "frame 1: expected a box"),
        (replaced("box", with_value((1, 3), 50)), "frame 1: expected a box"),
        (replaced("box", with_value(1, np.nan)), "frame 1: expected a box"),
        (replaced("box", with_value((1, 2), np.inf)), "frame 1: expected a box"),
        (replaced("keypoints", lambda k: k[:, :24]), r"\(2, 25, 2\), found \(2, 24, 2"),
        (
            replaced("keypoints", with_value((1, 7, 0), np.inf)),
            r"frame 1: expected left_wrist as numbers up to 1e\+06, found \[inf",
        ),
        (
            replaced("keypoints", lambda k: k.astype(object)),
            "expected an .npz archive of plain arrays",
        ),
        (lambda a: {**a, "visible": np.ones((2, 24))}, r"visible \(2, 25\), found"),
    ],
)
def test_faulty_files_are_named(tmp_path, change, message):
    path = write_detector(tmp_path, change(detector_arrays()))
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)


@FEW
@given(EDITS)
def test_damaged_files(tmp_path, edits):
    path = write_detector(tmp_path, detector_arrays(frames=1))
    path.write_bytes(mutated(path.read_bytes(), edits))
    survives(lambda: read(tmp_path), path)
