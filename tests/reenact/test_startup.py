"""How a command explains itself, refuses flags and is interrupted."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest
from product import ROOT

from reenact.errors import did_you_mean

SCRIPT = '''
"""Counts sheep: `python -m sheep --sheep=3`."""
import time
from absl import flags
from reenact.errors import DataError
from reenact.startup import run_script

def main():
    if flags.FLAGS.breed == "gone":
        raise DataError("the sheep are gone")
    print(flags.FLAGS.sheep, flush=True)
    if flags.FLAGS.asleep:
        time.sleep(60)
    if flags.FLAGS.breed == "merino":
        raise KeyboardInterrupt("One sheep was counted.")

flags.DEFINE_integer("sheep", 1, "How many.")
flags.DEFINE_enum("breed", "suffolk", ["suffolk", "merino", "gone"], "Which.")
flags.DEFINE_bool("asleep", False, "Whether it takes long.")
flags.DEFINE_string("field", None, "Where.")
flags.DEFINE_integer("pens", 1, "In how many.", 1)
groups = {"which": ["breed", "sheep"]}
run_script(main, groups=groups, when_interrupted="The same command counts on.")
'''


@pytest.fixture
def sheep(tmp_path):
    path = tmp_path / "sheep.py"
    path.write_text(SCRIPT)
    return [sys.executable, str(path)]


def run(command, *arguments):
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("flag", ["--help", "-h", "-?", "--helpshort"])
def test_help_is_no_error(sheep, flag):
    code, said, errors = run(sheep, flag)
    assert (code, errors) == (0, "")
    expected = """\
        Counts sheep: `python -m sheep --sheep=3`.

        which:
          --breed=suffolk     Which. One of suffolk, merino, gone.
          --sheep=1           How many.

        further flags:
          --[no]asleep        Whether it takes long.
          --field             Where.
          --pens=1            In how many.
        """
    assert said == textwrap.dedent(expected)


@pytest.mark.parametrize(
    ("argument", "line"),
    [
        (
            "--shep=3",
            "expected a flag that --help lists, found --shep; did you mean '--sheep'?",
        ),
        ("--x=3", "expected a flag that --help lists, found --x"),
        (
            "--breed=sufolk",
            "--breed: expected one of suffolk, merino, gone, found 'sufolk'; did you "
            "mean 'suffolk'?",
        ),
        ("--sheep=many", "--sheep: expected an integer, found 'many'\n"),
        ("--sheep=a: b", "--sheep: expected an integer, found 'a: b'\n"),
        ("--pens=0", "--pens: expected a positive integer, found 0\n"),
        ("--help=x", "--help: expected true or false, found 'x'\n"),
        ("many", "expected only flags, found 'many'"),
        ("--breed=gone", "the sheep are gone"),
    ],
)
def test_a_mistake_is_one_line(sheep, argument, line):
    code, said, errors = run(sheep, argument)
    assert (code, said) == (1, "")
    assert errors.startswith(f"error: {line}") and errors.count("\n") == 1


def interrupted(command, **options):
    """The exit code and errors of what is interrupted after its first line."""
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # It is ignored in the background of a shell, and so by all that starts there.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **options,
    ) as process:
        assert process.stdout.readline() == "1\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    return process.returncode, errors


def test_an_interrupted_command_says_how_to_go_on(sheep):
    said = "\nInterrupted. The same command counts on.\n"
    assert interrupted([*sheep, "--asleep"]) == (130, said)


def test_an_interruption_that_knows_more_is_what_is_said(sheep):
    code, _, errors = run(sheep, "--breed=merino")
    assert (code, errors) == (130, "\nInterrupted. One sheep was counted.\n")


def test_a_command_can_be_interrupted_while_it_imports(tmp_path):
    (tmp_path / "barn").mkdir()
    first = "from reenact.commands import explain_missing_packages as explain"
    (tmp_path / "barn/__init__.py").write_text(f"{first}\nexplain()\n")
    slow = "import time\nprint(1, flush=True)\ntime.sleep(60)\n"
    (tmp_path / "barn/sheep.py").write_text(slow)
    command = [sys.executable, "-m", "barn.sheep"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = interrupted(command, cwd=tmp_path, env=environment)
    assert found == (130, "\nInterrupted before anything began.\n")


def test_a_reader_that_has_enough_is_no_error(sheep):
    for flag in ("--help", "--sheep=2"):
        with subprocess.Popen(
            [*sheep, flag], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            process.stdout.close()
            assert process.stderr.read() == ""


def test_a_number_is_meant_whatever_zeros_it_begins_with():
    assert did_you_mean("2", ["01", "02", "12"]) == "; did you mean '02'?"
    assert did_you_mean("7", ["01", "02"]) == ""
