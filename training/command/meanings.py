"""What each setting means, from the comments beside it in its `Config`."""

import ast
import dataclasses
import inspect
import io
import textwrap
import tokenize
from typing import (
    Annotated,
    Any,
    Literal,
    NamedTuple,
    get_args,
    get_origin,
    get_type_hints,
)


class Setting(NamedTuple):
    """One field of a Config.

    Args:
        group: the heading that it stands under.
        kind: which values it may have.
        meaning: the comment above it and the one behind it.
        source: who has the default, where no study varies it; else ''.
    """

    name: str
    group: str
    kind: str
    default: Any
    meaning: str
    source: str


def settings_of(config_class: type) -> list[Setting]:
    """Every field, those of the class itself first.

    A comment above a field says what it means, and so does one behind it. One in lower
    case after an empty line is the heading of the fields that follow, up to a colon.
    """
    fields = {field.name: field for field in dataclasses.fields(config_class)}
    hints = get_type_hints(config_class, include_extras=True)
    comments: dict[str, tuple[str, str]] = {}
    for each in filter(dataclasses.is_dataclass, config_class.__mro__):
        for name, words in _commented(each).items():
            comments.setdefault(name, words)
    found = []
    for name, (group, meaning) in comments.items():
        field, kind = fields[name], _kind(hints[name])
        source = field.metadata.get("reading", "")
        found.append(Setting(name, group, kind, field.default, meaning, source))
    return found


def _commented(config_class: type) -> dict[str, tuple[str, str]]:
    """Field -> (group, meaning), of those that stand in the class itself."""
    source = textwrap.dedent(inspect.getsource(config_class))
    lines = source.splitlines()
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    group, found = "", {}
    for node in ast.parse(source).body[0].body:
        if not isinstance(node, ast.AnnAssign):
            continue
        first = node.lineno
        while lines[first - 2].lstrip().startswith("#"):
            first -= 1
        above = [comments[line] for line in range(first, node.lineno)]
        if above and above[0][0].islower() and not lines[first - 2].strip():
            group, _, first_meaning = above[0].partition(": ")
            above[:1] = [first_meaning] if first_meaning else []
        behind = comments.get(node.end_lineno)
        words = [*above, behind] if behind else above
        found[node.target.id] = (group, " ".join(words))
    return found


def _kind(hint: Any) -> str:
    """'one of a, b', 'int, at least 1' or 'bool'."""
    if get_origin(hint) is Literal:
        return f"one of {', '.join(map(str, get_args(hint)))}"
    if get_origin(hint) is Annotated:
        return f"{_kind(get_args(hint)[0])}, {hint.__metadata__[0].expected}"
    return hint.__name__ if isinstance(hint, type) else str(hint)
