"""What runs took, and which of their settings differ from those of their sources."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from evaluation.provenance import Provenance
from evaluation.studies import Studies
from evaluation.tables.document import DASH, Block, Cell, Row, Table

# 'width 64 instead of 512', up to the next of its kind; values may have commas.
_DIFFERENCE = re.compile(r"(\w+) (.+?) instead of (.+?)(?:, (?=\w+ .+? instead of )|$)")
_HEADER = ("", "seeds", "parameters", "steps", "seconds", "seconds/step", "ended by")


def how_trained(studies: Studies, names: Sequence[str]) -> list[Table]:
    """What the runs took, and which of their settings differ from their sources'.

    Args:
        studies: of one data set.
        names: of the rows of the first table, run or not.
    """
    made = studies.provenance
    rows = [Row(studies.label(each), _cells(made.get(each))) for each in names]
    block = Block("", rows, competes=False)
    cost = Table("Cost of training, mean over seeds", _HEADER, [block])
    return [cost, *_settings(studies)]


def _cells(made: Provenance | None) -> list[Cell]:
    if made is None:
        return [Cell(DASH)] * (len(_HEADER) - 1)
    texts = [
        str(len(made.seeds)),
        f"{made.parameters:,}",
        f"{made.steps:,.0f}",
        f"{made.seconds:,.0f}",
        f"{made.seconds / made.steps:.3f}" if made.steps else DASH,
        made.ended,
    ]
    return [Cell(text) for text in texts]


class _Difference(NamedTuple):
    setting: str
    here: str
    published: str


def _settings(studies: Studies) -> list[Table]:
    """What the sources have and what the runs had; no table where all is equal."""
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
        for each, names in sorted(found.items())
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
    return "all" if len(names) == models else "; ".join(sorted(names))
