"""What all readers share: which files there are, and their bytes."""

import dataclasses
import gzip
import hashlib
import pathlib
import re
import zlib
from collections.abc import Container, Sequence

from absl import logging

from reenact.errors import DataError


@dataclasses.dataclass(frozen=True)
class Recording:
    """A file and what its place in the folder says about it.

    `needs` are files beside it without which it cannot be read. What the place does not
    say is ''.
    """

    path: pathlib.Path
    clip_id: str
    subject: str = ""
    action: str = ""
    split: str = ""
    needs: tuple[pathlib.Path, ...] = ()


def as_it_lies(path: pathlib.Path) -> pathlib.Path:
    """The file itself, or where there is none that with or without .gz beside it."""
    compressed = path.suffix == ".gz"
    other = path.with_suffix("") if compressed else path.with_name(f"{path.name}.gz")
    return other if other.is_file() and not path.is_file() else path


def read_bytes(path: pathlib.Path) -> bytes:
    """Content of a file, uncompressed if its name ends in .gz."""
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        found = " ".join(str(error).split())
        raise DataError(f"{path}: expected a whole gzip file, found {found}") from error
    except OSError as error:
        raise DataError(
            f"{path}: expected a readable file, found {error.strerror}"
        ) from error


def file_digests(recording: Recording) -> dict[str, str]:
    """Names and digests of a recording's files, for the fingerprint of its data set."""
    name = recording.path.name.removesuffix(".gz")
    clip_id = pathlib.PurePosixPath(recording.clip_id)
    files = {f"{clip_id}{pathlib.PurePath(name).suffix}": recording.path}
    for path in recording.needs:
        files[str(clip_id.parent / path.name.removesuffix(".gz"))] = path
    return {
        name: hashlib.sha256(read_bytes(path)).hexdigest()
        for name, path in files.items()
    }


def folders(parent: pathlib.Path, of: str) -> list[pathlib.Path]:
    """The folders "of actions" in a folder, sorted; a DataError if that is none."""
    if not parent.is_dir():
        raise DataError(f"{parent}: expected a folder of {of}, found none")
    return sorted(path for path in parent.iterdir() if path.is_dir())


def files_named(
    folder: pathlib.Path, pattern: re.Pattern, besides: Container[str] = ()
) -> list[tuple[pathlib.Path, str, str]]:
    """(path, name, series) of the numbered files in a folder, sorted.

    Files are listed, never counted up; others than `pattern` are skipped with a
    warning.

    Args:
        folder: where to look.
        pattern: of whole file names, with groups name, series and take (a number).
        besides: names of files that belong there without being recordings.

    Raises:
        DataError: no folder, or two files of one recording.
    """
    if not folder.is_dir():
        raise DataError(f"{folder}: expected a folder of recordings, found none")
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name in besides:
            continue
        match = pattern.fullmatch(path.name)
        if not match:
            skip([path])
            continue
        key = match["series"], int(match["take"])
        if key in found:
            raise DataError(
                f"{path}: expected one file a recording, found {found[key][0].name} too"
            )
        found[key] = path, match["name"], match["series"]
    return [found[key] for key in sorted(found)]


def skip(paths: Sequence[pathlib.Path]) -> None:
    """Warns of what is no recording of the data set."""
    for path in paths:
        logging.warning("%s: not part of the data set, skipped", path)
