"""From a study's name to its settings, Config < study < profile < --set, and checks."""

import ast
import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from reenact.errors import SettingsError, did_you_mean

Config = TypeVar("Config")
_MOST_LISTED = 16  # names in a message


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
    expect_name(study, studies, "a study")
    expect_name(profile, profiles, "a profile")
    config, changes = studies[study], profiles[profile]
    changes = {**changes.get("*", {}), **changes.get(study, {})}
    return changed(dataclasses.replace(config, **changes), overrides)


def expect_name(name: str, known: Collection[str], what: str) -> None:
    """Raises a SettingsError unless a name is known; of many it lists the first."""
    if name in known:
        return
    names = list(known)
    if len(names) > _MOST_LISTED:
        names = [*names[:_MOST_LISTED], f"… ({len(names)} that --list shows)"]
    raise SettingsError(
        f"expected {what} of {', '.join(names)}; found {name!r}"
        f"{did_you_mean(name, known)}"
    )


def changed(config: Config, overrides: Sequence[str]) -> Config:
    """The settings with some changed, see `resolve`.

    Raises:
        SettingsError: naming what was expected and what was found.
    """
    return dataclasses.replace(config, **dict(_parse(config, o) for o in overrides))


def _parse(config: Any, override: str) -> tuple[str, Any]:
    name, equals, text = override.partition("=")
    fields = [field.name for field in dataclasses.fields(config)]
    if not equals or name not in fields:
        many = len(fields) > _MOST_LISTED
        names = "those that --list_settings shows" if many else ", ".join(fields)
        meant = "" if name in fields else did_you_mean(name, fields)
        raise SettingsError(
            f"--set: expected <name>=<value> with a name of {names}; found "
            f"{override!r}{meant}"
        )
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        value = text
    return name, of_same_type(value, getattr(config, name), f"--set {name}")


def of_same_type(value: Any, like: Any, where: str) -> Any:
    """The value, a whole number as float where `like` is one.

    Raises:
        SettingsError: a value of another type.
    """
    kind = type(like)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise SettingsError(
            f"{where}: expected {kind.__name__}, such as {like!r}; found {str(value)!r}"
        )
    return value


def changes(config: Any, other: Any) -> str:
    """'hidden_units=256, steps=600': what of the settings are not those of another."""
    pairs = (
        (field.name, getattr(config, field.name))
        for field in dataclasses.fields(config)
    )
    return ", ".join(f"{a}={b}" for a, b in pairs if b != getattr(other, a))


def differences(config: Any, published: Any, names: Sequence[str]) -> str:
    """'hidden_units 256 instead of 1024, steps …', or '' where nothing differs."""
    pairs = ((name, getattr(config, name), getattr(published, name)) for name in names)
    return ", ".join(f"{name} {a} instead of {b}" for name, a, b in pairs if a != b)


@dataclasses.dataclass(frozen=True)
class Allowed:
    """Which values a setting may have: `Annotated[int, at_least(1)]` in a Config.

    Args:
        expected: in words, after 'expected <name> of'.
        holds: whether a value is one of them.
    """

    expected: str
    holds: Callable[[Any], bool]


def at_least(least: float) -> Allowed:
    """`least` or more."""
    return Allowed(f"at least {least}", lambda value: value >= least)


def above(least: float) -> Allowed:
    """More than `least`."""
    return Allowed(f"more than {least}", lambda value: value > least)


def within(least: float, most: float) -> Allowed:
    """From `least` to `most`, both included."""
    return Allowed(f"{least} to {most}", lambda value: least <= value <= most)


Count = Annotated[int, at_least(1)]
CountOrZero = Annotated[int, at_least(0)]
Positive = Annotated[float, above(0)]
PositiveOrZero = Annotated[float, at_least(0)]
Share = Annotated[float, Allowed("0 to below 1", lambda value: 0 <= value < 1)]


def reading(default: Any, source: str, formerly: str = "") -> Any:
    """A field of a Config that no study and no profile varies, only `--set`.

    Args:
        default: its value.
        source: who has this value and, where sources contradict each other or leave it
            open, who has another. Kept as the field's metadata, under 'reading'.
        formerly: its name in what was recorded before, see `reenact.recorded`.
    """
    metadata = {"reading": source}
    if formerly:
        metadata["formerly"] = formerly
    return dataclasses.field(default=default, metadata=metadata)


@dataclasses.dataclass(frozen=True)
class Limits:
    """When training ends before its last step: settings of every `Config`."""

    # when training ends before its last step
    # Evaluations in a row that may fail to improve by 1 %; 0: no limit.
    patience: CountOrZero = reading(0, "ours: every run has all its steps")
    # Seconds of training, evaluations not counted; 0: no limit.
    max_seconds: PositiveOrZero = reading(0.0, "ours: every run has all its steps")


def check(config: Any) -> None:
    """Raises a SettingsError that names the first field with a value not allowed.

    Args:
        config: dataclass, whose annotations say what is: `Literal[...]`, or
            `Annotated[<type>, <Allowed>]`.
    """
    for name, hint in get_type_hints(type(config), include_extras=True).items():
        value, choices = getattr(config, name), get_args(hint)
        if get_origin(hint) is Literal:
            expected = f"one of {', '.join(choices)}"
            expect(value in choices, name, expected, value)
        elif get_origin(hint) is Annotated:
            (allowed,) = hint.__metadata__
            expect(allowed.holds(value), name, allowed.expected, value)


def expect(holds: bool, name: str, expected: str, value: Any) -> None:
    """Raises a SettingsError about a setting unless what is expected holds."""
    if not holds:
        raise SettingsError(f"expected {name} of {expected}, found {value!r}")
