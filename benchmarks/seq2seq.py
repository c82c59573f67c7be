"""Speed of the seq2seq family on this machine: `python -m benchmarks.seq2seq`."""

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from absl import flags

from data_prep.build import find_or_build
from data_prep.datasets import DATASETS
from data_prep.files import whole_file
from data_prep.progress import ProgressLine
from data_prep.startup import import_tensorflow, run_script
from evaluation.layout import to_markdown, to_text
from motion.clip import Clip
from seq2seq.studies import PROFILES, STUDIES

GROUPS = (
    "product",
    "martinez",
    "attention",
    "keras_gru",
    "pipeline",
    "conversions",
    "evaluation",
)


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is measured; all else has the published sizes."""

    product: int = 3000
    hidden_units: tuple[int, ...] = (256, 1024)
    evaluated_units: int = 256
    pipeline_batches: int = 500
    repeats: int = 9


QUICK = Sizes(pipeline_batches=100, repeats=3)


def plan(
    groups: Sequence[str], material, clips: Sequence[Clip], sizes: Sizes
) -> list[Callable[[float], list]]:
    """The jobs of some groups: matrix product rate in FLOP/s -> measurements.

    Args:
        groups: some of `GROUPS`.
        material: a `seq2seq.material.Material`; its test windows are evaluated.
        clips: whose rotations are converted.
        sizes: see there.
    """
    from benchmarks import data_and_scoring, machine, training_step

    jobs, repeats = [], sizes.repeats
    if "product" in groups:
        for name in machine.PRODUCTS:
            jobs.append(partial(machine.measure_product, name, sizes.product))
    both = [(units, xla) for units in sizes.hidden_units for xla in (False, True)]
    for architecture in training_step.STUDY_OF:
        for units, xla in both if architecture in groups else ():
            config = training_step.step_config(architecture, units)
            step = partial(training_step.measure_step, config, material, xla, repeats)
            jobs.append(step)
    for units, xla in both if "keras_gru" in groups else ():
        config = training_step.step_config("martinez", units)
        width = material.features.width
        gru = partial(training_step.measure_keras_gru, config, width, xla, repeats)
        jobs.append(gru)
    config = training_step.step_config("martinez", sizes.evaluated_units)
    if "pipeline" in groups:
        draw = data_and_scoring.measure_pipeline
        batches = sizes.pipeline_batches
        jobs.append(partial(draw, material.training, config, batches, repeats))
    if "conversions" in groups:
        jobs.append(partial(data_and_scoring.measure_conversions, clips, repeats))
    if "evaluation" in groups:
        for architecture in training_step.STUDY_OF:
            config = training_step.step_config(architecture, sizes.evaluated_units)
            evaluate = data_and_scoring.measure_evaluation
            jobs.append(partial(evaluate, config, material))
    return jobs


def measure(jobs: Sequence[Callable[[float], list]], product: int) -> list:
    """Does the jobs, each right after a matrix product of that size."""
    from benchmarks.machine import product_rate

    measurements = []
    with ProgressLine("measuring") as progress:
        for done, job in enumerate(jobs, start=1):
            measurements += job(product_rate(product))
            progress.update(done, len(jobs), measurements[-1].work)
    return measurements


def main() -> None:
    values = flags.FLAGS
    import_tensorflow(values.verbose_startup)
    from benchmarks.table import document
    from data_prep.records import read_clips
    from seq2seq.material import prepare
    from training.runtime import environment

    groups = values.only or GROUPS
    sizes = QUICK if values.quick else Sizes()
    data = find_or_build(values.data, values.data_dir, values.records_dir)
    protocol = "all" if "evaluation" in groups else "8"
    material = prepare(STUDIES["uni_enc_50"], values.records_dir, data, protocol)
    clips = read_clips(Path(values.records_dir) / data, "test")
    measured = measure(plan(groups, material, clips, sizes), sizes.product)
    page = document(measured, environment(), data, material.features.width)
    print(to_text(page))
    if values.write:
        path = Path(values.results_dir) / values.write / "benchmarks.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as temporary:
            temporary.write_text(to_markdown(page), encoding="utf-8")
        print(f"Written: {path}")


def _define_flags() -> None:
    flags.DEFINE_multi_enum(
        "only", None, GROUPS, "Measures this alone. Repeatable. Default: everything."
    )
    flags.DEFINE_bool("quick", False, "Fewer repeats: about half the time.")
    flags.DEFINE_enum(
        "data",
        "auto",
        ["auto", *DATASETS],
        "Data set; auto: cmu where its recordings are, else synthetic.",
    )
    flags.DEFINE_string(
        "data_dir", None, "Folder of the recordings. Default: $REENACT_DATA, or ./data."
    )
    flags.DEFINE_string(
        "records_dir", "records", "What data_prep.build wrote, or will."
    )
    flags.DEFINE_enum(
        "write",
        None,
        list(PROFILES),
        "Also writes <results_dir>/<this profile>/benchmarks.md.",
    )
    flags.DEFINE_string("results_dir", "results", "Folder of generated tables.")
    flags.DEFINE_bool("verbose_startup", False, "Shows TensorFlow's start-up messages.")


if __name__ == "__main__":
    _define_flags()
    run_script(main)
