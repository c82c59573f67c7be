"""Lists of what is pinned, beside the tests that hold to them."""

import json
import os
import pathlib
from typing import Any

FOLDER = pathlib.Path(__file__).parent


def pinned(name: str, found: Any) -> Any:
    """What a list says; `REENACT_PIN=1 python -m pytest tests/pinned` writes it anew.

    Args:
        name: of a file of JSON in this folder.
        found: what is found today.
    """
    path = FOLDER / name
    if os.environ.get("REENACT_PIN"):
        path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))
