"""`python -m gan.train`: what a user can get wrong is one line and exit code 1."""

import os
import runpy
import sys

import fresh_process
import pytest

from evaluation.run_results import load_result

SMALL = [
    *("--data=synthetic", "--study=mse", "--set=width=8", "--set=heads=2"),
    *("--set=architecture=seq2seq", "--set=epochs=1", "--set=steps_per_epoch=2"),
    *("--set=batch_size=4", "--set=max_seconds=60"),
]


def script(arguments, folder):
    os.chdir(folder)
    sys.argv = ["gan.train", *arguments]
    runpy.run_module("gan.train", run_name="__main__", alter_sys=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--study=wgan,odd"], "expected a study of mse, report, report_text, mse_pl"),
        (["--study=mse", "--set=depth=3"], "--set: expected <name>=<value> with a na"),
        (["--study=mse", "--set=clip=weights"], "expected clip of 'none' without a c"),
        (["--study=report", "--set=seed=odd"], "expected seed of one of critic, gene"),
    ],
)
def test_settings(arguments, message, tmp_path, pose_records):
    errors = tmp_path / "errors"
    flags = ["--data=synthetic", f"--records_dir={pose_records}"]
    flags += [f"--runs_dir={tmp_path / 'runs'}", *arguments]
    assert fresh_process.run(script, flags, tmp_path, errors=errors) == 1
    text = errors.read_text()
    assert "Traceback" not in text
    assert text.splitlines()[-1].startswith(f"error: {message}")
    assert not (tmp_path / "runs").exists()


def test_a_study_with_changed_settings(tmp_path, pose_records):
    errors = tmp_path / "errors"
    flags = [*SMALL, f"--records_dir={pose_records}", f"--runs_dir={tmp_path}"]
    code = fresh_process.run(script, flags, tmp_path, errors=errors)
    assert code == 0, errors.read_text()
    (path,) = tmp_path.glob("quick/synthetic/gan/mse,*/seed0/metrics.json")
    record = load_result(path)
    assert (record.family, record.steps, record.reading) == ("gan", 2, "corrected")
    assert "width 8 instead of 512" in record.reduced
    assert record.command.startswith("python -m gan.train --study=mse --profile=quick")
