"""What is measured of the smoothing family: the jobs of each group."""

import dataclasses
import statistics
from functools import partial
from pathlib import Path

import keras
import tensorflow as tf

from benchmarks import machine
from benchmarks.jobs import Job
from benchmarks.loop_steps import time_steps
from benchmarks.machine import Measurement, peak_bytes, timed
from benchmarks.smoothing_arithmetic import forward, training_step
from benchmarks.smoothing_page import NETWORKS, PAGE
from smoothing.data import prepare, training_batches
from smoothing.fit import compiled
from smoothing.model import build
from smoothing.studies import STUDIES, Config
from training.runtime import use_xla

PUBLISHED = {name: STUDIES[study] for name, study in NETWORKS.items()}


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is measured.

    Args:
        product: of the square matrices.
        networks: name to settings.
        steps: that are timed after the first.
        batches: drawn at a time.
        repeats: of shorter work, after the first.
    """

    product: int = 3000
    networks: dict[str, Config] = dataclasses.field(
        default_factory=lambda: dict(PUBLISHED)
    )
    steps: int = 3
    batches: int = 20
    repeats: int = 5

    def about(self, data: str) -> str:
        """One sentence about the data set and sizes, for the page."""
        config = next(iter(self.networks.values()))
        return (
            f"Data: {data}. Batches of {config.batch_size} windows of "
            f"{config.window} frames, grids of {config.grid} x {config.grid}."
        )


QUICK = Sizes(steps=1, batches=10, repeats=2)


def plan(records_dir: Path, data: str, sizes: Sizes) -> dict[str, list[Job]]:
    """The jobs of each group of the page; each makes its network itself.

    Args:
        records_dir, data: where training windows come from.
        sizes: see there.
    """
    source = {"records_dir": records_dir, "data": data}
    jobs: dict[str, list[Job]] = {heading: [] for heading in PAGE.headings}
    jobs["product"] += [partial(machine.measure_products, sizes.product)]
    for name, config in sizes.networks.items():
        jobs["step"] += [partial(measure_step, name, config, sizes.steps, **source)]
        work = name, config, sizes.repeats
        jobs["forward"] += [partial(measure_forward, *work, **source)]
    for what, name in (("heatmaps", "3DConv"), ("coordinates", "DeciWatch")):
        work = sizes.networks[name], sizes.batches, sizes.repeats
        jobs["input"] += [partial(measure_input, what, *work, **source)]
    return jobs


def measure_step(
    name: str, config: Config, repeats: int, records_dir: Path, data: str
) -> list[Measurement]:
    """One training step as `python -m smoothing.train` takes it."""
    keras.utils.set_random_seed(0)
    table = prepare(config, records_dir, data).windows.train
    first, *others = time_steps(
        compiled(config),
        training_batches(config, table, 0),
        repeats + 1,
        0.0,
        config.micro_batch,
        use_xla("auto", replicas=1),
    )
    operations = training_step(config)
    return [_of_windows(name, statistics.median(others), first, operations, config)]


def measure_forward(
    name: str, config: Config, repeats: int, records_dir: Path, data: str
) -> list[Measurement]:
    """A batch that lies in memory, smoothed."""
    keras.utils.set_random_seed(0)
    table = prepare(config, records_dir, data).windows.train
    inputs, _ = next(iter(training_batches(config, table, 0)(0)))
    smooth = tf.function(build(config), autograph=False)
    # What is fetched waits for the device.
    first, seconds = timed(lambda: smooth(inputs)[0, 0, 0].numpy(), repeats)
    return [_of_windows(name, seconds, first, forward(config), config)]


def measure_input(
    what: str, config: Config, batches: int, repeats: int, records_dir: Path, data: str
) -> list[Measurement]:
    """Batches drawn by tf.data, inputs and targets."""
    table = prepare(config, records_dir, data).windows.train
    iterator = iter(training_batches(config, table, 0)(0))
    first, seconds = timed(lambda: [next(iterator) for _ in range(batches)], repeats)
    return [
        Measurement(
            f"{batches} batches of {what}",
            seconds,
            first,
            count=batches,
            unit="batches",
            peak_bytes=peak_bytes(),
        )
    ]


def _of_windows(
    name: str, seconds: float, first: float, operations: int, config: Config
) -> Measurement:
    return Measurement(
        name,
        seconds,
        first,
        operations,
        count=config.batch_size,
        unit="windows",
        peak_bytes=peak_bytes(),
    )
