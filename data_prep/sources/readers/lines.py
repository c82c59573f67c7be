"""Lines of a text file that can say where they are wrong."""

import math
import pathlib
from collections.abc import Sequence

from data_prep.sources.readers.recordings import read_bytes
from reenact.errors import DataError

LARGEST = 1e6  # of any angle, length or position, whatever its unit


class Line:
    """A line of a file that can say where it is wrong."""

    def __init__(self, path: pathlib.Path, number: int, text: str):
        self.path, self.number = path, number
        self.words = text.split()

    def fault(self, expected: str, found: object = None) -> DataError:
        """The error to raise; without `found`, it quotes the line."""
        shown = repr(" ".join(self.words)[:40]) if found is None else found
        return DataError(
            f"{self.path}:{self.number}: expected {expected}, found {shown}"
        )

    def numbers(self, words: Sequence[str], count: int) -> list[float]:
        """Exactly `count` finite numbers of reasonable size."""
        if len(words) != count:
            raise self.fault(f"{count} numbers after {self.words[0]!r}", len(words))
        try:
            values = [float(word) for word in words]
        except ValueError:
            values = [math.nan]
        if not all(abs(value) <= LARGEST for value in values):
            raise self.fault(f"finite numbers after {self.words[0]!r}")
        return values


def read_lines(path: pathlib.Path) -> list[Line]:
    """The lines of a text file without comments and blank ones."""
    texts = read_bytes(path).decode("latin-1").split("\n")
    lines = [Line(path, number, text) for number, text in enumerate(texts, start=1)]
    return [line for line in lines if line.words and line.words[0][0] != "#"]
