"""Fresh processes that need not import TensorFlow again.

One server imports it, without starting it, and is forked for each process: a process
may be killed, or choose its devices, which TensorFlow allows only once.
"""

import contextlib
import multiprocessing
import os
import pathlib
from collections.abc import Callable

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


def _run(function, args, errors):
    sink = os.open(errors or os.devnull, os.O_WRONLY | os.O_CREAT)
    os.dup2(sink, 2)
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        function(*args)
