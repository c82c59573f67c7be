"""Which code made a result."""

import functools
import pathlib
import subprocess
from importlib import metadata


@functools.cache
def code_version() -> str:
    """Version of the project, and the revision where it runs from a checkout.

    Asked once in a process, at the first call, since the checkout may change under a
    long run while the code that was loaded stays what it was.
    """
    here = str(pathlib.Path(__file__).parent)
    git = ["git", "-C", here, "describe", "--always", "--dirty", "--exclude=*"]
    try:
        done = subprocess.run(git, capture_output=True, text=True, timeout=20)
        revision = done.stdout.strip() if done.returncode == 0 else ""
    except (OSError, subprocess.TimeoutExpired):
        revision = ""
    try:
        version = metadata.version("reenact")
    except metadata.PackageNotFoundError:
        version = "not installed"
    return f"{version} {revision}".strip()
