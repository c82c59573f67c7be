"""Builds records of recordings on the workers of Apache Beam."""

import functools
import pathlib
from collections.abc import Sequence

import numpy as np

from data_prep.beam.map import beam_map
from data_prep.build_records import fingerprint, up_to_date
from data_prep.datasets import DATASETS, data_folder, find_recordings
from data_prep.manifest import (
    SHARD_BYTES,
    motion_frame_bytes,
    plan_splits,
    shard_contents,
)
from data_prep.normalise import Moments, Statistics, combined_statistics
from data_prep.sources.readers.recordings import Recording, file_digests
from data_prep.splits import PUBLISHED_TRAINING, by_split
from motion.h36m_angles import clip_to_columns
from reenact.startup import import_tensorflow


def build_with_beam(
    dataset: str,
    data_dir: str | None = None,
    records_dir: str | pathlib.Path = "records",
    beam_options: Sequence[str] = (),
    shard_bytes: int = SHARD_BYTES,
) -> dict:
    """Does what `build_records.build` does for recordings, on Beam's workers.

    One pass surveys the recordings; then the planned shards are written.

    Raises:
        DataError: naming file and line; what was built before stays as it was.
    """
    root = data_folder(data_dir).absolute()  # workers start in folders of their own
    recordings, options = find_recordings(dataset, root)
    survey = beam_map(
        functools.partial(_survey, dataset), recordings, records_dir, beam_options
    )
    digests = {name: digest for found, _ in survey for name, digest in found.items()}
    wanted = fingerprint(digests, options)
    directory = pathlib.Path(records_dir) / dataset
    if manifest := up_to_date(directory, wanted):
        return manifest
    kept = [
        (each, parts)
        for each, (_, parts) in zip(recordings, survey, strict=True)
        if parts
    ]
    recorded, statistics, plans = _plan(dataset, kept, shard_bytes)
    import_tensorflow()
    from data_prep import records

    records.clear(directory)
    shards = [
        (directory.absolute() / name, content)
        for split, plan in plans.items()
        for name, content in shard_contents(plan, recorded[split])
    ]
    write_shard = functools.partial(_write_shard, dataset)
    beam_map(write_shard, shards, records_dir, beam_options)
    return records.finish(
        directory,
        dataset,
        recorded,
        fingerprint=wanted,
        options=options,
        statistics=statistics,
        plans=plans,
    )


def _plan(
    dataset: str, kept: Sequence[tuple[Recording, list]], shard_bytes: int
) -> tuple[dict[str, list[Recording]], Statistics, dict[str, dict]]:
    """The recordings of each split, statistics, and the splits' parts of the manifest.

    Args:
        kept: recordings with what `_survey` found of them.
    """
    declared = DATASETS[dataset]
    splits = [recording.split for recording, _ in kept]
    recorded = by_split([each for each, _ in kept], splits, declared.required_splits)
    moments = by_split(
        [
            Moments(frames, np.array(mean), np.array(squares))
            for _, (frames, mean, squares) in kept
        ],
        splits,
        declared.required_splits,
    )
    statistics = combined_statistics(
        [part for split in PUBLISHED_TRAINING for part in moments[split]]
    )
    lengths = {
        split: [part.frames for part in parts] for split, parts in moments.items()
    }
    frame_bytes = motion_frame_bytes(declared.skeleton)
    return (
        recorded,
        statistics,
        plan_splits(recorded, lengths, frame_bytes, shard_bytes),
    )


def _survey(dataset: str, recording: Recording) -> tuple[dict, list | None]:
    """Digests of a recording's files, and its moments unless it is left out."""
    digests = file_digests(recording)
    clips = DATASETS[dataset].clips_of(recording)
    if not clips:
        return digests, None
    frames, mean, squares = Moments.of(clip_to_columns(clips[0]))
    return digests, [frames, mean.tolist(), squares.tolist()]


def _write_shard(dataset: str, shard: tuple[pathlib.Path, list]) -> None:
    from data_prep.records import write_shard  # imports TensorFlow: on the worker

    path, recordings = shard
    read = DATASETS[dataset].clips_of
    write_shard(path, (clip for each in recordings for clip in read(each)))
