"""`python -m seq2seq.train`: what a user can get wrong is one line and exit code 1."""

import dataclasses
import json
import os
import pathlib
import runpy
import shutil
import subprocess
import sys

import fresh_process
import pytest
import tiny

ROOT = pathlib.Path(__file__).parent.parent.parent


def script(arguments, folder):
    os.chdir(folder)
    sys.argv = ["seq2seq.train", *arguments]
    runpy.run_module("seq2seq.train", run_name="__main__", alter_sys=True)


@pytest.fixture
def refused(tmp_path):
    """Runs the script, which must fail, and returns the line that it fails with."""

    def run(*arguments, records_dir="none", data="synthetic"):
        errors = tmp_path / "errors"
        flags = ["--study=erd", f"--data={data}", f"--records_dir={records_dir}"]
        flags += [f"--runs_dir={tmp_path / 'runs'}", f"--data_dir={tmp_path / 'none'}"]
        code = fresh_process.run(script, [*flags, *arguments], tmp_path, errors=errors)
        text = errors.read_text()
        assert code == 1, text
        assert "Traceback" not in text
        lines = [line for line in text.splitlines() if line.startswith("error: ")]
        assert lines == text.splitlines()[-1:]
        return lines[0].removeprefix("error: ")

    return run


def test_unknown_study_in_a_shell(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "seq2seq.train", "--study=erd,odd"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()  # and nothing of TensorFlow's start
    assert line.startswith("error: expected a study of martinez_residual_sup, ")
    assert line.endswith("; found 'odd'")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("--set=depth=3", "--set: expected <name>=<value> with a name of those "),
        ("--set=steps=many", "--set steps: expected int, such as "),
        ("--set=dropout=2", "expected dropout of 0 to below 1, found 2.0"),
        ("--set=actions=flying", "expected actions to be 'all' or one of bowing"),
    ],
)
def test_settings(refused, tiny_records, tmp_path, change, message):
    assert refused(change, records_dir=tiny_records).startswith(message)
    assert not (tmp_path / "runs").exists()


def test_recordings_that_are_not_there(refused, tmp_path):
    line = refused(data="cmu")
    assert line.startswith(f"{tmp_path / 'none'}: expected the recordings of cmu in ")
    assert not (tmp_path / "runs").exists() and not (tmp_path / "none").exists()


def test_records_that_are_damaged(refused, tiny_records, tmp_path):
    records = tmp_path / "records"
    shutil.copytree(tiny_records, records)
    (shard,) = (records / "synthetic").glob("train-*")
    content = bytearray(shard.read_bytes())
    content[len(content) // 2] ^= 1
    shard.write_bytes(content)
    line = refused(records_dir=records)
    assert line.startswith(f"{shard}: record ") and "expected a clip" in line
    assert not (tmp_path / "runs").exists()


def test_records_of_another_schema(refused, tiny_records, tmp_path):
    records = tmp_path / "records"
    shutil.copytree(tiny_records, records)
    path = records / "synthetic" / "manifest.json"
    manifest = {**json.loads(path.read_text()), "schema_version": 99}
    path.write_text(json.dumps(manifest))
    assert "expected schema version 1, found '99'" in refused(records_dir=records)
    assert not (tmp_path / "runs").exists()


def test_checkpoint_of_another_config(refused, tiny_records, tmp_path):
    folder = tmp_path / "runs" / "quick" / "synthetic" / "seq2seq" / "erd" / "seed0"
    folder.mkdir(parents=True)
    config = tiny.config("erd", actions="walking")
    (folder / "config.json").write_text(json.dumps(dataclasses.asdict(config)))
    line = refused(records_dir=tiny_records)
    assert line.startswith(f"{folder / 'config.json'}: expected hidden_units ")
    assert "found 60: a checkpoint of another run" in line
    assert [path.name for path in folder.iterdir()] == ["config.json"]
