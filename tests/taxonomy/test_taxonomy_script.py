"""`python -m taxonomy.train`: what a user can get wrong is one line and exit code 1."""

import os
import runpy
import sys

import fresh_process
import pytest

from evaluation.run_results import load_result

SMALL = [
    *("--set=width=8", "--set=past_frames=7", "--set=future_frames=5"),
    *("--set=epochs=1", "--set=steps_per_epoch=2", "--set=batch_size=4"),
    "--set=optimizer=sgd",
]


def script(arguments, folder):
    os.chdir(folder)
    sys.argv = ["taxonomy.train", *arguments]
    runpy.run_module("taxonomy.train", run_name="__main__", alter_sys=True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--study=gru"], "expected a study of transformer, transformer_taxonomy, "),
        (
            ["--study=rnn", "--set=units=3"],
            "--set: expected <name>=<value> with a name",
        ),
        (["--study=rnn", "--set=warm_up=odd"], "expected warm_up of one of observed, "),
    ],
)
def test_mistakes(tmp_path, pose_records, arguments, message):
    errors = tmp_path / "errors"
    flags = ["--data=synthetic", f"--records_dir={pose_records}"]
    flags.append(f"--runs_dir={tmp_path / 'runs'}")
    code = fresh_process.run(script, [*flags, *arguments], tmp_path, errors=errors)
    text = errors.read_text()
    assert code == 1 and "Traceback" not in text, text
    assert text.splitlines()[-1].startswith(f"error: {message}")
    assert not (tmp_path / "runs").exists()


def test_a_study_by_its_command(tmp_path, pose_records):
    """As published positions number a batch's rows; SGD needs the validation loss."""
    errors = tmp_path / "errors"
    flags = [*SMALL, f"--records_dir={pose_records}", f"--runs_dir={tmp_path}"]
    flags += ["--data=synthetic", "--study=transformer_encoder_as_published"]
    code = fresh_process.run(script, flags, tmp_path, errors=errors)
    assert code == 0, errors.read_text()
    (path,) = (tmp_path / "quick/synthetic/taxonomy").rglob("metrics.json")
    study = path.parent.parent.name
    assert study.startswith("transformer_encoder_as_published,batch_size=4,")
    record = load_result(path)
    assert record.reading == "as_published" and "width 8 instead of" in record.reduced
    (entry,) = record.history
    assert entry["validation_loss"] == entry["validation_mse"] > 0
    assert "dead_codes" not in entry
