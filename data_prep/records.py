"""Whole clips on disk: sharded TFRecords, statistics, and a manifest written last.

A folder without manifest.json holds no data set: it is removed first and written last,
so a build that is killed at any moment leaves nothing that could be mistaken for one.
"""

import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import tensorflow as tf

from data_prep.datasets import DATASETS
from data_prep.manifest import (
    SCHEMA_VERSION,
    SHARD_BYTES,
    motion_frame_bytes,
    plan_splits,
    read_manifest,
    shard_contents,
    write_manifest,
)
from data_prep.normalise import Statistics, column_statistics
from data_prep.splits import PUBLISHED_TRAINING, absent_actions
from data_prep.tf_examples import parse_clip, serialize_clip
from motion.clip import Clip
from reenact.commands import python
from reenact.errors import DataError
from reenact.files import whole_file


def write(
    directory: pathlib.Path,
    dataset: str,
    clips_by_split: Mapping[str, Sequence[Clip]],
    fingerprint: str,
    options: Mapping[str, object],
    shard_bytes: int = SHARD_BYTES,
) -> dict:
    """Writes a data set and returns its manifest.

    Statistics are those of the published training set (train and validation) at full
    rate. The same clips always give the same bytes.

    Raises:
        DataError: no training clip.
    """
    training = [clip for split in PUBLISHED_TRAINING for clip in clips_by_split[split]]
    statistics = column_statistics(training)
    lengths = {
        split: [len(clip) for clip in clips] for split, clips in clips_by_split.items()
    }
    frame_bytes = motion_frame_bytes(DATASETS[dataset].skeleton)
    plans = plan_splits(clips_by_split, lengths, frame_bytes, shard_bytes)
    clear(directory)
    for split, plan in plans.items():
        for name, clips in shard_contents(plan, clips_by_split[split]):
            write_shard(pathlib.Path(directory) / name, clips)
    return finish(
        directory,
        dataset,
        clips_by_split,
        fingerprint=fingerprint,
        options=options,
        statistics=statistics,
        plans=plans,
    )


def clear(directory: pathlib.Path) -> None:
    """Makes the folder, or removes what lies there of a build, the manifest first."""
    directory = pathlib.Path(directory)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "manifest.json").unlink(missing_ok=True)
    kinds = ("*.tfrecord", "statistics.npz")
    temporary = (".*.tfrecord", ".*.npz", ".*.json")
    for pattern in (*kinds, *temporary):
        for path in directory.glob(pattern):
            path.unlink()


def write_shard(
    path: pathlib.Path,
    clips: Iterable,
    serialize: Callable[..., bytes] = serialize_clip,
) -> None:
    """Writes clips to one file, whole or not at all."""
    with (
        whole_file(path) as temporary,
        tf.io.TFRecordWriter(str(temporary)) as writer,
    ):
        for clip in clips:
            writer.write(serialize(clip))


def finish(
    directory: pathlib.Path,
    dataset: str,
    clips_by_split: Mapping[str, Sequence],
    *,
    fingerprint: str,
    options: Mapping[str, object],
    statistics: Statistics,
    plans: Mapping[str, Mapping],
) -> dict:
    """Writes statistics and manifest, where all shards of `plans` lie already.

    Args:
        clips_by_split: what has an action.
        plans: of every split, see `manifest.plan_splits`.

    Returns:
        The manifest.
    """
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "dataset": dataset,
        "fingerprint": fingerprint,
        "options": dict(options),
        "skeleton": DATASETS[dataset].skeleton,
        "rate_hz": DATASETS[dataset].rate_hz,
        "actions": list(DATASETS[dataset].actions),
        "absent_actions": absent_actions(DATASETS[dataset], clips_by_split),
        "statistics": {
            "splits": list(PUBLISHED_TRAINING),
            "columns": len(statistics.mean),
            "used": len(statistics.used),
        },
        "splits": dict(plans),
    }
    statistics.save(pathlib.Path(directory) / "statistics.npz")
    write_manifest(directory, manifest)
    return manifest


def read_statistics(directory: pathlib.Path) -> Statistics:
    """Statistics of a built data set."""
    return Statistics.load(pathlib.Path(directory) / "statistics.npz")


def read_clips(
    directory: pathlib.Path, split: str, parse: Callable[[bytes], Any] = parse_clip
) -> list:
    """All clips of a split, in the order in which they were written.

    Args:
        directory: of the data set.
        split: as in its manifest.
        parse: what makes a clip, with its clip_id, of a record.

    Raises:
        DataError: naming the file and record (from 0) that is damaged, cut off or not
            the clip of which the manifest speaks; or a split that does not exist.
    """
    manifest = read_manifest(directory)
    if split not in manifest["splits"]:
        known = ", ".join(manifest["splits"])
        raise DataError(f"{directory}: expected a split of {known}, found {split!r}")
    clips = []
    for shard in manifest["splits"][split]["shards"]:
        path = pathlib.Path(directory) / shard["file"]
        read = list(_read_shard(path, parse))
        found = [[clip.clip_id, len(clip)] for clip in read]
        if found != shard["clips"]:
            raise DataError(
                f"{path}: expected {len(shard['clips'])} clips as in manifest.json, "
                f"found {len(found)} or others"
            )
        clips.extend(read)
    return clips


def _read_shard(path: pathlib.Path, parse: Callable[[bytes], Any]) -> Iterator:
    number = 0
    try:
        for record in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
            yield parse(record)
            number += 1
    except (tf.errors.OpError, ValueError) as error:
        raise DataError(
            f"{path}: record {number}: expected a clip, found {type(error).__name__} "
            f"(damaged: remove {path.parent} and run {python()} -m data_prep.build)"
        ) from error
