"""Turns recordings into records: `.venv/bin/python -m data_prep.build --dataset=cmu`.

Writes <records_dir>/<dataset>/ and does nothing where that is up to date already.
"""

import pathlib
from collections.abc import Iterable

from absl import flags

from data_prep.build_records import build, summary
from data_prep.datasets import ALL_DATASETS
from data_prep.poses.export import export_windows
from reenact.startup import import_tensorflow, run_script


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
        import_tensorflow()  # which reads the records
        path = pathlib.Path(values.records_dir) / values.dataset / "windows.npz"
        export_windows(values.records_dir, values.dataset, path)
        print(f"windows: {path}")


if __name__ == "__main__":
    define_flags(name for name, each in ALL_DATASETS.items() if each.has_records)
    flags.DEFINE_integer("seed", 0, "Seed of synthetic motion.", lower_bound=0)
    flags.DEFINE_enum(
        "export",
        None,
        ["npz"],
        "Also write <records_dir>/<dataset>/windows.npz: rotation matrices of the 15 "
        "body joints at 60 Hz in windows of 144 frames, read without TensorFlow.",
    )
    run_script(_main)
