"""What `--list` and `--list_settings` print; see also `training.command.meanings`."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluation.family import Family
from training.command.meanings import settings_of
from training.settings import changes


def list_studies(
    family: Family, studies: Mapping[str, Any], default: Sequence[str]
) -> Iterator[str]:
    """A line for each study: its name, its label, and which settings are its own.

    Args:
        default: what `--study=all` means; the others are marked.
    """
    config_class = type(next(iter(studies.values())))
    yield (
        f"{len(studies)} studies of {family.title}: name, label, what differs from the "
        f"defaults of Config in {config_class.__module__.replace('.', '/')}.py. "
        "(*: not part of --study=all)"
    )
    marked = {name: f"{name}{'' if name in default else ' *'}" for name in studies}
    labels = {name: bare_label(family, name) for name in studies}
    name_width, label_width = (
        max(map(len, each.values())) + 2 for each in (marked, labels)
    )
    for name, config in studies.items():
        different = changes(config, config_class()) or "nothing"
        yield f"{marked[name]:{name_width}}{labels[name]:{label_width}}{different}"


def bare_label(family: Family, study: str) -> str:
    """How tables name a study, without its name where that is in front."""
    label = family.label(study)
    return label.removeprefix(f"{study}: ")


def list_settings(config: Any) -> Iterator[str]:
    """Each setting with its value and kind, and below what it means and who has it.

    Args:
        config: whose values are shown, beside the defaults where they differ.
    """
    yield (
        "Settings, which --set=<name>=<value> changes, and the values they may have. "
        "In brackets: the default, where the study or profile has another value"
    )
    group = ""
    for setting in settings_of(type(config)):
        if setting.group != group:
            group = setting.group
            yield f"\n{group}"
        value = getattr(config, setting.name)
        default = "" if value == setting.default else f" ({_shown(setting.default)})"
        yield f"  {setting.name}={_shown(value)}{default}  {setting.kind}"
        said = [
            setting.meaning.rstrip("."),
            setting.source and f"from: {setting.source}",
        ]
        yield textwrap.indent(textwrap.fill(". ".join(filter(None, said)), 80), " " * 6)


def _shown(value: Any) -> str:
    """As `--set` takes it."""
    return str(value).replace(" ", "") if isinstance(value, tuple) else str(value)
