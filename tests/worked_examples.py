"""The worked examples of the documents, as tests apply them to the files they name."""

import re
from types import ModuleType
from typing import NamedTuple

from product import ROOT

_PLACE = r"(?:New file |End of )?`(?P<path>[\w/]+\.py)`(?:, below `(?P<after>[^`]+)`)?"
_STEP = re.compile(rf"^{_PLACE}:\n\n```python\n(?P<lines>.*?)```$", re.M | re.S)


class Step(NamedTuple):
    """Lines to type.

    Args:
        path: the file.
        after: the line below which they belong; '': they end the file.
        lines: with their line ends.
    """

    path: str
    after: str
    lines: str


def section(page: str, title: str) -> str:
    """What a page at the root says under "## title"."""
    return (ROOT / page).read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]


def steps(text: str) -> list[Step]:
    """All blocks that say where they belong: `file`, below `line`."""
    return [
        Step(found["path"], found["after"] or "", found["lines"])
        for found in _STEP.finditer(text)
    ]


def blocks(text: str) -> list[str]:
    """All blocks of Python."""
    return re.findall(r"^```python\n(.*?)```$", text, re.M | re.S)


def commands(text: str) -> list[str]:
    """All commands, with their arguments."""
    return re.findall(r"^    \.venv/bin/(python -m .*)$", text, re.M)


def with_lines(*typed: Step) -> ModuleType:
    """A module with the lines of some steps; the file itself stays as it is."""
    (path,) = {step.path for step in typed}
    file = ROOT / path
    source = file.read_text() if file.exists() else ""
    for step in typed:
        if step.after:
            head, found, rest = source.partition(step.after)
            assert found, f"{path} has no {step.after}"
            end, _, rest = rest.partition("\n")
            source = f"{head}{found}{end}\n{step.lines}{rest}"
        else:
            source = f"{source}\n\n{step.lines}" if source else step.lines
    module = ModuleType(path.removesuffix(".py").replace("/", "."))
    module.__file__ = str(file)
    exec(compile(source, file, "exec"), module.__dict__)
    return module
