"""Whatever a file holds, readers either understand it or raise a one-line DataError."""

import gzip
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutating import EDITS, FEW, mutated, survives
from text_recordings import read_cmu, read_h36m

from data_prep import records
from data_prep.normalise import Statistics
from data_prep.sources.readers.exponential_map_text import read_text
from reenact.errors import DataError


@FEW
@given(EDITS)
def test_plain_text(small_cmu, edits):
    path = small_cmu / "train/walking/walking_1.txt"
    content = path.read_bytes()
    try:
        path.write_bytes(mutated(content, edits))
        survives(lambda: read_text(path, 117), path)
        survives(lambda: read_cmu(small_cmu), path)
    finally:
        path.write_bytes(content)


@FEW
@given(EDITS, st.booleans())
def test_compressed_text(small_h36m, edits, inside):
    path = small_h36m / "S7/walking_1.txt.gz"
    plain = path.with_suffix("")
    if plain.exists():
        path.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
        plain.unlink()
    whole = path.read_bytes()
    try:
        if inside:
            content = mutated(gzip.decompress(whole), edits)
            path.write_bytes(gzip.compress(content, mtime=0))
        else:
            path.write_bytes(mutated(whole, edits))
        survives(lambda: read_text(path, 99), path)
        survives(lambda: read_h36m(small_h36m), path)
    finally:
        path.write_bytes(whole)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A small data set on disk and the pristine bytes of its files."""
    from motion.clip import Clip

    random = np.random.default_rng(0)
    clips = [
        Clip(
            clip_id=f"train/walking/walking_{number}",
            subject="",
            action="walking",
            skeleton="cmu38",
            rate_hz=120.0,
            rotations=random.normal(0, 1, (3, 38, 3)).astype(np.float32),
            root_translation=np.zeros((3, 3), np.float32),
            root_kind="absolute",
        )
        for number in range(3)
    ]
    directory = tmp_path_factory.mktemp("built")
    parts = {"train": clips, "validation": [], "test": clips[:1], "extra": []}
    records.write(directory, "cmu", parts, "0" * 64, {})
    copy = tmp_path_factory.mktemp("copy")
    return shutil.copytree(directory, copy, dirs_exist_ok=True), directory


def check_record_file(built, name, edits, read):
    copy, directory = built
    path = copy / name
    try:
        path.write_bytes(mutated((directory / name).read_bytes(), edits))
        survives(lambda: read(copy), path)
    finally:
        shutil.copy(directory / name, path)


@FEW
@given(EDITS)
def test_record_shards(built, edits):
    check_record_file(
        built,
        "train-00000-of-00001.tfrecord",
        edits,
        lambda directory: records.read_clips(directory, "train"),
    )


@FEW
@given(EDITS)
def test_manifest(built, edits):
    def read(directory):
        records.read_manifest(directory)

    check_record_file(built, "manifest.json", edits, read)


@FEW
@given(EDITS)
def test_statistics(built, edits):
    check_record_file(built, "statistics.npz", edits, records.read_statistics)


@FEW
@given(EDITS)
def test_records_with_intact_checksums(built, edits):
    """Damage before the record was written: the checksums hold, the clip does not."""
    from data_prep.tf_examples import parse_clip, serialize_clip

    record = serialize_clip(records.read_clips(built[0], "test")[0])
    try:
        parse_clip(mutated(record, edits))
    except DataError as error:
        assert "\n" not in str(error)


def test_statistics_load_is_strict_about_pickles(tmp_path):
    path = tmp_path / "statistics.npz"
    np.savez(path, mean=np.array([object()]), scale=np.ones(1), used=np.arange(1))
    with pytest.raises(DataError, match=r"statistics\.npz"):
        Statistics.load(path)
