"""The families that tables and the report show, in this order.

A family is a folder whose `family.py` declares a `Family` called FAMILY.
"""

import importlib

from evaluation.family import Family
from reenact.errors import SettingsError

NAMES = ("seq2seq", "stt", "taxonomy", "gan", "smoothing")


def load(name: str) -> Family:
    """The declaration of a family.

    Raises:
        SettingsError: a name that is not in the list.
    """
    if name not in NAMES:
        raise SettingsError(f"expected a family of {', '.join(NAMES)}, found {name!r}")
    # Here and not at the top: a family imports the room in which this list lies.
    return importlib.import_module(f"{name}.family").FAMILY


def load_all() -> list[Family]:
    """All declarations, in the order of the report."""
    return [load(name) for name in NAMES]
