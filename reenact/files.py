"""Files that are either whole or absent."""

import contextlib
import fcntl
import hashlib
import os
import pathlib
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def whole_file(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """Gives a temporary path in the same folder, renamed to `path` on success.

    An exception removes the temporary file; a killed process leaves it behind under
    its own name, which starts with a dot and never is that of a finished file. It has
    the ending of `path`, since some writers go by it.
    """
    path = pathlib.Path(path)
    writer = f"{socket.gethostname()}.{os.getpid()}"  # several machines, one folder
    temporary = path.with_name(f".{writer}.{path.name}")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def sha256_of_file(path: pathlib.Path) -> str:
    """SHA-256 of a file as it lies on disk, in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def one_writer(folder: pathlib.Path) -> Iterator[None]:
    """Makes the folder, and lets one process at a time change what its files share.

    Others wait. The lock ends with the process that holds it.
    """
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
