"""Fetches recordings that are free.

    .venv/bin/python -m data_prep.download --dataset=cmu

For licensed data it says where to register.
"""

from absl import flags

from data_prep.datasets import ALL_DATASETS, data_folder
from data_prep.download.fetch import download_all
from data_prep.download.sources import remote_files
from reenact.commands import python
from reenact.progress import reporting
from reenact.startup import run_script


def _define_flags() -> None:
    flags.DEFINE_enum(
        "dataset", None, sorted(ALL_DATASETS), "Data set to fetch.", required=True
    )
    flags.DEFINE_string(
        "data_dir",
        None,
        "Recordings go to a folder of this. Default: $REENACT_DATA, else ./data.",
    )
    flags.DEFINE_string(
        "base_url", None, "Web folder of the recordings. Default: where they come from."
    )
    flags.register_validator(
        "base_url",
        lambda url: url is None or url.startswith(("http://", "https://")),
        message="--base_url must start with http:// or https://",
    )


def _main() -> None:
    dataset = ALL_DATASETS[flags.FLAGS.dataset]
    parent = data_folder(flags.FLAGS.data_dir)
    folder = parent / "".join(dataset.folders[:1])
    if not dataset.download:
        named = {"folder": folder, "layout": dataset.layout, "python": python()}
        print(dataset.how_to_get.format(**named))
        return
    url = (flags.FLAGS.base_url or dataset.download.url).rstrip("/")
    print(f"{dataset.download.source}\n{url} -> {folder}")
    with reporting(f"{dataset.name}: files") as report:
        remarks = download_all(remote_files(dataset.name), folder, url, report)
    onward = f"Next: {python()} -m data_prep.build --dataset={dataset.name}"
    print("\n".join([*remarks, onward]))


if __name__ == "__main__":
    _define_flags()
    run_script(_main)
