"""What the scripts of all families have in common."""

from collections.abc import Mapping
from pathlib import Path

from absl import flags

from data_prep.files import whole_file
from evaluation.layout import Document, to_markdown, to_text


def define_flags(headings: Mapping, data_sets: list[str], profiles: list[str]) -> None:
    """Defines the flags.

    Args:
        headings: of the groups that can be chosen.
        data_sets: that the family can run on.
        profiles: whose results folder the page can be written to.
    """
    flags.DEFINE_multi_enum(
        "only",
        None,
        list(headings),
        "Measures this alone. Default: everything.",
    )
    flags.DEFINE_bool("quick", False, "Fewer repeats and sizes: about half the time.")
    flags.DEFINE_enum(
        "data",
        "auto",
        ["auto", *data_sets],
        "Data set; auto: cmu where its recordings are, else synthetic.",
    )
    flags.DEFINE_string(
        "data_dir", None, "Folder of the recordings. Default: $REENACT_DATA, or ./data."
    )
    flags.DEFINE_string("records_dir", "records", "Where data_prep.build writes.")
    flags.DEFINE_enum(
        "write",
        None,
        profiles,
        "Also writes a page into <results_dir>/<this profile>/.",
    )
    flags.DEFINE_string("results_dir", "results", "Folder of generated tables.")
    flags.DEFINE_bool("verbose_startup", False, "Shows TensorFlow's start-up messages.")


def show(page: Document, name: str) -> None:
    """Prints a page and, with --write, writes it to a file of that name."""
    values = flags.FLAGS
    print(to_text(page))
    if values.write:
        path = Path(values.results_dir) / values.write / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(to_markdown(page), encoding="utf-8")
        print(f"Written: {path}")
