"""From a study's name to its settings: Config < study < profile < --set."""

import ast
import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from reenact.errors import SettingsError

Config = TypeVar("Config")


def resolve(
    studies: Mapping[str, Config],
    profiles: Mapping[str, Mapping[str, Mapping[str, Any]]],
    study: str,
    profile: str,
    overrides: Sequence[str] = (),
) -> Config:
    """The settings of one run.

    Args:
        studies: name -> frozen dataclass.
        profiles: profile -> study (or '*' for all) -> fields that it changes.
        study: key of `studies`.
        profile: key of `profiles`.
        overrides: 'field=value', the value a Python literal or plain text.

    Raises:
        SettingsError: naming what was expected and what was found.
    """
    if study not in studies:
        raise SettingsError(
            f"expected a study of {', '.join(studies)}; found {study!r}"
        )
    if profile not in profiles:
        raise SettingsError(
            f"expected a profile of {', '.join(profiles)}; found {profile!r}"
        )
    config, changes = studies[study], profiles[profile]
    changes = {**changes.get("*", {}), **changes.get(study, {})}
    config = dataclasses.replace(config, **changes)
    return dataclasses.replace(config, **dict(_parse(config, o) for o in overrides))


def _parse(config: Any, override: str) -> tuple[str, Any]:
    name, equals, text = override.partition("=")
    fields = [field.name for field in dataclasses.fields(config)]
    if not equals or name not in fields:
        raise SettingsError(
            f"--set: expected <name>=<value> with a name of {', '.join(fields)}; "
            f"found {override!r}"
        )
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        value = text
    kind = type(getattr(config, name))
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise SettingsError(
            f"--set {name}: expected {kind.__name__}, such as "
            f"{getattr(config, name)!r}; found {text!r}"
        )
    return name, value


def differences(config: Any, published: Any, names: Sequence[str]) -> str:
    """'hidden_units 256 instead of 1024, steps …', or '' where nothing differs."""
    pairs = ((name, getattr(config, name), getattr(published, name)) for name in names)
    return ", ".join(f"{name} {a} instead of {b}" for name, a, b in pairs if a != b)


def expect(holds: bool, name: str, expected: str, value: Any) -> None:
    """Raises a SettingsError about a setting unless what is expected holds."""
    if not holds:
        raise SettingsError(f"expected {name} of {expected}, found {value!r}")


def check_choices(config: Any, choices: Mapping[str, Sequence[str]]) -> None:
    """Raises a SettingsError that names the first field not among its choices."""
    for name, known in choices.items():
        value = getattr(config, name)
        expect(value in known, name, f"one of {', '.join(known)}", value)


def check_least(config: Any, smallest: Mapping[str, float]) -> None:
    """Raises a SettingsError that names the first field below its least value."""
    for name, least in smallest.items():
        value = getattr(config, name)
        expect(value >= least, name, f"at least {least}", value)
