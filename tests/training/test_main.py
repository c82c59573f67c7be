"""What the training scripts of all families have in common."""

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent.parent
SHARED = {
    *("study", "profile", "set", "seed", "seeds", "data", "data_dir", "records_dir"),
    *("runs_dir", "precision", "xla", "strategy", "deterministic", "verbose_startup"),
}


@pytest.mark.parametrize(
    ("family", "own"),
    [
        ("seq2seq", {"protocol"}),
        ("stt", {"checkpoint"}),
        ("taxonomy", set()),
        ("gan", set()),
        ("smoothing", {"init_from"}),
    ],
)
def test_help_lists_the_flags_that_are_shared_and_those_of_the_family(family, own):
    done = subprocess.run(
        [sys.executable, "-m", f"{family}.train", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    flags = re.findall(r"^  (?:-\w,)?--(?:\[no\])?(\w+):", done.stdout, re.MULTILINE)
    assert set(flags) == SHARED | own
    assert f"Trains {'runs' if family == 'smoothing' else 'studies'}" in done.stdout
