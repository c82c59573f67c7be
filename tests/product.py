"""The files of the product, as tests of its structure read them."""

import ast
import functools
import pathlib
from collections.abc import Iterator

from evaluation.families import NAMES as FAMILIES

ROOT = pathlib.Path(__file__).parent.parent
# Rooms that every family uses, in the order in which they may import each other.
SHARED = ("reenact", "motion", "networks", "data_prep", "evaluation", "training")
ROOMS = (*SHARED, *FAMILIES, "experiments", "benchmarks")


def modules(*rooms: str) -> dict[str, pathlib.Path]:
    """Dotted name -> file, of some rooms; of all without arguments."""
    paths = (path for room in rooms or ROOMS for path in (ROOT / room).rglob("*.py"))
    return {_dotted(path): path for path in sorted(paths)}


def _dotted(path: pathlib.Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


@functools.cache
def tree(path: pathlib.Path) -> ast.Module:
    """A file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(source: ast.Module, known: dict[str, pathlib.Path]) -> set[str]:
    """The known modules that a module imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "rooms are imported by their names"
            # Either the module itself has the name, or it is a module of a package.
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            inside = below & set(known)
            found |= inside or {node.module}
    return found & set(known)


def import_graph(*rooms: str) -> dict[str, set[str]]:
    """Module -> the modules of these rooms that it imports."""
    known = modules(*rooms)
    return {name: imported(tree(path), known) for name, path in known.items()}


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle; none where there is no circle."""
    done: set[str] = set()

    def search(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(graph.get(name, ())):
            if found := search(other, [*way, name]):
                return found
        done.add(name)
        return []

    return next(filter(None, (search(name, []) for name in sorted(graph))), [])


def words(source: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every identifier and string constant, docstrings too."""
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module
