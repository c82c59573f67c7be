"""Fresh processes that need not import TensorFlow again.

One server imports it, without starting it, and is forked for each process: a process
may be killed, or choose its devices, which TensorFlow allows only once.
"""

import contextlib
import multiprocessing
import os
import pathlib
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from unittest import mock

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    ["seq2seq.fit", "stt.fit", "smoothing.fit", "taxonomy.fit", "gan.fit"]
)


def start(function: Callable, *args, errors: pathlib.Path | None = None):
    """Starts `function(*args)`; what it writes to stderr goes to the file `errors`."""
    process = _context.Process(target=_run, args=(function, args, errors))
    process.start()
    return process


def run(function: Callable, *args, errors: pathlib.Path | None = None) -> int:
    """Runs `function(*args)` to its end and returns the exit code."""
    process = start(function, *args, errors=errors)
    process.join()
    return process.exitcode


def run_together(
    function: Callable, calls: Sequence[Sequence], folder: pathlib.Path
) -> None:
    """Runs `function(*args)` for several args at the same time; none may fail.

    Args:
        folder: for what they write to stderr.
    """
    files = [folder / f"errors_{number}" for number in range(len(calls))]
    processes = [
        start(function, *args, errors=file)
        for args, file in zip(calls, files, strict=True)
    ]
    for process, file in zip(processes, files, strict=True):
        process.join()
        assert process.exitcode == 0, file.read_text()


def command(
    module: str, *arguments: str, folder: str | os.PathLike = ".", **environment: str
) -> subprocess.CompletedProcess:
    """What `python -m module arguments` in a folder ends with and has written."""
    with tempfile.TemporaryDirectory() as kept:
        output, errors = pathlib.Path(kept, "output"), pathlib.Path(kept, "errors")
        folder = pathlib.Path(folder).absolute()
        call = module, arguments, folder, environment, output
        code = run(_run_module, *call, errors=errors)
        written = output.read_text(), errors.read_text()
        return subprocess.CompletedProcess([module, *arguments], code, *written)


def bare(
    module: str, *arguments: str | os.PathLike, **environment: str
) -> subprocess.CompletedProcess:
    """The same in a process that is prepared by nothing, as that of a user is.

    It imports TensorFlow itself, which takes seconds, at TensorFlow's own log level.
    """
    chosen = {"TF_CPP_MIN_LOG_LEVEL", "TF_ENABLE_ONEDNN_OPTS"}
    given = {name: each for name, each in os.environ.items() if name not in chosen}
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=pathlib.Path(__file__).parent.parent,
        env={**given, **environment},
        capture_output=True,
        text=True,
    )


def _run_module(module, arguments, folder, environment, output):
    os.chdir(folder)
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    sys.modules.pop(module, None)  # else it is warned of running it twice
    with open(output, "w") as file, contextlib.redirect_stdout(file):
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def _run(function, args, errors):
    sink = os.open(errors or os.devnull, os.O_WRONLY | os.O_CREAT)
    os.dup2(sink, 2)
    few_frames = mock.patch("motion.pictures.viewer._GIF_HZ", 2)  # as `quick_animation`
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        few_frames,
    ):
        function(*args)
