"""Speed of the Spatio-Temporal Transformer here: `python -m benchmarks.stt`."""

import os
from pathlib import Path

from absl import flags

from benchmarks.script import define_flags, show
from benchmarks.stt_page import PAGE, aims_table
from benchmarks.table import document
from data_prep.startup import import_tensorflow, run_script
from evaluation.families import FAMILIES
from stt.studies import PROFILES


def main() -> None:
    values = flags.FLAGS
    # Jobs run in processes of their own: none may take a whole GPU's memory.
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    import_tensorflow(values.verbose_startup)
    from benchmarks.jobs import in_own_process, measure
    from benchmarks.stt_jobs import QUICK, Sizes, plan
    from data_prep.poses import build_pose_set
    from training.runtime import environment

    groups = values.only or PAGE.headings
    sizes = QUICK if values.quick else Sizes()
    data = build_pose_set(values.data, values.data_dir, values.records_dir)
    jobs = plan(Path(values.records_dir), data, sizes)
    jobs = {name: jobs[name] for name in groups}
    measured = measure(jobs, PAGE.headings, sizes.product, in_own_process)
    page = document(
        PAGE, measured, environment(), sizes.about(data), [aims_table(measured)]
    )
    show(page, "stt_benchmarks.md")


if __name__ == "__main__":
    define_flags(PAGE.headings, list(FAMILIES["stt"].data_sets), list(PROFILES))
    run_script(main)
