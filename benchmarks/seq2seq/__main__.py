"""Speed of the seq2seq family on this machine.

.venv/bin/python -m benchmarks.seq2seq
"""

import dataclasses
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from absl import flags

from benchmarks.jobs import Job, measure
from benchmarks.machine import measure_products
from benchmarks.page import Page
from benchmarks.script import define_flags, show
from data_prep.build_records import find_or_build
from data_prep.datasets import DATASETS
from motion.clip import Clip
from reenact.startup import import_tensorflow, run_script
from seq2seq.studies import PROFILES, STUDIES

PAGE = Page(
    title="Speed of the seq2seq family",
    file="benchmarks.md",
    headings={
        "product": "matrix product, float32",
        "martinez": "training step, Martinez et al., tied, residual",
        "attention": "training step, attention thesis",
        "keras_gru": "Keras' GRU layer over 74 frames, forward and backward",
        "pipeline": "input pipeline",
        "conversions": "conversions",
        "evaluation": "evaluation of every test window",
    },
    columns=(
        "seconds",
        "first call",
        "GFLOP",
        "product GFLOP/s",
        "at that rate",
        "ratio",
        "aim",
        "per second",
    ),
    explanation=(
        "Seconds are medians of several calls after the first; the first, which builds "
        "and compiles, stands beside them. On a busy machine they vary, and so do the "
        "ratios.",
        "GFLOP counts matrix products, from shapes; 'product GFLOP/s' is the mean of "
        "what one of 3000³ in TensorFlow reached before and after; 'at that rate' is "
        "their quotient, 'ratio' the seconds over that. Compare ratios between "
        "machines, not seconds.",
        "Aim: at most 0.45 s (H=1024) and 0.05 s (H=256) for a Martinez step on a "
        "machine of 148 GFLOP/s, where its products take 0.16 and 0.012 s. There a "
        "public PyTorch port was measured at 0.72 and 0.07 s (ratios 4.5 and 5.8).",
    ),
)


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is measured; all else has the published sizes."""

    product: int = 3000
    hidden_units: tuple[int, ...] = (256, 1024)
    xla: tuple[bool, ...] = (False, True)
    evaluated_units: int = 256
    pipeline_batches: int = 500
    repeats: int = 9


QUICK = Sizes(pipeline_batches=100, repeats=3)


def plan(material, clips: Sequence[Clip], sizes: Sizes) -> dict[str, list[Job]]:
    """The jobs of each group of the page.

    Args:
        material: `RunData`; its training windows are drawn, its test windows scored.
        clips: whose rotations are converted.
        sizes: see there.
    """
    from benchmarks.seq2seq import measurements as of

    width, repeats = material.features.width, sizes.repeats
    small = {name: of.step_config(name, sizes.evaluated_units) for name in of.STUDY_OF}
    jobs: dict[str, list[Job]] = {heading: [] for heading in PAGE.headings}
    jobs["product"] += [partial(measure_products, sizes.product)]
    for units in sizes.hidden_units:
        for xla in sizes.xla:
            for name in of.STUDY_OF:
                config = of.step_config(name, units)
                step = partial(of.measure_step, config, material, xla, repeats)
                jobs[name] += [step]
            gru = partial(of.measure_keras_gru, config, width, xla, repeats)
            jobs["keras_gru"] += [gru]
    jobs["pipeline"] += [
        partial(
            of.measure_pipeline,
            material.training,
            small["martinez"],
            sizes.pipeline_batches,
            repeats,
        )
    ]
    jobs["conversions"] += [partial(of.measure_conversions, clips, repeats)]
    jobs["evaluation"] += [
        partial(of.measure_prediction, config, material) for config in small.values()
    ]
    jobs["evaluation"] += [partial(of.measure_scoring, material.test)]
    return jobs


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)
    from data_prep.records import read_clips
    from seq2seq.data import prepare

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
    show(PAGE, measured, about)


if __name__ == "__main__":
    define_flags(PAGE.headings, list(DATASETS), list(PROFILES))
    run_script(main)
