"""What goes wrong when something given by the user cannot be used.

Messages are one line: which file and line (or clip and frame, or flag), what was
expected there, what was found.
"""

import difflib
from collections.abc import Iterable


class InputError(ValueError):
    """Something given cannot be used; scripts print it and end with exit code 1."""


class DataError(InputError):
    """Data that cannot be used."""


class SettingsError(InputError):
    """A study, profile or setting that does not exist or does not fit."""


def did_you_mean(found: str, known: Iterable[str], before: str = "") -> str:
    """'; did you mean 'quick'?' for a name like one that is known, else ''.

    Args:
        before: what stands before a name where it is typed.
    """
    names = list(known)
    # As people type numbers: '2' for '02'.
    close = [name for name in names if name.lstrip("0") == found.lstrip("0")]
    close += difflib.get_close_matches(found, names, n=1, cutoff=0.7)
    return f"; did you mean '{before}{close[0]}'?" if close else ""
