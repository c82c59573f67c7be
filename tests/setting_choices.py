"""What the annotations of a Config allow."""

import typing


def choices(config_class: type) -> dict[str, tuple]:
    """The values of each setting that has a list of them."""
    hints = typing.get_type_hints(config_class)
    return {
        name: typing.get_args(hint)
        for name, hint in hints.items()
        if typing.get_origin(hint) is typing.Literal
    }
