"""One line on the terminal that says how far, how long still, and what now."""

import sys
import time
from typing import TextIO


class ProgressLine:
    """Rewrites one line on a terminal; elsewhere prints only the last state.

    A context manager, so that a message which follows an error starts on its own line.
    """

    def __init__(self, label: str, stream: TextIO | None = None):
        self._label = label
        self._stream = stream or sys.stderr
        self._started = time.monotonic()
        self._line = ""

    def update(self, done: float, total: float, note: str = "") -> None:
        """Shows that `done` of `total` (any unit) are done."""
        seconds = time.monotonic() - self._started
        fraction = done / total if total else 1.0
        left = f"{seconds / fraction - seconds:.0f} s left" if fraction else "…"
        if done >= total:
            left = f"took {seconds:.1f} s"
        filled = int(20 * fraction)
        line = (
            f"{self._label} [{'#' * filled}{'.' * (20 - filled)}] "
            f"{int(done)}/{int(total)}, {left}  {note}"
        )[:79]
        if self._stream.isatty():
            self._stream.write("\r" + line.ljust(len(self._line)))
            self._stream.flush()
        self._line = line

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(self, *error) -> None:
        if self._line:
            self._stream.write("\n" if self._stream.isatty() else self._line + "\n")
            self._stream.flush()
