"""Windows for machines without TensorFlow: what is in the archive, and what is not."""

import subprocess
import sys

import fresh_process
import numpy as np
import pytest
from hypothesis import given
from mutating import EDITS, FEW, mutated, survives

from data_prep.poses.export import export_windows, load_windows
from data_prep.poses.pose_set import pose_statistics, read_pose_set
from reenact.errors import DataError

LOADED = """
import sys
sys.modules["tensorflow"] = sys.modules["keras"] = None  # importing either now fails
from data_prep.poses.export import load_windows
print(load_windows(sys.argv[1]).train.rotations.shape)
"""


@pytest.fixture(scope="module")
def long_records(tmp_path_factory):
    """As `tiny_records`, with 400 frames a clip: 199 captured ones at 60 Hz."""
    import tiny

    from data_prep import records

    folder = tmp_path_factory.mktemp("long")
    clips = tiny.synthetic_clips(400)
    records.write(folder / "synthetic", "synthetic", clips, "long", {})
    return folder


@pytest.fixture(scope="module")
def archive(long_records, tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "windows.npz"
    export_windows(long_records, "synthetic", path)
    return path


def test_windows_are_those_of_the_recordings(long_records, archive):
    poses = read_pose_set(long_records, "synthetic")
    loaded = load_windows(archive)
    assert (loaded.name, loaded.fingerprint) == ("synthetic", "long")
    assert loaded.train.rotations.shape == (12, 144, 15, 9)
    assert loaded.train.starts.tolist() == [0, 24, 48] * 4
    assert loaded.train.actions.tolist() == ["walking"] * 6 + ["waving"] * 6
    by_id = {each.clip_id: each for each in poses.train + poses.validation + poses.test}
    for windows in (loaded.train, loaded.validation, loaded.test):
        for rotations, clip_id, start in zip(
            windows.rotations, windows.clip_ids, windows.starts, strict=True
        ):
            expected = by_id[clip_id].rotations[start : start + 144]
            np.testing.assert_array_equal(rotations.reshape(144, 15, 3, 3), expected)
    assert set(loaded.test.clip_ids) == {each.clip_id for each in poses.test}


def test_statistics_are_those_of_training(long_records, archive):
    poses = read_pose_set(long_records, "synthetic")
    expected = pose_statistics(poses.train, "rotation_matrix", "channel_variance")
    found = load_windows(archive).statistics
    np.testing.assert_array_equal(found.mean, expected.mean)
    np.testing.assert_array_equal(found.scale, expected.scale)


def test_the_stride_is_as_asked(long_records, tmp_path):
    export_windows(long_records, "synthetic", tmp_path / "windows.npz", stride=50)
    assert load_windows(tmp_path / "windows.npz").test.starts.tolist() == [0, 50] * 2


def test_the_same_records_give_the_same_bytes(long_records, archive, tmp_path):
    export_windows(long_records, "synthetic", tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == archive.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.npz"]


def test_archives_are_read_without_tensorflow(archive):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "(12, 144, 15, 9)"


def test_the_script_exports_what_it_built(small_cmu, tmp_path):
    recording = small_cmu / "train/walking/walking_1.txt"
    recording.write_text(recording.read_text() * 16)  # 320 rows
    options = {"dataset": "cmu", "data_dir": small_cmu.parent, "records_dir": tmp_path}
    arguments = [f"--{name}={value}" for name, value in options.items()]
    done = fresh_process.command("data_prep.build", "--export=npz", *arguments)
    assert done.returncode == 0, done.stderr
    loaded = load_windows(tmp_path / "cmu" / "windows.npz")
    assert loaded.train.clip_ids.tolist() == ["train/walking/walking_1"]
    assert len(loaded.test.starts) == 0  # all too short
    assert done.stdout.endswith(f"windows: {tmp_path}/cmu/windows.npz\n")
    # Nothing but the export needs TensorFlow now, which must be as quiet as ever.
    odd = small_cmu / "train/walking/notes.md"
    odd.write_text("")
    again = fresh_process.bare("data_prep.build", "--export=npz", *arguments)
    assert again.stdout == done.stdout
    assert again.stderr.splitlines() == [
        f"warning: {odd}: not part of the data set, skipped",
        f"{tmp_path}/cmu: up to date",
    ]


def test_recordings_that_are_too_short_are_refused(tiny_records, tmp_path):
    with pytest.raises(
        DataError, match="synthetic: expected a training clip of at lea"
    ):
        export_windows(tiny_records, "synthetic", tmp_path / "windows.npz")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("test_rotations", lambda old: old[:, :-1], "test_rotations to be"),
        ("train_rotations", lambda old: old.astype(np.float64), "found .* float64"),
        ("train_rotations", lambda old: old * np.nan, "in window 0"),
        ("train_actions", lambda old: old[:-1], "train_actions to be 12 strings"),
        ("train_clip_ids", lambda old: old.astype("S"), "train_clip_ids to be 12"),
        ("test_starts", lambda old: old - 1, "test_starts to be int64 from 0"),
        ("test_starts", lambda old: old.astype(float), "test_starts to be int64"),
        ("scale", lambda old: 0 * old, "scale > 0"),
        ("mean", lambda old: old[:-1], "of equal length"),
        ("mean", lambda old: np.float32(0), "TypeError"),
        ("train_actions", lambda old: old.astype(object), "ValueError"),
        ("fingerprint", None, "KeyError"),
    ],
)
def test_unsound_archives_are_refused(archive, tmp_path, name, change, message):
    with np.load(archive) as loaded:
        content = dict(loaded)
    old = content.pop(name)
    if change:
        content[name] = change(old)
    np.savez(tmp_path / "windows.npz", **content)
    with pytest.raises(
        DataError, match=rf"windows\.npz: expected .*{message}"
    ) as caught:
        load_windows(tmp_path / "windows.npz")
    assert "\n" not in str(caught.value)


def test_damaged_archives_are_refused(archive, tmp_path):
    content = archive.read_bytes()
    for damaged in (b"", content[: len(content) // 2], b"\x80\x04K\x01.", b"PK" * 50):
        (tmp_path / "windows.npz").write_bytes(damaged)
        with pytest.raises(DataError, match=r"windows\.npz: expected an \.npz archive"):
            load_windows(tmp_path / "windows.npz")
    with pytest.raises(DataError, match=r"none\.npz: expected an \.npz archive"):
        load_windows(tmp_path / "none.npz")


@pytest.fixture(scope="module")
def small_archive(archive):
    """One window in all, so that most of the file is structure."""
    with np.load(archive) as loaded:
        content = dict(loaded)
    for name, array in content.items():
        if name.startswith(("train", "validation", "test")):
            content[name] = array[: 1 if name.startswith("train") else 0]
    path = archive.with_name("small.npz")
    np.savez_compressed(path, **content)
    return path


@FEW
@given(EDITS)
def test_edited_archives_are_understood_or_refused(small_archive, tmp_path, edits):
    path = tmp_path / "windows.npz"
    path.write_bytes(mutated(small_archive.read_bytes(), edits))
    survives(lambda: load_windows(path), path)
