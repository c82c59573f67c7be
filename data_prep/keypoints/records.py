"""Clips of keypoints on disk: sharded TFRecords, and a manifest written last.

As `data_prep.records`, without statistics, and with one split: who trains, validates
and tests is decided when windows are cut.
"""

import collections
import pathlib
from collections.abc import Mapping, Sequence

from data_prep.manifest import (
    SCHEMA_VERSION,
    SHARD_BYTES,
    plan_splits,
    shard_contents,
    write_manifest,
)
from data_prep.records import clear, read_clips, write_shard
from data_prep.tf_examples import parse_keypoints, serialize_keypoints
from motion.keypoints import LAYOUTS, KeypointClip
from reenact.errors import DataError

SPLIT = "all"


def write_keypoints(
    directory: pathlib.Path,
    dataset: str,
    clips: Sequence[KeypointClip],
    fingerprint: str,
    options: Mapping[str, object],
    shard_bytes: int = SHARD_BYTES,
) -> dict:
    """Writes a data set and returns its manifest.

    The same clips always give the same bytes.

    Raises:
        DataError: no clip.
    """
    if not clips:
        raise DataError(f"{dataset}: expected clips of keypoints, found none")
    layouts = sorted({clip.layout for clip in clips})
    counts = collections.Counter(clip.action for clip in clips)
    keypoints = max(len(LAYOUTS[layout]) for layout in layouts)
    frame_bytes = 9 * keypoints  # two float32 and a bool of each
    plans = plan_splits(
        {SPLIT: clips}, {SPLIT: [len(clip) for clip in clips]}, frame_bytes, shard_bytes
    )
    clear(directory)
    for name, content in shard_contents(plans[SPLIT], clips):
        write_shard(pathlib.Path(directory) / name, content, serialize_keypoints)
    manifest = {
        "schema_version": SCHEMA_VERSION,
        "dataset": dataset,
        "fingerprint": fingerprint,
        "options": dict(options),
        "layouts": layouts,
        "clips_by_action": dict(sorted(counts.items())),
        "splits": plans,
    }
    write_manifest(directory, manifest)
    return manifest


def read_keypoint_clips(directory: pathlib.Path) -> list[KeypointClip]:
    """All clips, in the order in which they were written.

    Raises:
        DataError: as `data_prep.records.read_clips`.
    """
    return read_clips(directory, SPLIT, parse_keypoints)
