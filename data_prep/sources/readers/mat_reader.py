"""Reader of MATLAB 5 files that hold numbers and text, and of nothing else.

Not `scipy.io.loadmat`, which follows type codes unchecked: of 400 compressed files with
one wrong byte in a variable's head, 13 ended the process, and a process to guard it
takes longer than the files. Here every code and length is checked, and structures,
cells and objects are passed over.

A file is a header of 128 bytes and elements: a tag (type code, length), then content
filled up to 8 bytes. A compressed element holds another one; a matrix holds flags,
shape, name and values as elements of its own.
"""

import math
import pathlib
import struct
import zlib
from collections.abc import Iterator

import numpy as np

from data_prep.sources.readers.recordings import read_bytes
from reenact.errors import DataError

_HEADER = 128
_LARGEST = 2**28  # bytes of an uncompressed variable
_MATRIX, _COMPRESSED = 14, 15
# How values are stored, by type code. Text comes as any of the unsigned ones.
_STORED = {
    1: "i1",
    2: "u1",
    3: "i2",
    4: "u2",
    5: "i4",
    6: "u4",
    7: "f4",
    9: "f8",
    12: "i8",
    13: "u8",
    16: "u1",
    17: "u2",
    18: "u4",
}
# What they are, by class; numbers are stored as narrowly as they go.
_TEXT = 4
_NUMBERS = {
    6: "f8",
    7: "f4",
    8: "i1",
    9: "u1",
    10: "i2",
    11: "u2",
    12: "i4",
    13: "u4",
    14: "i8",
    15: "u8",
}
_COMPLEX = 0x0800


def read_variables(path: pathlib.Path) -> dict[str, np.ndarray | str]:
    """Numbers as arrays of two or more axes, rows of characters as text, by name.

    Raises:
        DataError: not a whole MATLAB 5 file.
    """
    content = read_bytes(path)
    try:
        order = {b"IM": "<", b"MI": ">"}[content[_HEADER - 2 : _HEADER]]
        variables = {}
        for code, data in _elements(content[_HEADER:], order):
            if code == _COMPRESSED:
                code, data = next(_elements(_decompressed(data), order))
            if code == _MATRIX:
                variables |= _variable(data, order)
    except Exception as error:  # damage shows in many ways
        raise DataError(
            f"{path}: expected a MATLAB 5 file, found {type(error).__name__}"
        ) from error
    return variables


def _decompressed(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    content = stream.decompress(data, _LARGEST)
    if not stream.eof:
        raise EOFError("content cut off, or too large")
    return content


def _elements(content: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """Type code and data of one element after another."""
    place = 0
    while place < len(content):
        code, length = struct.unpack_from(f"{order}II", content, place)
        start = place + 8
        if code >> 16:  # up to four bytes fit into the tag
            code, length, start = code & 0xFFFF, code >> 16, place + 4
            place += 8
        elif code == _COMPRESSED:
            place = start + length  # not filled up
        else:
            place = start + -(-length // 8) * 8
        data = content[start : start + length]
        if len(data) < length:
            raise EOFError("content ends within an element")
        yield code, data


def _variable(content: bytes, order: str) -> dict[str, np.ndarray | str]:
    """The variable that a matrix is, by its name; nothing if it is of other kinds."""
    parts = _elements(content, order)
    _, flags = next(parts)
    (flags,) = struct.unpack_from(f"{order}I", flags)
    kind = flags & 0xFF
    if (kind != _TEXT and kind not in _NUMBERS) or flags & _COMPLEX:
        return {}
    _, shape = next(parts)
    shape = tuple(np.frombuffer(shape, f"{order}i4").tolist())
    _, name = next(parts)
    code, data = next(parts)
    values = np.frombuffer(data, f"{order}{_STORED[code]}")
    if min(shape) < 0 or math.prod(shape) != len(values):
        raise ValueError("values do not fill the shape")
    if kind == _TEXT:
        value = "".join(map(chr, values)) if shape[:-1] == (1,) else None
    else:
        value = values.astype(_NUMBERS[kind]).reshape(shape, order="F")
    return {} if value is None else {name.decode("ascii"): value}
