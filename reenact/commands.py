"""Commands as people can paste them: which Python they start with.

Runs before anything is installed, on whatever Python is there: standard library only,
and nothing newer than Python 3.9.
"""

from __future__ import annotations  # else Python 3.9 cannot read `X | None`

import os
import pathlib
import re
import shlex
import shutil
import sys
from types import TracebackType

_ROOT = pathlib.Path(__file__).resolve().parent.parent
_ENVIRONMENT = ".venv"  # which experiments/common.sh sets up
# What every command needs of setup.cfg, by the names that are imported.
_REQUIRED = {
    "PIL",
    "absl",
    "h5py",
    "jinja2",
    "keras",
    "matplotlib",
    "numpy",
    "scipy",
    "tensorboard",
    "tensorflow",
    "tqdm",
}


def python() -> str:
    """How this Python is started from a shell in the current folder."""
    if _in_the_environment():
        return _from_here(_ROOT / _ENVIRONMENT / "bin" / "python")
    found = shutil.which("python")
    is_this = found and os.path.samefile(found, sys.executable)
    if is_this and os.path.dirname(found) == os.path.dirname(sys.executable):
        return "python"
    return _from_here(pathlib.Path(sys.executable))


def shown_command(recorded: str) -> str:
    """Recorded commands, `python -m …` on each line, as a page shows them.

    The page is the same wherever it is made: paths are from the project's folder.
    """
    return re.sub(r"^python(?= )", f"{_ENVIRONMENT}/bin/python", recorded, flags=re.M)


def explain_missing_packages() -> None:
    """Lets a command that lacks a package say in one line how it is run.

    Ctrl-C while it imports is one line too. Packages that hold commands call this first
    of all. It does nothing where they are imported otherwise than by `python -m`.
    """
    if sys.argv[0] == "-m":  # as long as `python -m` looks for the module
        sys.excepthook = _explain


def _explain(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """An exception hook: one line for what the user did, else the usual traceback.

    That is to run it without a required package, or to interrupt it while it imports.
    """
    if issubclass(kind, KeyboardInterrupt):
        print("\nInterrupted before anything began.", file=sys.stderr)
        sys.exit(130)  # as in a shell
    missing = (getattr(error, "name", None) or "").partition(".")[0]
    if not issubclass(kind, ModuleNotFoundError) or missing not in _REQUIRED:
        sys.__excepthook__(kind, error, trace)
        return
    setup = "./experiments/try_it.sh"
    environment = _ROOT / _ENVIRONMENT
    given = getattr(sys, "orig_argv", ["", "-m", "…"])  # from Python 3.10 on
    given = given[given.index("-m") :] if "-m" in given else given[1:]
    command = shlex.join([_from_here(environment / "bin" / "python"), *given])
    if _in_the_environment():
        advice = f"remove {_ENVIRONMENT} and run {setup}, which sets it up anew"
    elif environment.exists():
        advice = f"run it as {command}"
    else:
        advice = f"run {setup}, which sets up {_ENVIRONMENT}; then {command}"
    print(
        f"error: {sys.executable} has no package {missing}: {advice}", file=sys.stderr
    )


def _in_the_environment() -> bool:
    environment = _ROOT / _ENVIRONMENT
    return environment.exists() and os.path.samefile(environment, sys.prefix)


def _from_here(path: pathlib.Path) -> str:
    here = pathlib.Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
