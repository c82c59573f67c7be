"""`data_prep.build` for data that outgrow one machine, with Apache Beam.

    python -m data_prep.build_with_beam --dataset=cmu -- --direct_num_workers=2

What follows `--` are Beam's own pipeline options; without `--runner` it runs on this
machine. Shards, statistics, manifest and fingerprint are those of the plain build.
Workers must have this project and see both folders under the same absolute paths.

Apache Beam needs protobuf < 7, so the extra `beam` lives in an environment of its own,
without constraints.txt: `pip install -e '.[beam]'`.
"""

import functools
import pathlib
import sys
from collections.abc import Sequence

import numpy as np
from absl import flags, logging

from data_prep import build, readers
from data_prep.beam.map import beam_map
from data_prep.datasets import DATASETS, data_folder
from data_prep.manifest import (
    SHARD_BYTES,
    motion_frame_bytes,
    plan_splits,
    shard_contents,
)
from data_prep.normalise import Moments, combined_statistics
from data_prep.sources.recordings import Recording, file_digests
from data_prep.splits import PUBLISHED_TRAINING, by_split
from motion.h36m_angles import clip_to_columns
from reenact.startup import import_tensorflow, run_script


def build_with_beam(
    dataset: str,
    data_dir: str | None = None,
    records_dir: str | pathlib.Path = "records",
    beam_options: Sequence[str] = (),
    shard_bytes: int = SHARD_BYTES,
) -> dict:
    """Does what `build.build` does for recordings, on Beam's workers.

    One pass surveys the recordings; then the planned shards are written.

    Raises:
        DataError: naming file and line; what was built before stays as it was.
    """
    root = data_folder(data_dir).absolute()  # workers start in folders of their own
    recordings, options = readers.find_recordings(dataset, root)
    survey = beam_map(
        functools.partial(_survey, dataset), recordings, records_dir, beam_options
    )
    digests = {name: digest for found, _ in survey for name, digest in found.items()}
    wanted = build.fingerprint(digests, options)
    directory = pathlib.Path(records_dir) / dataset
    if manifest := build.up_to_date(directory, wanted):
        return manifest
    kept = [
        (each, parts)
        for each, (_, parts) in zip(recordings, survey, strict=True)
        if parts
    ]
    splits = [recording.split for recording, _ in kept]
    required = DATASETS[dataset].required_splits
    recorded = by_split([recording for recording, _ in kept], splits, required)
    moments = by_split(
        [Moments(n, *map(np.array, rest)) for _, (n, *rest) in kept], splits, required
    )
    statistics = combined_statistics(
        [part for split in PUBLISHED_TRAINING for part in moments[split]]
    )
    lengths = {
        split: [part.frames for part in parts] for split, parts in moments.items()
    }
    frame_bytes = motion_frame_bytes(DATASETS[dataset].skeleton)
    plans = plan_splits(recorded, lengths, frame_bytes, shard_bytes)
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
        directory, dataset, recorded, wanted, options, statistics, plans
    )


def _survey(dataset: str, recording: Recording) -> tuple[dict, list | None]:
    """Digests of a recording's files, and its moments unless it is left out."""
    digests = file_digests(recording)
    clip = readers.read_clip(dataset, recording)
    if clip is None:
        return digests, None
    frames, mean, squares = Moments.of(clip_to_columns(clip))
    return digests, [frames, mean.tolist(), squares.tolist()]


def _write_shard(dataset: str, shard: tuple[pathlib.Path, list]) -> None:
    from data_prep.records import write_shard  # imports TensorFlow: on the worker

    path, recordings = shard
    write_shard(path, (readers.read_clip(dataset, each) for each in recordings))


def _main(beam_options: Sequence[str]) -> None:
    logging.set_verbosity(logging.WARNING)
    values = flags.FLAGS
    manifest = build_with_beam(
        values.dataset, values.data_dir, values.records_dir, beam_options
    )
    print(build.summary(manifest))


if __name__ == "__main__":
    build.define_flags(readers.READERS)
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options_of_beam = sys.argv[end + 1 :]
    del sys.argv[end:]
    run_script(functools.partial(_main, options_of_beam))
