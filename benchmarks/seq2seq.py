"""Speed of the seq2seq family on this machine: `python -m benchmarks.seq2seq`."""

from pathlib import Path

from absl import flags

from benchmarks.script import define_flags, show
from benchmarks.seq2seq_page import PAGE
from benchmarks.table import document
from data_prep.build_records import find_or_build
from data_prep.datasets import DATASETS
from reenact.startup import import_tensorflow, run_script
from seq2seq.studies import PROFILES, STUDIES


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)
    from benchmarks.jobs import measure
    from benchmarks.seq2seq_jobs import QUICK, Sizes, plan
    from data_prep.records import read_clips
    from seq2seq.data import prepare
    from training.runtime import environment

    groups = values.only or PAGE.headings
    sizes = QUICK if values.quick else Sizes()
    data = find_or_build(values.data, values.data_dir, values.records_dir)
    protocol = "all" if "evaluation" in groups else "8"
    material = prepare(STUDIES["uni_enc_50"], values.records_dir, data, protocol)
    clips = read_clips(Path(values.records_dir) / data, "test")
    jobs = plan(material, clips, sizes)
    jobs = {name: jobs[name] for name in groups}
    measured = measure(jobs, PAGE.headings, sizes.product)
    width = material.features.width
    about = f"Data: {data}, {width} features a frame; batch 16, 50 frames to 25."
    show(document(PAGE, measured, environment(), about), "benchmarks.md")


if __name__ == "__main__":
    define_flags(PAGE.headings, list(DATASETS), list(PROFILES))
    run_script(main)
