"""One line on the terminal that says how far, how long still, and what now.

It is tqdm's, which fits any terminal: a line of our own was 79 characters wide, and
that of Keras as wide as it has values to show.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import TextIO

from tqdm import tqdm

Report = Callable[[float, float, str], None]  # how much is done, of how much, and what

_FORMAT = "{desc}{bar:10} {n_fmt}/{total_fmt} [{elapsed}<{remaining}{postfix}]"


def progress_bar(
    label: str,
    total: int | None = None,
    done: int = 0,
    stream: TextIO | None = None,
) -> tqdm:
    """A line that is rewritten at every update; where there is no terminal, nothing.

    Args:
        label: what goes on; may be ''.
        total: in all, in any unit; None: not known yet.
        done: of it, before this process began.
        stream: where it is shown; None: stderr.
    """
    return tqdm(
        desc=f"{label} " if label else "",
        total=total,
        initial=done,
        file=stream,
        bar_format=_FORMAT,
        disable=None,
        dynamic_ncols=True,
        mininterval=0,
        miniters=0,
    )


@contextlib.contextmanager
def reporting(label: str, stream: TextIO | None = None) -> Iterator[Report]:
    """Gives what is called with how far a job is; a later message has its own line."""
    with progress_bar(label, stream=stream) as bar:

        def report(done: float, total: float, note: str = "") -> None:
            bar.total = int(total)
            bar.set_postfix_str(note, refresh=False)
            bar.update(int(done) - bar.n)

        yield report
