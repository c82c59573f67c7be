"""Fetches files of recordings that are free.

An interrupted download goes on where it stopped; a file appears under its own name only
when it is whole and its checksum is right.
"""

import hashlib
import http.client
import pathlib
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence

from data_prep.datasets import CMU
from data_prep.download.sources import RemoteFile
from data_prep.download.trouble import trouble_of
from data_prep.sources.readers.exponential_map_text import read_text
from data_prep.sources.readers.recordings import read_bytes
from motion.skeleton import SKELETONS
from reenact.errors import DataError

ATTEMPTS = 4
PAUSE_SECONDS = 1.0  # before the second attempt, doubled before each further one
TIMEOUT_SECONDS = 30
CHUNK_BYTES = 2**16


def download_all(
    files: Sequence[RemoteFile],
    folder: pathlib.Path,
    base_url: str,
    report: Callable[[float, int, str], None],
) -> list[str]:
    """Fetches what is not there yet; returns remarks on files without a checksum.

    Raises:
        DataError: naming the file that could not be fetched or is not what it should
            be. What was fetched before stays, and the next call goes on from there.
    """
    remarks = []
    for done, file in enumerate(files):
        target = folder / file.path
        if not _present(file, target):

            def report_part(part: float, done: int = done, name: str = file.path):
                report(done + part, len(files), name)

            remarks += fetch(f"{base_url}/{file.path}", file, target, report_part)
        report(done + 1, len(files), file.path)
    return remarks


def fetch(
    url: str,
    file: RemoteFile,
    target: pathlib.Path,
    report: Callable[[float], None],
) -> list[str]:
    """Fetches one file through <target>.part, going on from what that holds."""
    part = target.with_name(target.name + ".part")
    for attempt in range(ATTEMPTS):
        try:
            _continue(url, file, part, report)
            break
        except (OSError, http.client.HTTPException) as error:
            trouble = trouble_of(error)
            if not trouble.passing or attempt == ATTEMPTS - 1:
                raise DataError(
                    f"{url}: expected {file.path}, found {trouble.text}"
                ) from error
            time.sleep(PAUSE_SECONDS * 2**attempt)
    try:
        remarks = _check(file, part, "it was thrown away; try another --base_url")
    except DataError:
        part.unlink()
        raise
    part.replace(target)
    return remarks


def _continue(
    url: str, file: RemoteFile, part: pathlib.Path, report: Callable[[float], None]
) -> None:
    """One request for whatever `part` lacks; a broken connection raises OSError."""
    have = part.stat().st_size if part.exists() else 0
    if have and have == file.size:
        return
    request = urllib.request.Request(url)
    if have:
        request.add_header("Range", f"bytes={have}-")
    try:
        response = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)
    except urllib.error.HTTPError as error:
        if not have or error.code != 416:
            raise
        if error.headers.get("Content-Range") == f"bytes */{have}":
            return  # nothing is missing
        part.unlink()
        raise ConnectionError("a partial file of another size") from error
    with response:
        resumed = response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        have = have if response.status == 206 and resumed else 0
        length = response.headers.get("Content-Length")
        size = have + int(length) if length else file.size
        # Not before: an empty folder would look like one with recordings.
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "ab" if have else "wb") as output:
            while chunk := response.read(CHUNK_BYTES):
                output.write(chunk)
                have += len(chunk)
                report(min(have / size, 1.0) if size else 0.0)
    if size is not None and have < size:
        raise ConnectionError(f"connection closed after {have} of {size} bytes")


def _present(file: RemoteFile, target: pathlib.Path) -> bool:
    """Whether the file is there, plain or as .gz; a wrong one raises."""
    for path in (target, target.with_name(target.name + ".gz")):
        if path.exists():
            _check(file, path, "remove it to fetch it again")
            return True
    return False


def _check(file: RemoteFile, path: pathlib.Path, advice: str) -> list[str]:
    """Compares checksums; returns a remark where there is none to compare with."""
    found = hashlib.sha256(read_bytes(path)).hexdigest()
    if file.sha256 is None:  # only of some of CMU's text
        read_text(path, 3 + 3 * SKELETONS[CMU.skeleton].joint_count)
        return [f"{file.path}: readable, checksum not on record: sha256 {found}"]
    if found != file.sha256:
        raise DataError(
            f"{path}: expected sha256 {file.sha256[:16]}…, found {found[:16]}…: its "
            f"checksum differs from that of what was published ({advice})"
        )
    return []
