"""A file that says which joints of a skeleton are those of the body."""

import json
import os
import pathlib
from collections.abc import Iterator, Sequence

from data_prep.sources.readers.recordings import read_bytes
from motion.body_joints import BODY_JOINTS
from reenact.errors import DataError


def read_mapping(path: str | os.PathLike, joint_names: Sequence[str]) -> dict[str, str]:
    """Body joint to joint name, of a JSON object or of lines "l_knee: LeftLeg".

    Blank lines and those that start with # are skipped.

    Args:
        path: the file.
        joint_names: those of the skeleton.

    Raises:
        DataError: naming file, and line where there are lines, of what is no mapping,
            a body joint or joint that there is not, or a body joint named twice.
    """
    path = pathlib.Path(path)
    text = read_bytes(path).decode("utf-8", errors="replace")
    mapping = {}
    entries = _of_json if text.lstrip().startswith("{") else _of_lines
    for place, body, name in entries(path, text):
        if body not in BODY_JOINTS:
            known = ", ".join(BODY_JOINTS)
            raise DataError(f"{place}: expected a joint of {known}, found {body!r}")
        if name not in joint_names:
            known = ", ".join(joint_names)
            raise DataError(f"{place}: expected a joint of {known}, found {name!r}")
        if body in mapping:
            raise DataError(f"{place}: expected {body} once, found it again")
        mapping[body] = name
    if not mapping:
        raise DataError(f"{path}: expected lines 'body joint: joint', found none")
    return mapping


def _of_lines(path: pathlib.Path, text: str) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        body, colon, name = line.partition(":")
        if line.strip() and not line.lstrip().startswith("#"):
            if not colon:
                found = repr(line.strip()[:40])
                raise DataError(
                    f"{path}:{number}: expected 'body joint: joint', found {found}"
                )
            yield f"{path}:{number}", body.strip(), name.strip()


def _of_json(path: pathlib.Path, text: str) -> Iterator[tuple[str, str, str]]:
    try:
        pairs = json.loads(text, object_pairs_hook=list)
    except json.JSONDecodeError as error:
        raise DataError(
            f"{path}:{error.lineno}: expected JSON, found {error.msg}"
        ) from error
    except RecursionError as error:
        raise DataError(f"{path}: expected one JSON object, found many") from error
    for body, name in pairs:
        if not isinstance(name, str):
            raise DataError(
                f"{path}: expected a joint's name for {body!r}, found {name!r:.40}"
            )
        yield f"{path}", body, name
