"""How a command explains itself, refuses flags and is interrupted."""

import signal
import subprocess
import sys
import textwrap
import time

import pytest

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

flags.DEFINE_integer("sheep", 1, "How many.")
flags.DEFINE_enum("breed", "suffolk", ["suffolk", "merino", "gone"], "Which.")
flags.DEFINE_bool("asleep", False, "Whether it takes long.")
flags.DEFINE_string("field", None, "Where.")
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
        ("--sheep=many", "flag --sheep=many: invalid literal for int() with base 10: "),
        ("many", "expected only flags, found 'many'"),
        ("--breed=gone", "the sheep are gone"),
    ],
)
def test_a_mistake_is_one_line(sheep, argument, line):
    code, said, errors = run(sheep, argument)
    assert (code, said) == (1, "")
    assert errors.startswith(f"error: {line}") and errors.count("\n") == 1


def test_an_interrupted_command_says_how_to_go_on(sheep):
    with subprocess.Popen(
        [*sheep, "--asleep"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "1\n"
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors == "\nInterrupted. The same command counts on.\n"


def test_a_reader_that_has_enough_is_no_error(sheep):
    for flag in ("--help", "--sheep=2"):
        with subprocess.Popen(
            [*sheep, flag], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            process.stdout.close()
            assert process.stderr.read() == ""
