"""Reader of JSON files."""

import json
import pathlib

from data_prep.sources.readers.recordings import read_bytes
from reenact.errors import DataError


def read_object(path: pathlib.Path) -> dict:
    """The object that a file holds, plain or as .gz."""
    try:
        document = json.loads(read_bytes(path).decode("utf-8"))
    except DataError:
        raise
    except (ValueError, RecursionError) as error:
        found = " ".join(str(error).split())[:80]
        raise DataError(f"{path}: expected JSON, found {found}") from error
    if not isinstance(document, dict):
        found = type(document).__name__
        raise DataError(f"{path}: expected a JSON object, found {found}")
    return document
