"""What goes wrong when something given by the user cannot be used.

Messages are one line: which file and line (or clip and frame, or flag), what was
expected there, what was found.
"""


class InputError(ValueError):
    """Something given cannot be used; scripts print it and end with exit code 1."""


class DataError(InputError):
    """Data that cannot be used."""


class SettingsError(InputError):
    """A study, profile or setting that does not exist or does not fit."""
