"""Settings that were recorded earlier, by the names that they have today."""

import dataclasses
from collections.abc import Mapping
from typing import Any


def by_present_names(config_class: type, recorded: Mapping[str, Any]) -> dict[str, Any]:
    """Recorded settings, with the tuples that JSON has as lists.

    Args:
        config_class: dataclass; a field that had another name has it in its metadata,
            under 'formerly'.
        recorded: field -> value. What is no field of the class is kept as it is.
    """
    present = {
        field.metadata["formerly"]: field.name
        for field in dataclasses.fields(config_class)
        if "formerly" in field.metadata
    }
    return {
        present.get(name, name): tuple(value) if isinstance(value, list) else value
        for name, value in recorded.items()
    }
