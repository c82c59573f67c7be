"""What the scripts of all families have in common."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

from absl import flags

from benchmarks.aims import Aim, aims_table
from benchmarks.table import Page, document
from evaluation.tables.document import Document, to_markdown, to_text
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


def run_page(
    page: Page,
    aims: Sequence[Aim],
    file: str,
    load: Callable[[], tuple[ModuleType, Callable]],
) -> None:
    """Measures what the flags say, each job in a process of its own, and shows it.

    Args:
        page, aims: of the family.
        file: that the page is written to.
        load: imports, once TensorFlow may be, the family's jobs (Sizes, QUICK and
            plan), and what builds its data set.
    """
    values = flags.FLAGS
    # Jobs run in processes of their own: none may take a whole GPU's memory.
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    import_tensorflow(values.verbose_startup)
    from benchmarks.jobs import in_own_process, measure
    from training.runtime import environment

    family, build = load()
    sizes = family.QUICK if values.quick else family.Sizes()
    data = build(values.data, values.data_dir, values.records_dir)
    jobs = family.plan(Path(values.records_dir), data, sizes)
    jobs = {name: jobs[name] for name in values.only or page.headings}
    measured = measure(jobs, page.headings, sizes.product, in_own_process)
    about, tables = sizes.about(data), [aims_table(aims, measured)]
    show(document(page, measured, environment(), about, tables), file)


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
