import gzip

import fresh_process
import numpy as np
import pytest

from data_prep import datasets, records
from data_prep.build_records import build, fingerprint, summary
from data_prep.synthetic import generator as synthetic
from reenact.errors import DataError


def run(*arguments, **environment):
    return fresh_process.command("data_prep.build", *arguments, **environment)


def test_an_unchanged_data_set_is_not_built_again(small_cmu, tmp_path, monkeypatch):
    first = build("cmu", small_cmu.parent, tmp_path)
    monkeypatch.setattr(records, "write", None)  # would fail if called
    assert build("cmu", small_cmu.parent, tmp_path) == first
    monkeypatch.undo()
    path = small_cmu / "train/walking/walking_2.txt"
    path.write_text(path.read_text().replace("1", "2", 1))
    second = build("cmu", small_cmu.parent, tmp_path)
    assert second["fingerprint"] != first["fingerprint"]
    assert records.read_manifest(tmp_path / "cmu") == second


def test_compressing_files_does_not_change_the_fingerprint(small_cmu, tmp_path):
    plain = build("cmu", small_cmu.parent, tmp_path / "plain")
    for path in small_cmu.rglob("*.txt"):
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    compressed = build("cmu", small_cmu.parent, tmp_path / "compressed")
    assert compressed == plain


def test_fingerprint_depends_on_names_contents_and_options():
    prints = {
        fingerprint(*arguments)
        for arguments in (
            ({"a": "1", "b": "2"}, {}),
            ({"a": "2", "b": "1"}, {}),
            ({"a": "1", "c": "2"}, {}),
            ({"a": "1"}, {}),
            ({"a": "1", "b": "2"}, {"seed": 1}),
        )
    }
    assert len(prints) == 5
    assert fingerprint({"b": "2", "a": "1"}, {}) == fingerprint(
        {"a": "1", "b": "2"}, {}
    )


def test_absent_actions_are_listed(small_cmu, tmp_path):
    manifest = build("cmu", small_cmu.parent, tmp_path)
    assert manifest["absent_actions"]["test"] == [
        action
        for action in datasets.CMU.actions
        if action not in ("running", "walking")
    ]
    assert "no recording for test: basketball, basketball_signal" in summary(manifest)


def test_human36m_is_built_alike(small_h36m, tmp_path):
    manifest = build("h36m", small_h36m.parent, tmp_path)
    assert manifest["splits"]["train"]["clips"] == 20
    (clip, *_) = records.read_clips(tmp_path / "h36m", "test")
    assert (clip.clip_id, clip.root_kind) == ("S5/eating_1", "increment")
    assert manifest["statistics"] == {
        "splits": ["train", "validation"],
        "columns": 99,
        "used": 96,
    }


def test_synthetic_motion_is_built_from_its_seed(tmp_path, monkeypatch):
    monkeypatch.setattr(synthetic, "SECONDS", (0.4, 0.5))
    first = build("synthetic", records_dir=tmp_path, seed=1)
    clips = records.read_clips(tmp_path / "synthetic", "test")
    assert first["absent_actions"] == {"train": [], "test": []}
    assert build("synthetic", records_dir=tmp_path, seed=1) == first
    second = build("synthetic", records_dir=tmp_path, seed=2)
    assert second["fingerprint"] != first["fingerprint"]
    other = records.read_clips(tmp_path / "synthetic", "test")
    assert np.abs(other[0].rotations[0] - clips[0].rotations[0]).max() > 0.01


def test_a_faulty_file_is_one_line_and_leaves_the_old_records(small_cmu, tmp_path):
    before = build("cmu", small_cmu.parent, tmp_path)
    path = small_cmu / "train/walking/walking_2.txt"
    path.write_text(path.read_text() + "1,2,3\n")
    result = run(
        "--dataset=cmu",
        f"--records_dir={tmp_path}",
        REENACT_DATA=str(small_cmu.parent),
    )
    assert result.returncode == 1
    assert result.stdout == ""
    last = result.stderr.splitlines()[-1]
    assert last == f"error: {path}:22: expected 117 columns, found 3"
    assert "Traceback" not in result.stderr
    assert records.read_manifest(tmp_path / "cmu") == before
    assert len(records.read_clips(tmp_path / "cmu", "train")) == 4


def test_missing_data_is_one_line(tmp_path):
    result = run("--dataset=h36m", f"--data_dir={tmp_path}")
    assert result.returncode == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"error: {tmp_path}: expected the recordings of h36m")


def test_the_data_folder_is_the_flag_then_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("REENACT_DATA", "from_environment")
    assert datasets.data_folder("from_flag").name == "from_flag"
    assert datasets.data_folder().name == "from_environment"
    monkeypatch.delenv("REENACT_DATA")
    assert datasets.data_folder().name == "data"
    (tmp_path / "h3.6m" / "dataset").mkdir(parents=True)
    assert datasets.locate(datasets.H36M, tmp_path).name == "dataset"
    with pytest.raises(DataError, match="expected the recordings of cmu in cmu_mocap"):
        datasets.locate(datasets.CMU, tmp_path)
