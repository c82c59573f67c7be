"""Turns recordings into records: `python -m data_prep.build --dataset=cmu`.

Writes <records_dir>/<dataset>/ and does nothing where that is up to date already.
"""

import hashlib
import json
import pathlib
import sys
from collections.abc import Iterable, Mapping, Sequence

from absl import flags

from data_prep import keypoint_readers
from data_prep.datasets import CMU, DATASETS, SYNTHETIC, data_folder
from data_prep.keypoint_readers import KEYPOINT_READERS
from data_prep.manifest import SCHEMA_VERSION, read_manifest
from data_prep.poses.export import export_windows
from data_prep.readers import find_recordings, read_recordings
from data_prep.sources.recordings import Recording, file_digests
from data_prep.synthetic import generator as synthetic
from reenact.errors import DataError
from reenact.progress import ProgressLine
from reenact.startup import import_tensorflow, run_script


def build(
    dataset: str,
    data_dir: str | None = None,
    records_dir: str | pathlib.Path = "records",
    seed: int = 0,
) -> dict:
    """Builds a data set unless it is up to date, and returns its manifest.

    Args:
        dataset: key of `data_prep.datasets.DATASETS` or of `KEYPOINT_READERS`.
        data_dir: folder of the recordings; None: $REENACT_DATA or ./data.
        records_dir: the records go to a folder of this, named after the data set.
        seed: of synthetic motion; not used otherwise.

    Raises:
        DataError: naming file and line; what was built before stays as it was.
    """
    directory = pathlib.Path(records_dir) / dataset
    if dataset in KEYPOINT_READERS:
        return _build_keypoints(dataset, data_dir, directory)
    if dataset == "synthetic":
        options = {"seed": seed, "generator_version": synthetic.GENERATOR_VERSION}
        recordings = []
    else:
        recordings, options = find_recordings(dataset, data_dir)
    wanted = fingerprint(_digests(dataset, recordings), options)
    if manifest := up_to_date(directory, wanted):
        return manifest
    with ProgressLine(f"{dataset}: reading") as progress:
        clips_by_split = (
            synthetic.generate(seed, progress.update)
            if dataset == "synthetic"
            else read_recordings(dataset, recordings, progress.update)
        )
    import_tensorflow()  # takes seconds: not before it is needed
    from data_prep import records

    return records.write(directory, dataset, clips_by_split, wanted, options)


def _build_keypoints(
    dataset: str, data_dir: str | None, directory: pathlib.Path
) -> dict:
    recordings, options = keypoint_readers.find_recordings(dataset, data_dir)
    wanted = fingerprint(_digests(dataset, recordings), options)
    if manifest := up_to_date(directory, wanted):
        return manifest
    with ProgressLine(f"{dataset}: reading") as progress:
        clips = keypoint_readers.read_recordings(dataset, recordings, progress.update)
    import_tensorflow()
    from data_prep.keypoints import records as keypoint_records

    return keypoint_records.write_keypoints(directory, dataset, clips, wanted, options)


def up_to_date(directory: pathlib.Path, wanted: str) -> dict | None:
    """The manifest in a folder if it has the wanted fingerprint, which is then said."""
    try:
        manifest = read_manifest(directory)
    except DataError:
        return None  # none yet, or one that must be replaced anyway
    if manifest["fingerprint"] != wanted:
        return None
    print(f"{directory}: up to date", file=sys.stderr)
    return manifest


def find_or_build(
    dataset: str, data_dir: str | None, records_dir: str | pathlib.Path
) -> str:
    """The data set to train on, built where its records do not exist yet.

    Args:
        dataset: a name, or 'auto': cmu where its recordings or records are found,
            else synthetic.
        data_dir, records_dir: as in `build`.

    Returns:
        The name; which data it is was said on stderr.

    Raises:
        DataError: as `build`.
    """
    if dataset == "auto":
        recorded = [data_folder(data_dir) / folder for folder in CMU.folders]
        candidates = [*recorded, pathlib.Path(records_dir) / CMU.name]
        found = any(path.is_dir() for path in candidates)
        dataset = CMU.name if found else SYNTHETIC.name
    directory = pathlib.Path(records_dir) / dataset
    if (directory / "manifest.json").exists():
        manifest = read_manifest(directory)
    else:
        manifest = build(dataset, data_dir, records_dir)
    print(f"data: {dataset} {manifest['fingerprint'][:12]}", file=sys.stderr)
    return dataset


def fingerprint(digests: Mapping[str, str], options: Mapping[str, object]) -> str:
    """SHA-256 over files (path: digest of the uncompressed bytes), schema and options.

    The same recordings give the same fingerprint, compressed or not, wherever they lie.
    """
    parts = {
        "files": sorted(digests.items()),
        "schema_version": SCHEMA_VERSION,
        "options": options,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _digests(dataset: str, recordings: Sequence[Recording]) -> dict[str, str]:
    digests = {}
    with ProgressLine(f"{dataset}: checking") as progress:
        for done, recording in enumerate(recordings, start=1):
            digests |= file_digests(recording)
            progress.update(done, len(recordings), recording.clip_id)
    return digests


def summary(manifest: Mapping) -> str:
    """What a manifest says, in a few lines for people."""
    lines = [
        f"{name}: {split['clips']} clips, {split['frames']} frames"
        for name, split in manifest["splits"].items()
    ]
    for name, actions in manifest.get("absent_actions", {}).items():
        if actions:
            lines.append(f"no recording for {name}: {', '.join(actions)}")
    for action, count in manifest.get("clips_by_action", {}).items():
        lines.append(f"{action}: {count} clips")
    return "\n".join([*lines, f"fingerprint {manifest['fingerprint'][:12]}"])


def define_flags(known: Iterable[str]) -> None:
    """Defines --dataset, --data_dir and --records_dir."""
    flags.DEFINE_enum(
        "dataset", None, sorted(known), "Data set to build.", required=True
    )
    flags.DEFINE_string(
        "data_dir",
        None,
        "Folder of the recordings, with cmu_mocap/, brace/ or others in it. "
        "Default: $REENACT_DATA, else ./data. Not used for synthetic motion.",
    )
    flags.DEFINE_string(
        "records_dir", "records", "Records go to <records_dir>/<dataset>/."
    )


def _main() -> None:
    values = flags.FLAGS
    manifest = build(values.dataset, values.data_dir, values.records_dir, values.seed)
    print(summary(manifest))
    if values.export:
        path = pathlib.Path(values.records_dir) / values.dataset / "windows.npz"
        export_windows(values.records_dir, values.dataset, path)
        print(f"windows: {path}")


if __name__ == "__main__":
    define_flags(DATASETS | KEYPOINT_READERS)
    flags.DEFINE_integer("seed", 0, "Seed of synthetic motion.", lower_bound=0)
    flags.DEFINE_enum(
        "export",
        None,
        ["npz"],
        "Also write <records_dir>/<dataset>/windows.npz: rotation matrices of the 15 "
        "body joints at 60 Hz in windows of 144 frames, read without TensorFlow.",
    )
    run_script(_main)
