"""Reader of pickles that hold arrays and plain values, and of nothing else.

A pickle is a program: it may call whatever it can name. Here it can name the few
things that arrays are made of, and even these are stand-ins, so that no code of
another's choice runs.
"""

import io
import pathlib
import pickle
import pickletools
import re

import numpy as np

from data_prep.sources.readers.recordings import read_bytes
from reenact.errors import DataError

_NUMPY = re.compile(r"numpy(\._?core\.(multiarray|numeric))?")
# What reaches beyond the content: registered extensions, other files and buffers.
_REFUSED = {
    "EXT1",
    "EXT2",
    "EXT4",
    "PERSID",
    "BINPERSID",
    "NEXT_BUFFER",
    "READONLY_BUFFER",
}
_KINDS = ("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")


def read_arrays(path: pathlib.Path) -> dict[str, np.ndarray]:
    """The arrays of the dict that a file holds; other plain values are passed over.

    Python 2's byte strings become text (latin-1), as in the files of DIP.

    Raises:
        DataError: naming what the pickle asks for beyond arrays and plain values,
            which is not executed; or that the file is no pickle of a dict.
    """
    content = read_bytes(path)
    try:
        _check_program(content)
        loaded = _PlainUnpickler(io.BytesIO(content), encoding="latin1").load()
        return {
            key: value.array()
            for key, value in loaded.items()
            if isinstance(value, _Array)
        }
    except Exception as error:  # a damaged pickle raises almost anything
        found = " ".join(f"{type(error).__name__} ({error})".split())[:120]
        raise DataError(
            f"{path}: expected a pickled dict of plain arrays, found {found}"
        ) from error


def _check_program(content: bytes) -> None:
    """Goes through the instructions without following them."""
    for instruction, argument, place in pickletools.genops(content):
        if instruction.name in _REFUSED:
            raise pickle.UnpicklingError(f"{instruction.name} at byte {place}")
        # The unpickler reserves memory up to the largest number that it is told.
        if instruction.name.endswith("PUT") and argument > len(content):
            raise pickle.UnpicklingError(f"memo {argument} at byte {place}")


class _Kind:
    """Stands in for numpy.dtype."""

    def __init__(self, name: str, *_: object):
        self.name, self.order = name, "="

    def __setstate__(self, state: tuple) -> None:
        self.order = state[1]

    def dtype(self) -> np.dtype:
        if self.name not in _KINDS or self.order not in tuple("<>=|"):
            raise pickle.UnpicklingError(f"numbers of kind {self.order}{self.name}")
        return np.dtype(f"{self.order}{self.name}")


class _Array:
    """Stands in for numpy.ndarray."""

    def __setstate__(self, state: tuple) -> None:
        *_, self.shape, self.kind, self.by_columns, self.content = state

    def array(self) -> np.ndarray:
        content = self.content
        if isinstance(content, str):  # Python 2's bytes
            content = content.encode("latin1")
        flat = np.frombuffer(content, self.kind.dtype())
        return flat.reshape(self.shape, order="F" if self.by_columns else "C")


def _empty_array(*_: object) -> _Array:
    return _Array()


def _array_of(content: bytes, kind: _Kind, shape: tuple, order: str = "C") -> _Array:
    array = _Array()
    array.__setstate__((shape, kind, order == "F", content))
    return array


def _scalar(kind: _Kind, content: bytes) -> int | float:
    return _array_of(content, kind, ()).array().item()


def _latin1(text: str, encoding: str) -> bytes:
    if encoding not in ("latin1", "latin-1"):
        raise pickle.UnpicklingError(f"text in {encoding!r}")
    return text.encode("latin1")


_STAND_INS = {
    "ndarray": _Array,
    "dtype": _Kind,
    "_reconstruct": _empty_array,
    "_frombuffer": _array_of,
    "scalar": _scalar,
}


class _PlainUnpickler(pickle.Unpickler):
    """Knows nothing by name but stand-ins for the parts of an array."""

    def find_class(self, module: str, name: str) -> object:
        if _NUMPY.fullmatch(module) and name in _STAND_INS:
            known = _STAND_INS[name]
        elif (module, name) == ("_codecs", "encode"):
            known = _latin1
        else:
            raise pickle.UnpicklingError(f"a call of {module}.{name}")
        if isinstance(known, type):
            return known
        # A pickle may change the attributes of what it names: not those of ours.
        return lambda *arguments: known(*arguments)
