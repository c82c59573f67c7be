"""Fresh processes that need not import TensorFlow again.

One server imports it, without starting it, and is forked for each process: a process
may be killed, or choose its devices, which TensorFlow allows only once.
"""

import contextlib
import multiprocessing
import os
import pathlib
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


def _run(function, args, errors):
    sink = os.open(errors or os.devnull, os.O_WRONLY | os.O_CREAT)
    os.dup2(sink, 2)
    few_frames = mock.patch("motion.viewer._GIF_HZ", 2)  # as `quick_animation`
    with (
        open(os.devnull, "w") as nowhere,
        contextlib.redirect_stdout(nowhere),
        few_frames,
    ):
        function(*args)
