"""Commands are shown as they are pasted; a missing package is said in one line."""

import ast
import os
import pathlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from product import ROOT, modules, tree

from reenact import commands
from reenact.commands import python, shown_command

COMMANDS = sorted(
    name.removesuffix(".__main__")
    for name, path in modules().items()
    if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project's folder, which is also the current one."""
    monkeypatch.setattr(commands, "_ROOT", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def interpreter(folder: pathlib.Path) -> pathlib.Path:
    path = folder / "bin" / "python"
    path.parent.mkdir(parents=True)
    path.touch()
    path.chmod(0o755)
    return path


def test_the_projects_environment_is_named_from_here(project, monkeypatch):
    inside = interpreter(project / ".venv")
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    # As in the scripts, which put it first: in the user's shell it is not.
    monkeypatch.setenv("PATH", str(inside.parent))
    monkeypatch.setattr(sys, "executable", str(inside))
    assert python() == ".venv/bin/python"
    (project / "results").mkdir()
    monkeypatch.chdir("results")
    assert python() == str(inside)


def test_another_environment_is_named_as_it_is_reached(project, monkeypatch, tmp_path):
    interpreter(project / ".venv")
    other = interpreter(project / "other")
    monkeypatch.setattr(sys, "prefix", str(project / "other"))
    monkeypatch.setattr(sys, "executable", str(other))
    monkeypatch.setenv("PATH", str(other.parent))
    assert python() == "python"
    monkeypatch.setenv("PATH", str(project / ".venv" / "bin"))
    assert python() == "other/bin/python"


def test_recorded_commands_are_shown_with_the_projects_python():
    recorded = "python -m a.b --of=python -m\npython -m c"
    shown = ".venv/bin/python -m a.b --of=python -m\n.venv/bin/python -m c"
    assert shown_command(recorded) == shown
    assert shown_command(shown) == shown


RECORDED = {
    "evaluation/baselines/scoring.py": "the command of a record",
    "evaluation/summary.py": "a mark that is looked for in README.md",
    "gan/toys/distances.py": "the command of a record",
}


def shown(source: ast.Module, is_command: bool) -> list[str]:
    """Texts that a module may show: all but docstrings, of a command its own too."""
    hidden = {
        id(node.body[0].value)
        for node in ast.walk(source)
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
        and ast.get_docstring(node) is not None
        and not (is_command and node is source)
    }
    return [
        node.value
        for node in ast.walk(source)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in hidden
    ]


def bare_commands(source: ast.Module, is_command: bool = True) -> list[str]:
    """Commands that only work in an active environment."""
    bare = re.compile(
        r"(?<!bin/)\bpython3? -m (?!venv )\S*|(?<!bin/)(?<! -m )\bpip install"
    )
    return [each for text in shown(source, is_command) for each in bare.findall(text)]


def test_no_program_shows_a_command_that_needs_an_active_environment():
    for name, path in modules().items():
        found = bare_commands(tree(path), name.removesuffix(".__main__") in COMMANDS)
        recorded = path.relative_to(ROOT).as_posix() in RECORDED
        assert bool(found) == recorded, f"{name}: {found}"


def test_a_command_that_needs_an_active_environment_is_found():
    source = ast.parse("'python -m a'\ndef f():\n 'python -m b'\n return 'python -m c'")
    assert bare_commands(source) == ["python -m a", "python -m c"]
    assert bare_commands(source, is_command=False) == ["python -m c"]
    right = "f'.venv/bin/python -m a {python()} -m pip install x'"
    assert bare_commands(ast.parse(right)) == []


def outside(module: str, *arguments: str, root=ROOT) -> subprocess.CompletedProcess:
    """A command on a Python that has no packages."""
    return subprocess.run(
        [sys.executable, "-S", "-m", module, *arguments],
        capture_output=True,
        text=True,
        cwd=root,
        env={name: os.environ[name] for name in os.environ if name != "PYTHONPATH"},
    )


def test_outside_the_environment_every_command_says_how_it_is_run():
    assert {"experiments.try_it", "seq2seq.train", "evaluation.report"} <= set(COMMANDS)
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda name: outside(name, "--set=a=b c"), COMMANDS))
    for module, done in zip(COMMANDS, found, strict=True):
        assert (done.returncode, done.stdout) == (1, ""), module
        (line,) = done.stderr.splitlines()
        assert line.startswith(f"error: {sys.executable} has no package "), module
        assert line.endswith(f" .venv/bin/python -m {module} '--set=a=b c'"), module


def test_before_any_installation_it_says_how_to_install(tmp_path):
    for room in ("reenact", "seq2seq"):
        shutil.copytree(ROOT / room, tmp_path / room)
    done = outside("seq2seq.train", "--study=all", root=tmp_path)
    assert done.stderr == (
        f"error: {sys.executable} has no package absl: run ./experiments/try_it.sh, "
        "which sets up .venv; then .venv/bin/python -m seq2seq.train --study=all\n"
    )


def said(error: Exception, capsys) -> str:
    commands._explain(type(error), error, None)
    return capsys.readouterr().err


def test_a_broken_environment_is_set_up_anew(project, monkeypatch, capsys):
    monkeypatch.setattr(sys, "prefix", str(project / ".venv"))
    interpreter(project / ".venv")
    missing = ModuleNotFoundError("No module named 'keras'", name="keras.ops")
    assert said(missing, capsys).endswith(
        "has no package keras: remove .venv and run ./experiments/try_it.sh, which "
        "sets it up anew\n"
    )


@pytest.mark.parametrize(
    "error",
    [
        ValueError("wrong"),
        ImportError("cannot import name 'x' from 'numpy'", name="numpy"),
        ModuleNotFoundError("No module named 'onnx'", name="onnx"),  # is an extra
        ModuleNotFoundError("No module named 'gan.none'", name="gan.none"),
    ],
)
def test_other_errors_keep_their_traceback(error, capsys):
    assert said(error, capsys) == f"{type(error).__name__}: {error}\n"


def test_nothing_changes_for_those_who_import_it(monkeypatch):
    before = sys.excepthook
    commands.explain_missing_packages()
    assert sys.excepthook is before
    monkeypatch.setattr(sys, "argv", ["-m"])
    monkeypatch.setattr(sys, "excepthook", before)
    commands.explain_missing_packages()
    assert sys.excepthook is commands._explain


def test_the_packages_are_those_that_the_project_requires():
    import configparser

    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    required = settings["options"]["install_requires"].split("\n")[1:]
    named = {line.split()[0] for line in required}
    imported = {"absl": "absl-py", "PIL": "pillow"}
    assert {imported.get(name, name) for name in commands._REQUIRED} == named
