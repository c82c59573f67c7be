import json
import subprocess
import sys

import numpy as np
import pytest

from data_prep import records
from reenact import files
from reenact.errors import DataError

KILLED_WHILE_WRITING = """
import os, signal, sys
from data_prep import build_records
from reenact import files
replace, left = os.replace, [int(sys.argv[3])]
def replace_or_die(*paths):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*paths)
files.os.replace = replace_or_die
build_records.build("cmu", sys.argv[1], sys.argv[2])
"""


@pytest.fixture
def clips_by_split(make_clip):
    return {
        "train": [make_clip(30 + k, f"train/walking/walking_{k}") for k in range(4)],
        "validation": [make_clip(40, "train/walking/walking_9")],
        "test": [make_clip(50, "test/walking/walking_1", subject="someone")],
        "extra": [],
    }


@pytest.fixture
def written(clips_by_split, tmp_path):
    directory = tmp_path / "cmu"
    records.write(directory, "cmu", clips_by_split, "0" * 64, {}, shard_bytes=20_000)
    return directory


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_clips_are_read_as_they_were_written(written, clips_by_split):
    for split, clips in clips_by_split.items():
        read = records.read_clips(written, split)
        assert len(read) == len(clips)
        for clip, expected in zip(read, clips, strict=True):
            np.testing.assert_array_equal(clip.rotations, expected.rotations)
            np.testing.assert_array_equal(
                clip.root_translation, expected.root_translation
            )
            for field in ("clip_id", "subject", "action", "rate_hz", "root_kind"):
                assert getattr(clip, field) == getattr(expected, field)
            assert clip.calibration_frames == 1
            assert clip.offsets_m is None


def test_clips_are_spread_over_shards(written):
    names = sorted(path.name for path in written.glob("train-*"))
    assert names == ["train-00000-of-00002.tfrecord", "train-00001-of-00002.tfrecord"]


def test_the_manifest_says_what_there_is(written):
    manifest = records.read_manifest(written)
    assert manifest["splits"]["train"]["clips"] == 4
    assert manifest["splits"]["train"]["frames"] == 30 + 31 + 32 + 33
    listed = [
        clip
        for shard in manifest["splits"]["train"]["shards"]
        for clip in shard["clips"]
    ]
    assert listed[2] == ["train/walking/walking_2", 32]
    assert manifest["splits"]["extra"] == {"clips": 0, "frames": 0, "shards": []}
    assert "washwindow" in manifest["absent_actions"]["train"]
    assert "walking" not in manifest["absent_actions"]["test"]


def test_the_same_clips_give_the_same_bytes(written, clips_by_split, tmp_path):
    again = tmp_path / "again"
    records.write(again, "cmu", clips_by_split, "0" * 64, {}, shard_bytes=20_000)
    assert contents(again) == contents(written)


def test_statistics_leave_out_test_and_extra_clips(written, clips_by_split, tmp_path):
    clips_by_split["test"][0].rotations[:] *= 3
    clips_by_split["extra"] = clips_by_split["test"]
    records.write(tmp_path / "other", "cmu", clips_by_split, "1", {})
    np.testing.assert_array_equal(
        records.read_statistics(tmp_path / "other").scale,
        records.read_statistics(written).scale,
    )


@pytest.mark.parametrize("damage", ["flip", "cut", "cut at a record", "remove"])
def test_a_damaged_shard_is_named(written, damage):
    path = written / "train-00000-of-00002.tfrecord"
    content = bytearray(path.read_bytes())
    second = 16 + int.from_bytes(content[:8], "little")  # records have 16 bytes more
    if damage == "flip":
        content[second + 500] ^= 1
    path.write_bytes(
        content[: {"cut": second + 500, "cut at a record": second}.get(damage)]
    )
    if damage == "remove":
        path.unlink()
    with pytest.raises(DataError) as caught:
        records.read_clips(written, "train")
    message = str(caught.value)
    assert message.startswith(str(path)) and "\n" not in message
    assert {
        "flip": "record 1: expected a clip, found DataLossError",
        "cut": "record 1: expected a clip, found DataLossError",
        "cut at a record": "expected 2 clips as in manifest.json, found 1",
        "remove": "record 0: expected a clip, found NotFoundError",
    }[damage] in message


def test_a_shard_of_other_clips_is_refused(written):
    other = written / "train-00001-of-00002.tfrecord"
    (written / "train-00000-of-00002.tfrecord").write_bytes(other.read_bytes())
    with pytest.raises(DataError, match="or others"):
        records.read_clips(written, "train")


def test_another_schema_version_is_refused(written):
    path = written / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "schema_version": 99}))
    with pytest.raises(DataError, match="expected schema version 1, found '99'"):
        records.read_clips(written, "train")


def test_a_missing_manifest_or_split_is_refused(written, tmp_path):
    with pytest.raises(DataError, match=r"manifest\.json: expected the manifest"):
        records.read_manifest(tmp_path / "nowhere")
    with pytest.raises(DataError, match=r"expected a split of train, .* found 'trial'"):
        records.read_clips(written, "trial")


def test_a_failure_at_any_file_leaves_nothing_half_written(
    written, clips_by_split, monkeypatch
):
    replace, names = files.os.replace, sorted(contents(written))
    for allowed in range(len(names)):
        left = [allowed]

        def failing(*paths, left=left):
            left[0] -= 1
            if left[0] < 0:
                raise OSError("disk full")
            replace(*paths)

        monkeypatch.setattr(files.os, "replace", failing)
        with pytest.raises(OSError, match="disk full"):
            records.write(written, "cmu", clips_by_split, "2", {}, shard_bytes=20_000)
        assert len(contents(written)) == allowed  # whole files only, no manifest
        with pytest.raises(DataError):
            records.read_manifest(written)
        monkeypatch.undo()
    records.write(written, "cmu", clips_by_split, "2", {}, shard_bytes=20_000)
    assert sorted(contents(written)) == names


def test_a_killed_build_leaves_nothing_that_could_be_read(small_cmu, tmp_path):
    target = tmp_path / "records"
    command = [sys.executable, "-c", KILLED_WHILE_WRITING]
    killed = subprocess.run(
        [*command, str(small_cmu.parent), str(target), "2"], capture_output=True
    )
    assert killed.returncode == -9, killed.stderr
    assert len(list((target / "cmu").iterdir())) == 3  # two files and a temporary one
    with pytest.raises(DataError, match="expected the manifest"):
        records.read_clips(target / "cmu", "train")
    from data_prep.build_records import build

    build("cmu", str(small_cmu.parent), target)
    assert len(records.read_clips(target / "cmu", "train")) == 4
    assert not [path for path in (target / "cmu").iterdir() if path.name[0] == "."]
