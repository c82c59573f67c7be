"""Builds records of a data set, where they are not up to date already.

Records lie in <records_dir>/<dataset>/.
"""

import hashlib
import json
import pathlib
import sys
from collections.abc import Mapping, Sequence

from data_prep.dataset import KeypointDataset
from data_prep.datasets import (
    ALL_DATASETS,
    CMU,
    SYNTHETIC,
    data_folder,
    find_recordings,
    read_recordings,
)
from data_prep.manifest import SCHEMA_VERSION, read_manifest
from data_prep.sources.readers.recordings import Recording, file_digests
from reenact.errors import DataError
from reenact.progress import reporting
from reenact.startup import import_tensorflow


def build(
    dataset: str,
    data_dir: str | None = None,
    records_dir: str | pathlib.Path = "records",
    seed: int = 0,
) -> dict:
    """Builds a data set unless it is up to date, and returns its manifest.

    Args:
        dataset: key of `data_prep.datasets.ALL_DATASETS` that has records.
        data_dir: folder of the recordings; None: $REENACT_DATA or ./data.
        records_dir: the records go to a folder of this, named after the data set.
        seed: of motion that is generated; not used otherwise.

    Raises:
        DataError: naming file and line; what was built before stays as it was.
    """
    directory = pathlib.Path(records_dir) / dataset
    declared = ALL_DATASETS[dataset]
    generated = declared.list_recordings is None
    if generated:
        recordings, options = [], {"seed": seed, **declared.options(None)}
    else:
        recordings, options = find_recordings(dataset, data_dir)
    wanted = fingerprint(_digests(dataset, recordings), options)
    if manifest := up_to_date(directory, wanted):
        return manifest
    with reporting(f"{dataset}: reading") as report:
        clips = (
            declared.generate(seed, report)
            if generated
            else read_recordings(dataset, recordings, report)
        )
    import_tensorflow()  # takes seconds: not before it is needed
    if isinstance(declared, KeypointDataset):
        from data_prep.keypoints.records import write_keypoints as write
    else:
        from data_prep.records import write

    return write(directory, dataset, clips, wanted, options)


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
        The name; which records they are was said on stderr.

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
    clips = sum(split["clips"] for split in manifest["splits"].values())
    print(
        f"reading {dataset} {manifest['fingerprint'][:12]}: {clips} recordings",
        file=sys.stderr,
    )
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
    with reporting(f"{dataset}: checking") as report:
        for done, recording in enumerate(recordings, start=1):
            digests |= file_digests(recording)
            report(done, len(recordings), recording.clip_id)
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
