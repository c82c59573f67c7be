"""What is measured of the seq2seq family: the jobs of each group."""

import dataclasses
from collections.abc import Sequence
from functools import partial

from benchmarks import data_and_scoring as data
from benchmarks import machine
from benchmarks import training_step as training
from benchmarks.jobs import Job
from benchmarks.seq2seq_page import PAGE
from motion.clip import Clip
from seq2seq.data import RunData


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


def plan(
    material: RunData, clips: Sequence[Clip], sizes: Sizes
) -> dict[str, list[Job]]:
    """The jobs of each group of the page.

    Args:
        material: its training windows are drawn, its test windows evaluated.
        clips: whose rotations are converted.
        sizes: see there.
    """
    width, repeats = material.features.width, sizes.repeats
    small = {
        name: training.step_config(name, sizes.evaluated_units)
        for name in training.STUDY_OF
    }
    jobs: dict[str, list[Job]] = {heading: [] for heading in PAGE.headings}
    jobs["product"] += [partial(machine.measure_products, sizes.product)]
    for units in sizes.hidden_units:
        for xla in sizes.xla:
            for name in training.STUDY_OF:
                config = training.step_config(name, units)
                step = partial(training.measure_step, config, material, xla, repeats)
                jobs[name] += [step]
            gru = partial(training.measure_keras_gru, config, width, xla, repeats)
            jobs["keras_gru"] += [gru]
    jobs["pipeline"] += [
        partial(
            data.measure_pipeline,
            material.training,
            small["martinez"],
            sizes.pipeline_batches,
            repeats,
        )
    ]
    jobs["conversions"] += [partial(data.measure_conversions, clips, repeats)]
    jobs["evaluation"] += [
        partial(data.measure_prediction, config, material) for config in small.values()
    ]
    jobs["evaluation"] += [partial(data.measure_scoring, material.test)]
    return jobs
