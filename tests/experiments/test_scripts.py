"""The shell scripts: flags, and the tables of a user who has no recordings."""

import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]


def run(script, *flags, root=ROOT):
    command = [root / "experiments" / script, *flags]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_unknown_flag_is_refused_with_the_usage():
    done = run("run_all.sh", "--profil=quick")
    assert done.returncode == 2
    assert "--profile=quick|standard|paper" in done.stderr


def test_help_is_no_error():
    assert run("run_all.sh", "--help").returncode == 0


@pytest.fixture
def checkout(tmp_path):
    """A copy of the project that shares the virtual environment and no results."""
    if not (ROOT / ".venv").exists():
        pytest.skip("needs the scripts' own .venv")
    private = (".git", ".venv", "data", "records", "runs", "results", "__pycache__")
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*private))
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


def test_without_human36m_the_thesis_table_shows_dashes(checkout, tmp_path):
    """--only selects one table; nothing is trained."""
    flags = "--only=seq2seq_thesis", f"--data_dir={tmp_path}", "--profile=paper"
    done = run("run_all.sh", *flags, root=checkout)
    assert done.returncode == 0, done.stderr
    assert "No Human3.6M" in done.stderr
    assert "Table 8" in done.stdout and "Table 15" in done.stdout
    assert "CMU" not in done.stdout.split("Table 8")[0]
    assert (checkout / "results" / "paper" / "seq2seq_thesis.md").exists()
    assert not (checkout / "runs").exists()
