"""Settings of the runs that differ from those of their sources, a row each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from evaluation.studies import Studies
from evaluation.tables.document import Block, Cell, Row, Table

# 'width 64 instead of 512', up to the next of its kind; values may have commas.
_DIFFERENCE = re.compile(r"(\w+) (.+?) instead of (.+?)(?:, (?=\w+ .+? instead of )|$)")


class _Difference(NamedTuple):
    setting: str
    here: str
    published: str


def settings_table(studies: Studies) -> list[Table]:
    """A table of what the sources have and what the runs had; none where all is equal.

    Args:
        studies: of one data set.
    """
    models = [study for study in studies.provenance if not studies.is_baseline(study)]
    found: dict[_Difference, list[str]] = {}
    for study in models:
        for each in _differences(studies.provenance[study].reduced):
            found.setdefault(each, []).append(studies.label(study))
    rows = [
        Row(
            each.setting,
            [Cell(each.published), Cell(each.here), Cell(_named(names, len(models)))],
        )
        for each, names in sorted(found.items(), key=lambda pair: pair[0].setting)
    ]
    header = ("setting", "paper", "here", "studies")
    title = "Settings that differ from the paper"
    return [Table(title, header, [Block("", rows)], of_words=True)] if rows else []


def _differences(reduced: str) -> Iterator[_Difference]:
    """What `RunResult.reduced` says; of another form it is a single one."""
    matches = list(_DIFFERENCE.finditer(reduced))
    if "".join(match[0] for match in matches) == reduced:
        yield from (_Difference(*match.groups()) for match in matches)
    else:
        yield _Difference(reduced, "", "")


def _named(names: list[str], models: int) -> str:
    return "all" if len(names) == models else "; ".join(names)
