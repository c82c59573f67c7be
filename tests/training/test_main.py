"""What the training scripts of all families have in common."""

import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parent.parent.parent
SHARED = {
    *("study", "profile", "set", "config", "init_from", "seed", "seeds"),
    *("list", "list_settings", "data", "data_dir", "records_dir", "runs_dir"),
    *("precision", "xla", "strategy", "deterministic", "verbose_startup"),
}


def train(family, *arguments, after="pass"):
    """`python -m <family>.train …`; what it ends with, and has said."""
    module = f"{family}.train"
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['{module}', *{arguments!r}]\n"
        f"try: runpy.run_module('{module}', run_name='__main__', alter_sys=True)\n"
        f"finally: {after}"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("family", "own"),
    [
        ("seq2seq", {"protocol"}),
        ("stt", {"checkpoint"}),
        ("taxonomy", set()),
        ("gan", set()),
        ("smoothing", set()),
    ],
)
def test_help_lists_the_flags_in_groups_and_ends_well(family, own):
    done = train(family, "--help")
    flags = re.findall(r"^  --(?:\[no\])?(\w+)", done.stdout, re.MULTILINE)
    assert set(flags) == SHARED | own and len(flags) == len(set(flags))
    assert flags[:2] == ["study", "profile"]
    assert f"Trains {'runs' if family == 'smoothing' else 'studies'}" in done.stdout
    assert done.returncode == 0 and not done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 100


NO_TENSORFLOW = "print('tensorflow' in sys.modules, file=sys.stderr)"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--list"], 0, "03             Joint Relation Embedding 1 "),
        (["--list_settings", "--study=13"], 0, "  layers=1 (8)  int, at least 1"),
        (["--study=02", "--set=layer=3"], 1, "did you mean 'layers'?"),
        ([], 1, "expected --study=<name>, or all; --list shows them"),
    ],
)
def test_lists_and_mistakes_take_no_tensorflow(arguments, code, said):
    done = train("stt", *arguments, after=NO_TENSORFLOW)
    imported, *errors = done.stderr.splitlines()
    assert (done.returncode, imported) == (code, "False"), done.stderr
    assert len(errors) == code
    assert said in (errors[0] if errors else done.stdout)
