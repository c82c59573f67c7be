"""The same data set by Apache Beam; only its absence is tested where it is absent."""

import importlib.util
import json
import os
import subprocess
import sys

import numpy as np
import pytest

from data_prep import records
from data_prep.beam import build as with_beam
from data_prep.build_records import build
from data_prep.datasets import find_recordings, read_recordings
from reenact import files
from reenact.errors import DataError

MODULE = "data_prep.build_with_beam"

needs_beam = pytest.mark.skipif(
    importlib.util.find_spec("apache_beam") is None,
    reason="apache_beam is not installed (the extra `beam`)",
)


def run(*arguments, before="", **environment):
    """Runs the command in a process of its own, after the statements `before`."""
    script = f"{before}\nimport runpy\nrunpy.run_module({MODULE!r}, None, '__main__')"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def contents(directory):
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def check_same(beam, plain):
    """Everything byte for byte but the statistics, which are close."""
    found, expected = contents(beam), contents(plain)
    for each in (found, expected):
        del each["statistics.npz"]
    assert found == expected
    statistics, truth = records.read_statistics(beam), records.read_statistics(plain)
    np.testing.assert_array_equal(statistics.used, truth.used)
    np.testing.assert_allclose(statistics.mean, truth.mean, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(statistics.scale, truth.scale, rtol=1e-6)


@needs_beam
@pytest.mark.parametrize("dataset", ["cmu", "h36m"])
def test_shards_statistics_and_manifest_are_those_of_the_plain_build(
    dataset, request, tmp_path
):
    data = request.getfixturevalue(f"small_{dataset}").parent
    manifest = with_beam.build_with_beam(
        dataset, data, tmp_path / "beam", shard_bytes=20_000
    )
    recordings, options = find_recordings(dataset, data)
    plain = records.write(
        tmp_path / "plain" / dataset,
        dataset,
        read_recordings(dataset, recordings),
        build(dataset, data, tmp_path)["fingerprint"],
        options,
        shard_bytes=20_000,
    )
    assert manifest == plain
    assert len(manifest["splits"]["train"]["shards"]) > 1
    check_same(tmp_path / "beam" / dataset, tmp_path / "plain" / dataset)
    assert [path.name for path in (tmp_path / "beam").iterdir()] == [dataset]


@pytest.mark.parametrize("dataset", ["cmu_asf_amc", "amass", "dip"])
def test_both_passes_without_beam_do_what_the_plain_build_does(
    dataset, request, tmp_path, monkeypatch
):
    """The functions that workers run, on what a worker sends back: JSON."""

    def plain_map(function, items, *_):
        return json.loads(json.dumps([function(item) for item in items]))

    monkeypatch.setattr(with_beam, "beam_map", plain_map)
    data = request.getfixturevalue(f"small_{dataset.replace('cmu_', '')}").parent
    name = dataset.replace("asf_amc", "asfamc")
    plain = build(name, data, tmp_path / "plain")
    assert with_beam.build_with_beam(name, data, tmp_path / "beam") == plain
    check_same(tmp_path / "beam" / name, tmp_path / "plain" / name)


@needs_beam
def test_real_recordings_by_the_command(data_dir, tmp_path):
    plain = build("cmu", data_dir, tmp_path / "plain")
    arguments = (f"--data_dir={data_dir}", f"--records_dir={tmp_path / 'beam'}")
    done = run("--dataset=cmu", *arguments, "--", "--direct_num_workers=1")
    assert done.returncode == 0, done.stderr
    assert f"fingerprint {plain['fingerprint'][:12]}" in done.stdout
    check_same(tmp_path / "beam" / "cmu", tmp_path / "plain" / "cmu")


@needs_beam
def test_what_is_up_to_date_is_not_written_again(small_cmu, tmp_path, monkeypatch):
    plain = build("cmu", small_cmu.parent, tmp_path)
    monkeypatch.setattr(records, "write_shard", None)  # would fail if called
    assert with_beam.build_with_beam("cmu", small_cmu.parent, tmp_path) == plain


@needs_beam
def test_a_faulty_file_is_one_line_and_leaves_the_old_records(small_cmu, tmp_path):
    build("cmu", small_cmu.parent, tmp_path)
    before = contents(tmp_path / "cmu")
    path = small_cmu / "train/walking/walking_2.txt"
    path.write_text(path.read_text() + "1,2,3\n")
    done = run(
        "--dataset=cmu",
        f"--records_dir={tmp_path}",
        REENACT_DATA=str(small_cmu.parent),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"error: {path}:22: expected 117 columns, found 3\n"
    assert contents(tmp_path / "cmu") == before


@needs_beam
def test_a_worker_that_fails_leaves_no_data_set(small_cmu, tmp_path, monkeypatch):
    replace = files.os.replace

    def full(source, target):
        if "test-" in str(target):
            raise OSError("disk full")
        replace(source, target)

    monkeypatch.setattr(files.os, "replace", full)
    with pytest.raises(Exception, match="disk full"):
        with_beam.build_with_beam("cmu", small_cmu.parent, tmp_path / "records")
    names = [path.name for path in (tmp_path / "records").rglob("*")]
    assert "cmu" in names
    assert not [name for name in names if name[0] == "." or name.startswith("test-")]
    with pytest.raises(DataError, match="expected the manifest"):
        records.read_manifest(tmp_path / "records" / "cmu")


def test_a_missing_beam_is_one_line(small_cmu, tmp_path):
    done = run(
        "--dataset=cmu",
        f"--data_dir={small_cmu.parent}",
        f"--records_dir={tmp_path / 'records'}",
        before="import sys; sys.modules['apache_beam'] = None",
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: expected Apache Beam, found none")
    assert "constraints-beam.txt" in line
    assert not (tmp_path / "records").exists()
