import gzip

import numpy as np
import pytest
from text_recordings import read_cmu, read_h36m

from data_prep.sources.readers.exponential_map_text import read_text
from motion.h36m_angles import clip_to_columns
from reenact.errors import DataError

ROW = b"1,-2.5,3e-1\n"


def refusal(path, columns=3) -> str:
    with pytest.raises(DataError) as caught:
        read_text(path, columns)
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    return message


def test_values_are_those_of_the_text_rounded_to_float32(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("0.366519143,-0,1e-9\n18.0761,-0.00936491808,2\n")
    expected = np.array(
        [[0.366519143, 0, 1e-9], [18.0761, -0.00936491808, 2]], np.float32
    )
    np.testing.assert_array_equal(read_text(path, 3), expected)


def test_compressed_and_plain_files_hold_the_same(tmp_path):
    plain, compressed = tmp_path / "a.txt", tmp_path / "a.txt.gz"
    plain.write_bytes(ROW * 4)
    compressed.write_bytes(gzip.compress(ROW * 4))
    np.testing.assert_array_equal(read_text(plain, 3), read_text(compressed, 3))


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (ROW * 2 + b"1,2\n" + ROW, 3, "expected 3 columns, found 2"),
        (ROW + b"1,2,3,4\n", 2, "expected 3 columns, found 4"),
        (b"1,2\n1,2\n", 1, "expected 3 columns, found 2"),
        (ROW * 3 + b"1,x2,3\n", 4, "column 2: expected a finite number, found 'x2'"),
        (ROW + b"1,2,nan\n", 2, "column 3: expected a finite number, found 'nan'"),
        (b"-inf,2,3\n" + ROW, 1, "column 1: expected a finite number, found '-inf'"),
        (ROW + b"1,1e39,3\n", 2, "column 2: expected a finite number, found '1e39'"),
        (ROW + b"\n" + ROW, 2, "column 1: expected a finite number, found ''"),
        (ROW + b"1,,3\n", 2, "column 2: expected a finite number, found ''"),
        (ROW + b"1,2,\xff\n", 2, "column 3: expected a finite number, found 'ÿ'"),
        (b"1 2 3\n" * 2, 1, "column 1: expected a finite number, found '1 2 3'"),
    ],
)
def test_a_faulty_row_is_named(tmp_path, content, line, found):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert refusal(path) == f"{path}:{line}: {found}"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  \n"])
def test_an_empty_file_is_refused(tmp_path, content):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert "found an empty file" in refusal(path)


def test_a_damaged_gzip_file_is_refused(tmp_path):
    whole = gzip.compress(ROW * 500)
    path = tmp_path / "a.txt.gz"
    for content in (whole[:-20], whole[:5], b"", ROW, whole[:30] + b"x" + whole[31:]):
        path.write_bytes(content)
        refusal(path)


def test_a_missing_file_is_refused(tmp_path):
    assert "No such file" in refusal(tmp_path / "absent.txt")


def test_cmu_files_are_listed_not_counted(small_cmu):
    ids = {
        split: [clip.clip_id for clip in clips]
        for split, clips in read_cmu(small_cmu).items()
    }
    assert ids == {
        "train": [
            "train/running/running_3",
            "train/walking/walking_1",
            "train/walking/walking_2",
            "train/walking/walking_10",
        ],
        "validation": ["train/running/running_2", "train/walking/walking_4"],
        "test": ["test/running/running_1", "test/walking/walking_1"],
        "extra": ["train/walking_extra/walking_13"],
    }


def test_cmu_clips_say_what_the_text_does_not(small_cmu):
    (extra,) = read_cmu(small_cmu)["extra"]
    assert (extra.action, extra.skeleton, extra.root_kind) == (
        "walking",
        "cmu38",
        "absolute",
    )
    assert (extra.rate_hz, extra.calibration_frames, len(extra)) == (120.0, 1, 26)


def test_columns_survive_the_way_through_a_clip(small_cmu):
    table = read_text(small_cmu / "test/walking/walking_1.txt", 117)
    columns = clip_to_columns(read_cmu(small_cmu)["test"][1])
    np.testing.assert_array_equal(columns[:, 3:], table[:, 3:])
    np.testing.assert_allclose(columns[:, :3], table[:, :3], rtol=2e-7, atol=1e-9)


def test_h36m_splits_are_by_subject(small_h36m):
    clips = read_h36m(small_h36m)
    assert {split: len(part) for split, part in clips.items()} == {
        "train": 20,
        "validation": 4,
        "test": 4,
        "extra": 0,
    }
    assert {clip.subject for clip in clips["test"]} == {"S5"}
    assert clips["validation"][0].clip_id == "S11/eating_1"
    assert clips["test"][0].root_kind == "increment"
    assert clips["test"][0].rate_hz == 50.0


def test_files_that_do_not_belong_are_left_out(small_cmu):
    expected = read_cmu(small_cmu)
    (small_cmu / "train/walking/notes.txt").write_text("x")
    (small_cmu / "train/walking/walking_3.txt.part").write_text("1,2")
    (small_cmu / "train/swimming").mkdir()
    (small_cmu / "train/swimming/swimming_1.txt").write_text("x")
    assert {k: len(v) for k, v in read_cmu(small_cmu).items()} == {
        k: len(v) for k, v in expected.items()
    }


def test_a_recording_that_is_there_twice_is_refused(small_cmu):
    plain = small_cmu / "train/walking/walking_1.txt"
    compressed = plain.with_name("walking_1.txt.gz")
    compressed.write_bytes(gzip.compress(plain.read_bytes()))
    with pytest.raises(DataError, match=r"walking_1\.txt\.gz: expected one file"):
        read_cmu(small_cmu)


def test_a_missing_split_folder_is_refused(small_cmu, small_h36m):
    (small_cmu / "test").rename(small_cmu / "tests")
    with pytest.raises(DataError, match="test: expected a folder of actions"):
        read_cmu(small_cmu)
    (small_h36m / "S8").rename(small_h36m / "S80")
    with pytest.raises(DataError, match="S8: expected a folder of recordings"):
        read_h36m(small_h36m)


def test_a_split_without_recordings_is_refused(small_cmu):
    for path in (small_cmu / "test").rglob("*.txt"):
        path.unlink()
    with pytest.raises(DataError, match="'test': expected recordings, found none"):
        read_cmu(small_cmu)


def test_real_files_have_the_frames_that_were_published(cmu_dir):
    clips = read_cmu(cmu_dir)
    downsampled = {clip.action: len(clip.every(2)) for clip in clips["test"]}
    assert downsampled == {
        "basketball": 289,
        "jumping": 1043,
        "running": 82,
        "soccer": 299,
        "walking": 180,
        "washwindow": 1377,
    }
    assert {split: len(part) for split, part in clips.items()} == {
        "train": 26,
        "validation": 6,
        "test": 6,
        "extra": 27,
    }
    # Row 0 is a T-pose: it is kept, and every clip says so.
    first = clips["test"][0].rotations[0]
    assert np.abs(first).max() == pytest.approx(0.366519143)
    assert {clip.calibration_frames for part in clips.values() for clip in part} == {1}
