"""Reader and writer of BVH files; what they mean, `motion.bvh` says.

Keywords are taken in any case, lines with any ending and any white space between
their words. A file may be compressed (.bvh.gz).
"""

import dataclasses
import os
import pathlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from data_prep.sources.readers.lines import LARGEST, Line
from data_prep.sources.readers.recordings import read_bytes
from motion.bvh import POSITIONS, ROTATIONS, BvhJoint, BvhMotion
from motion.bvh_text import bvh_text
from reenact.errors import DataError
from reenact.files import whole_file

_CHANNELS = {name.lower(): name for name in (*POSITIONS, *ROTATIONS)}
_FRAME_SECONDS = (0.001, 1.0)  # 30 or 33.3 would be no time in seconds
_PIECE = re.compile(r"[{}]|[^{}\s][^{}]*")  # braces need no line of their own


@dataclasses.dataclass
class _Block:
    """A joint or an end site between its braces, as far as it was read."""

    name: str | None  # None: an end site
    index: int
    parent: int
    offset: tuple[float, ...] | None = None
    channels: tuple[str, ...] | None = None
    end_site: tuple[float, ...] | None = None


def read_bvh(path: str | os.PathLike) -> BvhMotion:
    """Reads one file, plain or as .gz.

    Raises:
        DataError: naming file and line (from 1) of what cannot be understood: braces,
            names, channels, the frame time, rows too short, too long, too few or too
            many, or what is no finite number.
    """
    path = pathlib.Path(path)
    texts = re.split(r"\r\n|\r|\n", _decoded(read_bytes(path)).rstrip())
    starts = (n for n, text in enumerate(texts) if text.strip().lower() == "motion")
    start = next(starts, len(texts))
    joints = _read_hierarchy(path, texts[:start], _line(path, texts, start))
    if start == len(texts):
        raise _fault(_line(path, texts, start), "MOTION")
    frames, after = _read_header(path, texts, start + 1, "Frames")
    frame_seconds, after = _read_header(path, texts, after, "Frame Time")
    values = _read_rows(
        path, texts, after, frames, sum(len(j.channels) for j in joints)
    )
    return BvhMotion(joints, frame_seconds, values)


def write_bvh(path: str | os.PathLike, motion: BvhMotion) -> None:
    """Writes one file, whole or not at all."""
    with whole_file(pathlib.Path(path)) as temporary:
        temporary.write_bytes(bvh_text(motion).encode("utf-8"))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _read_hierarchy(
    path: pathlib.Path, texts: Sequence[str], end: Line
) -> tuple[BvhJoint, ...]:
    """The joints of the lines before MOTION; `end` is what follows them."""
    pieces = _pieces(path, texts)
    start = next(pieces, end)
    if [word.lower() for word in start.words] != ["hierarchy"]:
        raise _fault(start, "HIERARCHY")
    joints: list[_Block] = []
    open_blocks: list[_Block] = []
    for line in pieces:
        if line.words == ["}"] and open_blocks:
            _close(line, open_blocks.pop())
        elif block := _statement(line, open_blocks, joints):
            opened = next(pieces, end)
            if opened.words != ["{"]:
                raise _fault(opened, "'{'")
            open_blocks.append(block)
    if open_blocks or not joints:
        raise _fault(end, "'}'" if open_blocks else "ROOT")
    return tuple(
        BvhJoint(
            each.name, each.parent, each.offset, each.channels or (), each.end_site
        )
        for each in joints
    )


def _pieces(path: pathlib.Path, texts: Sequence[str]) -> Iterator[Line]:
    """Statements and braces, each as a line of its own that knows its number."""
    for number, text in enumerate(texts, start=1):
        for piece in _PIECE.findall(text):
            yield Line(path, number, piece)


def _statement(
    line: Line, open_blocks: Sequence[_Block], joints: list[_Block]
) -> _Block | None:
    """Reads one statement; the block that it opens, if it does."""
    key, *words = line.words
    block = open_blocks[-1] if open_blocks else None
    match key.lower():
        case "root" if not joints:
            return _new_joint(line, words, -1, joints)
        case "joint" if block and block.name is not None:
            return _new_joint(line, words, block.index, joints)
        case "end" if block and block.name is not None and block.end_site is None:
            return _Block(None, -1, block.index)
        case "offset" if block and block.offset is None:
            block.offset = tuple(line.numbers(words, 3))
            if block.name is None:
                joints[block.parent].end_site = block.offset
        case "channels" if block and block.name is not None and block.channels is None:
            block.channels = _read_channels(line, words)
        case _:
            inside = "OFFSET, CHANNELS, JOINT or End Site, each where it may be, or '}'"
            outside = "MOTION after the one ROOT" if joints else "ROOT"
            raise line.fault(inside if block else outside)
    return None


def _new_joint(
    line: Line, words: Sequence[str], parent: int, joints: list[_Block]
) -> _Block:
    name = " ".join(words)
    if not name or any(joint.name == name for joint in joints):
        found = f"{name!r} again" if name else "none"
        raise line.fault("a name that no other joint has", found)
    joints.append(_Block(name, len(joints), parent))
    return joints[-1]


def _read_channels(line: Line, words: Sequence[str]) -> tuple[str, ...]:
    channels = tuple(_CHANNELS.get(word.lower()) for word in words[1:])
    if None in channels:
        unknown = words[1 + channels.index(None)]
        raise line.fault(f"channels of {', '.join(_CHANNELS.values())}", repr(unknown))
    if len(set(channels)) < len(channels):
        raise line.fault("each channel of a joint once")
    if not words or words[0] != str(len(channels)):
        raise line.fault(f"'CHANNELS {len(channels)}' before {len(channels)} names")
    return channels


def _close(line: Line, block: _Block) -> None:
    if block.offset is None:
        of = "an end site" if block.name is None else repr(block.name)
        raise line.fault(f"an OFFSET of {of} before its '}}'", "none")


def _read_header(
    path: pathlib.Path, texts: Sequence[str], first: int, name: str
) -> tuple[float, int]:
    """The number of "Frames: 7" or "Frame Time: 0.01", and the index after it."""
    while first < len(texts) and not texts[first].strip():
        first += 1
    line = _line(path, texts, first)
    label, colon, value = " ".join(line.words).partition(":")
    if not colon or label.strip().lower() != name.lower():
        raise _fault(line, f"'{name}:' and a number")
    try:
        number = int(value) if name == "Frames" else float(value)
    except ValueError:
        number = np.nan
    low, high = (1, np.inf) if name == "Frames" else _FRAME_SECONDS
    if not low <= number <= high:
        expected = {
            "Frames": "a number of frames from 1",
            "Frame Time": f"a frame time of {low:g} to {high:g} seconds",
        }[name]
        raise line.fault(expected, repr(value.strip()[:30]))
    return number, first + 1


def _read_rows(
    path: pathlib.Path, texts: Sequence[str], first: int, frames: int, channels: int
) -> np.ndarray:
    """(frames, channels) float64 of the lines from index `first`."""
    if not channels:
        raise DataError(f"{path}: expected CHANNELS at some joint, found none")
    numbers = [n for n in range(first, len(texts)) if texts[n].strip()]
    rows = [texts[n] for n in numbers]
    if len(rows) != frames:
        last = numbers[-1] if numbers else first - 1
        raise DataError(
            f"{path}:{last + 1}: expected {frames} rows of numbers as 'Frames:' says, "
            f"found {len(rows)}"
        )
    try:
        table = np.loadtxt(rows, np.float64, comments=None, ndmin=2)
    except ValueError:
        table = np.empty((0, 0))
    if table.shape == (frames, channels) and (np.abs(table) <= LARGEST).all():
        return table
    for n, row in zip(numbers, rows, strict=True):
        _check_row(Line(path, n + 1, row), channels)
    raise DataError(f"{path}: expected rows of numbers, found something else")


def _check_row(line: Line, channels: int) -> None:
    if len(line.words) != channels:
        raise line.fault(f"{channels} numbers, one a channel", len(line.words))
    for column, word in enumerate(line.words, start=1):
        try:
            sound = abs(float(word)) <= LARGEST
        except ValueError:
            sound = False
        if not sound:
            expected = f"a finite number as channel {column}"
            raise line.fault(expected, repr(word[:30]))


def _line(path: pathlib.Path, texts: Sequence[str], index: int) -> Line:
    """A line by its index; without words, and the last one, if there is none."""
    text = "".join(texts[index : index + 1])
    return Line(path, min(index + 1, len(texts)), text)


def _fault(line: Line, expected: str) -> DataError:
    """What a line should have held, or that the file ends there."""
    return line.fault(expected, None if line.words else "the end of the file")
