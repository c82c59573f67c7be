"""The manifest of a built data set: what lies there, and made from what."""

import json
import pathlib

from data_prep.errors import DataError

SCHEMA_VERSION = 1  # of manifest and records
_PARTS = {
    "dataset": str,
    "fingerprint": str,
    "skeleton": str,
    "absent_actions": dict,
    "splits": dict,
}


def read_manifest(directory: pathlib.Path) -> dict:
    """Reads and checks manifest.json; every failure is a DataError naming the file."""
    path = pathlib.Path(directory) / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(
            f"{path}: expected the manifest of a built data set, found no file "
            "(python -m data_prep.build)"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(
            f"{path}: expected JSON, found {type(error).__name__}"
        ) from error
    version = manifest.get("schema_version") if isinstance(manifest, dict) else None
    if version != SCHEMA_VERSION:
        raise DataError(
            f"{path}: expected schema version {SCHEMA_VERSION}, found "
            f"{str(version)[:30]!r} (build it again with python -m data_prep.build)"
        )
    for key, kind in _PARTS.items():
        if not isinstance(manifest.get(key), kind):
            raise DataError(f"{path}: expected {kind.__name__} {key!r}, found none")
    for split, part in manifest["splits"].items():
        if not _is_split(part):
            raise DataError(
                f"{path}: expected counts and shards of split {split!r}, found others"
            )
    return manifest


def _is_split(part: object) -> bool:
    return (
        isinstance(part, dict)
        and isinstance(part.get("clips"), int)
        and isinstance(part.get("frames"), int)
        and isinstance(part.get("shards"), list)
        and all(_is_shard(shard) for shard in part["shards"])
    )


def _is_shard(shard: object) -> bool:
    return (
        isinstance(shard, dict)
        and isinstance(shard.get("file"), str)
        and pathlib.PurePath(shard["file"]).name == shard["file"]
        and isinstance(shard.get("clips"), list)
    )
