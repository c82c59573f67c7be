"""`python -m smoothing.train`: what a user can get wrong is one line, exit code 1."""

import os
import runpy
import sys

import fresh_process
import pytest

from evaluation.run_results import load_result

SMALL = [
    *("--set=grid=28", "--set=filters=4", "--set=epochs=1", "--set=steps_per_epoch=2"),
    *("--set=test_frames=8", "--set=validation_frames=8", "--set=cameras=1"),
]


def script(arguments, folder):
    os.chdir(folder)
    sys.argv = ["smoothing.train", *arguments]
    runpy.run_module("smoothing.train", run_name="__main__", alter_sys=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--study=conv4d_1.1"], "expected a study of conv3d_1.1, "),
        (
            ["--study=conv3d_1.1_fine_tuned"],
            "conv3d_1.1_fine_tuned: expected --init_from=<folder of a finished run, ",
        ),
        (
            ["--study=conv3d_1.1", "--init_from=a"],
            "--init_from=a: expected a model.keras or the folder of a finished run, ",
        ),
        (["--study=conv3d_1.1", "--set=split=odd"], "expected split of clips, "),
        (["--study=conv3d_1.1", "--set=loss=odd"], "expected a loss of "),
        (["--study=deciwatch_1.1", "--set=heads=3"], "expected an even width that 3 "),
        (["--study=conv3d_1.1", "--set=initial_biases=odd"], "expected biases of zero"),
        (["--study=conv3d_1.1", "--set=cameras=9"], "expected 1 to 4 cameras, "),
        (["--study=conv3d_1.1", "--set=select_by=0.3"], "expected select_by of 0.05, "),
    ],
)
def test_settings(tmp_path, capture_records, arguments, message):
    errors = tmp_path / "errors"
    flags = ["--data=synthetic", f"--records_dir={capture_records}"]
    flags += [f"--runs_dir={tmp_path / 'runs'}", *arguments]
    code = fresh_process.run(script, flags, tmp_path, errors=errors)
    text = errors.read_text()
    assert code == 1, text
    assert "Traceback" not in text
    assert text.splitlines()[-1].startswith(f"error: {message}"), text
    assert not list(tmp_path.rglob("metrics.json"))


def test_a_study_as_published_and_what_it_leaves(tmp_path, capture_records):
    errors = tmp_path / "errors"
    flags = ["--data=synthetic", f"--records_dir={capture_records}", *SMALL]
    flags += [f"--runs_dir={tmp_path}", "--study=convlstm_s_2.3_as_published"]
    code = fresh_process.run(script, flags, tmp_path, errors=errors)
    assert code == 0, errors.read_text()
    (path,) = tmp_path.glob("*/*/smoothing/*/*/metrics.json")
    record = load_result(path)
    assert record.study.startswith("convlstm_s_2.3_as_published,cameras=1,")
    assert (record.reading, record.rate_hz) == ("as_published", 15)
    assert "grid 28 instead of 56" in record.reduced
