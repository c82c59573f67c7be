"""How calls are written: nothing packed to be unpacked, few arguments by position."""

import ast
import pathlib
from collections.abc import Iterator

import pytest

from evaluation.families import NAMES

ROOT = pathlib.Path(__file__).parent.parent
ROOMS = (
    "reenact",
    "motion",
    "networks",
    "data_prep",
    "evaluation",
    "training",
    *NAMES,
    "experiments",
    "benchmarks",
)
MOST_POSITIONAL = 6
_SEQUENCES = (ast.Tuple, ast.List, ast.Set)


def packed_literals(tree: ast.AST) -> Iterator[int]:
    """Lines where a literal is unpacked on the spot: `f(*(a, b))`, `{**{"a": 1}}`."""
    for node in ast.walk(tree):
        mappings = []
        if isinstance(node, ast.Starred) and isinstance(node.value, _SEQUENCES):
            yield node.lineno
        elif isinstance(node, ast.keyword) and node.arg is None:
            mappings = [node.value]
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            mappings = [value for key, value in pairs if key is None]
        yield from (each.lineno for each in mappings if isinstance(each, ast.Dict))


def long_signatures(tree: ast.AST) -> Iterator[int]:
    """Lines of functions that take more than six arguments by position.

    `self` and `cls` are not counted; fields of data classes are given by name.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
            own = names[:1] in (["self"], ["cls"])
            if len(names) - own > MOST_POSITIONAL:
                yield node.lineno


RULES = (packed_literals, long_signatures)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("room", ROOMS)
def test_a_room_keeps_the_rule(room, rule):
    paths = sorted((ROOT / room).rglob("*.py"))
    assert paths
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in paths
        for line in rule(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (packed_literals, "f(*(a, b), c)"),
        (packed_literals, "f(a, *[b])"),
        (packed_literals, "f(**{'a': 1})"),
        (packed_literals, "x = (*('a', 'b'), 'c')"),
        (packed_literals, "x = [*{1, 2}]"),
        (packed_literals, "x = {**{'a': 1}, 'b': 2}"),
        (long_signatures, "def f(a, b, c, d, e, f, g): pass"),
        (long_signatures, "async def f(a, b, /, c, d, e, f, g=1): pass"),
        (long_signatures, "class A:\n def f(self, a, b, c, d, e, f, g): pass"),
        (long_signatures, "f = lambda a, b, c, d, e, f, g: 1"),
    ],
)
def test_a_breach_is_seen(rule, source):
    assert len(list(rule(ast.parse(source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "f(*a, **b)",
        "f(*(each for each in a))",
        "f(**{name: 1 for name in a})",
        "x = (*a, *(b or ()), {**c, 'd': 1})",
        "def f(a, b, c, d, e, f, *, g, h): pass",
        "def f(a, b, c, d, e, f, *more, **options): pass",
        "class A:\n def f(self, a, b, c, d, e, f): pass",
        "class A:\n a = b = c = d = e = f = g = h = 1",
    ],
)
def test_what_is_allowed_is_not_reported(source):
    assert not [line for rule in RULES for line in rule(ast.parse(source))]
