"""`python -m stt.train`: what a user can get wrong is one line and exit code 1."""

import os
import runpy
import sys

import fresh_process
import pytest

from evaluation.run_results import load_result

SMALL = [
    *("--data=synthetic", "--set=layers=1", "--set=width=16", "--set=window=8"),
    *("--set=feed_forward=16", "--set=steps=2", "--set=evaluate_every=2"),
    "--set=batch_size=4",
]


def script(arguments, folder):
    os.chdir(folder)
    sys.argv = ["stt.train", *arguments]
    runpy.run_module("stt.train", run_name="__main__", alter_sys=True)


@pytest.fixture
def refused(tmp_path, pose_records):
    """Runs the script, which must fail, and returns the line that it fails with."""

    def run(*arguments, data="synthetic", records_dir=pose_records):
        errors = tmp_path / "errors"
        flags = [f"--data={data}", f"--records_dir={records_dir}"]
        flags += [f"--runs_dir={tmp_path / 'runs'}", f"--data_dir={tmp_path / 'none'}"]
        code = fresh_process.run(script, [*flags, *arguments], tmp_path, errors=errors)
        text = errors.read_text()
        assert code == 1, text
        assert "Traceback" not in text
        lines = [line for line in text.splitlines() if line.startswith("error: ")]
        assert lines == text.splitlines()[-1:]
        assert not (tmp_path / "runs").exists()
        return lines[0].removeprefix("error: ")

    return run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--study=15"], "expected a study of 01, 02, 03, "),
        (["--study=02,odd"], "expected a study of 01, 02, 03, "),
        (["--study=01"], "study 01 is the authors' model: expected --checkpoint=<mo"),
        (["--study=01,02"], "study 01 is the authors' model: expected --checkpoint=<"),
        (["--study=02", "--checkpoint=a"], "--checkpoint is for --study=01, which is "),
        (["--study=01", "--checkpoint=a"], "a: expected a model.keras of this family"),
        (["--study=02", "--set=depth=3"], "--set: expected <name>=<value> with a name"),
        (["--study=02", "--set=steps=many"], "--set steps: expected int, such as "),
        (["--study=02", "--set=dropout=2"], "expected dropout of 0 to below 1, found "),
        (["--study=07", "--set=spatial=odd"], "expected spatial of one of shared_keys"),
    ],
)
def test_settings(refused, arguments, message):
    assert refused(*arguments).startswith(message)


def test_recordings_that_are_not_there(refused, tmp_path):
    line = refused("--study=02", data="cmu", records_dir="none")
    assert line.startswith(f"{tmp_path / 'none'}: expected the recordings of cmu in ")
    assert not (tmp_path / "none").exists()


def test_a_study_and_then_study_01_from_its_checkpoint(tmp_path, pose_records):
    """Trained with changed settings; its checkpoint then stands for the authors'."""
    errors = tmp_path / "errors"
    common = [f"--records_dir={pose_records}", f"--runs_dir={tmp_path}"]
    flags = [*SMALL, *common, "--study=14"]
    code = fresh_process.run(script, flags, tmp_path, errors=errors)
    assert code == 0, errors.read_text()
    (trained,) = tmp_path.glob("*/*/stt/*/*/metrics.json")
    assert list(tmp_path.glob("*/*/stt_baselines/zero_velocity/*/metrics.json"))
    assert trained.parent.parent.name.startswith("14,batch_size=4,")
    checkpoint = trained.parent / "model.keras"
    flags = [*common, "--data=synthetic", "--study=01", f"--checkpoint={checkpoint}"]
    code = fresh_process.run(script, flags, tmp_path, errors=errors)
    assert code == 0, errors.read_text()
    scored = tmp_path / "quick/synthetic/stt/01/seed0/metrics.json"
    record, original = load_result(scored), load_result(trained)
    assert (record.study, record.steps) == ("01", 0)
    assert record.parameters == original.parameters
    # The settings and statistics are those of the checkpoint, not of the profile.
    assert "layers 1 instead of 8" in record.reduced
    for name in ("config.json", "statistics.npz"):
        found, expected = ((p.parent / name).read_bytes() for p in (scored, trained))
        assert found == expected, name
