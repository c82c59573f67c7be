"""What the scripts of all families have in common."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from absl import flags

from benchmarks.jobs import in_own_process, measure
from benchmarks.page import Measured, Page, aims_table, document
from evaluation.tables.text_forms import to_markdown, to_text
from reenact.files import whole_file
from reenact.startup import import_tensorflow


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


def run_page(page: Page, sizes, plan: Callable, build: Callable) -> None:
    """Measures what the flags say, each job in a process of its own, and shows it.

    Args:
        page: of the family.
        sizes: how much is measured; has `product`, of matrices, and `about(data)`.
        plan: (folder of records, data set, sizes) -> the jobs of each group.
        build: finds or builds the family's data set.
    """
    values = flags.FLAGS
    # Jobs run in processes of their own: none may take a whole GPU's memory.
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    import_tensorflow(values.verbose_startup)
    data = build(values.data, values.data_dir, values.records_dir)
    jobs = plan(Path(values.records_dir), data, sizes)
    jobs = {name: jobs[name] for name in values.only or page.headings}
    measured = measure(jobs, page.headings, sizes.product, in_own_process)
    show(page, measured, sizes.about(data))


def show(page: Page, measured: Measured, about: str) -> None:
    """Prints the page and, with --write, writes it to its file."""
    from training.runtime import environment

    values = flags.FLAGS
    aims = [aims_table(page.aims, measured)] if page.aims else []
    whole = document(page, measured, environment(), about, aims)
    print(to_text(whole))
    if values.write:
        path = Path(values.results_dir) / values.write / page.file
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(to_markdown(whole), encoding="utf-8")
        print(f"Written: {path}")
