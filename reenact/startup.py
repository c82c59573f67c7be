"""How every script starts and fails: no chatter, and errors of one line."""

import contextlib
import importlib.util
import logging as standard_logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from absl import app, flags, logging

from reenact.command_line import HELP, flag_error, help_text
from reenact.errors import InputError


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Hides what native libraries print, at start-up before any log level counts.

    Python's own errors survive: a traceback is printed after the block.
    """
    sys.stderr.flush()
    kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def import_tensorflow(verbose: bool = False) -> None:
    """Imports TensorFlow for the first time, without its messages unless `verbose`.

    Turns oneDNN on unless the user has chosen: without AVX-512 it is off by default,
    at two to four times the time of dense and recurrent layers.
    """
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
    if not verbose:
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    with contextlib.nullcontext() if verbose else quiet_stderr():
        import tensorflow as tf

        tf.config.list_physical_devices()


def import_keras() -> None:
    """Imports Keras for the first time, on the backend that KERAS_BACKEND names.

    Keras imports TensorFlow beside other backends too, late, where it is installed.
    """
    if importlib.util.find_spec("tensorflow"):
        import_tensorflow()
    with quiet_stderr():
        import keras  # noqa: F401


def run_script(
    main: Callable[..., None],
    words: Sequence[str] = (),
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    when_interrupted: str = "Whatever was finished is kept; the same command goes on.",
) -> None:
    """Parses the flags and runs `main`; what the user can mend is one line, code 1.

    Args:
        main: given the words of the command line that are no flags.
        words: what these are, one each.
        groups: how `--help` orders the flags, see `command_line.help_text`.
        when_interrupted: said after Ctrl-C, which ends with code 130 as in a shell,
            unless the KeyboardInterrupt itself says something.
    """

    def parse(arguments: Sequence[str]) -> Sequence[str]:
        if HELP & set(arguments[1:]):
            print(help_text(groups or {}), flush=True)
            sys.exit(0)
        try:
            return flags.FLAGS(arguments)
        except flags.Error as error:
            sys.exit(f"error: {flag_error(error)}")

    def guarded(arguments: Sequence[str]) -> None:
        if len(arguments) - 1 != len(words):
            expected = " and ".join(words) or "only flags"
            found = " ".join(arguments[1:])
            sys.exit(f"error: expected {expected}, found {found!r}")
        try:
            main(*arguments[1:])
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except (InputError, OSError) as error:
            sys.exit(f"error: {error}")
        except KeyboardInterrupt as interrupt:
            said = str(interrupt) or when_interrupted
            print(f"\nInterrupted. {said}", file=sys.stderr)
            sys.exit(130)

    # Absl's own level is INFO, at which other packages tell how they started.
    logging.set_verbosity(logging.WARNING)
    warning = standard_logging.Formatter("warning: %(message)s")
    logging.get_absl_handler().setFormatter(warning)
    try:
        app.run(guarded, flags_parser=parse)
    except BrokenPipeError:  # whoever reads the output, such as head, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
