"""The manifest of a built data set: what lies there, and made from what."""

import itertools
import json
import pathlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from motion.skeleton import SKELETONS
from reenact.commands import python
from reenact.errors import DataError
from reenact.files import whole_file

SCHEMA_VERSION = 1  # of manifest and records
SHARD_BYTES = 16 * 2**20  # a new shard starts beyond this
_PARTS = {"dataset": str, "fingerprint": str, "splits": dict}
_PARTS_OF_MOTION = {"skeleton": str, "absent_actions": dict}
_PARTS_OF_KEYPOINTS = {"layouts": list, "clips_by_action": dict}


def read_manifest(directory: pathlib.Path) -> dict:
    """Reads and checks manifest.json; every failure is a DataError naming the file."""
    path = pathlib.Path(directory) / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataError(
            f"{path}: expected the manifest of a built data set, found no file "
            f"({python()} -m data_prep.build)"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise DataError(
            f"{path}: expected JSON, found {type(error).__name__}"
        ) from error
    version = manifest.get("schema_version") if isinstance(manifest, dict) else None
    if version != SCHEMA_VERSION:
        raise DataError(
            f"{path}: expected schema version {SCHEMA_VERSION}, found "
            f"{str(version)[:30]!r} (build it again with {python()} -m data_prep.build)"
        )
    more = _PARTS_OF_KEYPOINTS if "layouts" in manifest else _PARTS_OF_MOTION
    for key, kind in (_PARTS | more).items():
        if not isinstance(manifest.get(key), kind):
            raise DataError(f"{path}: expected {kind.__name__} {key!r}, found none")
    for split, part in manifest["splits"].items():
        if not _is_split(part):
            raise DataError(
                f"{path}: expected counts and shards of split {split!r}, found others"
            )
    return manifest


def write_manifest(directory: pathlib.Path, manifest: Mapping) -> None:
    """Writes manifest.json, where all else lies already."""
    with whole_file(pathlib.Path(directory) / "manifest.json") as temporary:
        temporary.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def motion_frame_bytes(skeleton: str) -> int:
    """Bytes of a frame of a `motion.clip.Clip`: root and joints, float32."""
    return 4 * (3 + 3 * SKELETONS[skeleton].joint_count)


def plan_splits(
    clips: Mapping[str, Sequence],
    lengths: Mapping[str, Sequence[int]],
    frame_bytes: int,
    shard_bytes: int,
) -> dict[str, dict]:
    """Which clips go to which shard: the part of each split in the manifest.

    Args:
        clips: what has a clip_id, by split and in the order of writing.
        lengths: frames of each.
        frame_bytes: numbers of a frame.
        shard_bytes: a new shard starts beyond this many bytes of numbers.
    """
    return {
        split: _plan_split(
            split, clips[split], lengths[split], frame_bytes, shard_bytes
        )
        for split in clips
    }


def _plan_split(
    split: str,
    clips: Sequence,
    lengths: Sequence[int],
    frame_bytes: int,
    shard_bytes: int,
) -> dict:
    shards, size = [], shard_bytes + 1
    for clip, frames in zip(clips, lengths, strict=True):
        if size > shard_bytes:
            shards.append([])
            size = 0
        shards[-1].append([clip.clip_id, frames])
        size += frames * frame_bytes
    names = [
        f"{split}-{number:05d}-of-{len(shards):05d}.tfrecord"
        for number in range(len(shards))
    ]
    return {
        "clips": len(clips),
        "frames": sum(lengths),
        "shards": [
            {"file": name, "clips": listed}
            for name, listed in zip(names, shards, strict=True)
        ],
    }


def shard_contents(plan: Mapping, clips: Iterable) -> Iterator[tuple[str, list]]:
    """File name and clips of each shard; `clips` as planned, in order."""
    left = iter(clips)
    for shard in plan["shards"]:
        yield shard["file"], list(itertools.islice(left, len(shard["clips"])))


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
