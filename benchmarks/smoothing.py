"""Speed of the smoothing family here: `.venv/bin/python -m benchmarks.smoothing`."""

import dataclasses
from functools import partial
from pathlib import Path

from absl import flags

from benchmarks.jobs import Job
from benchmarks.machine import Measurement, measure_products, peak_bytes, timed
from benchmarks.page import HOW_MEASURED, SHARE_COLUMNS, Aim, Measured, Page, times
from benchmarks.script import define_flags, run_page
from benchmarks.smoothing_arithmetic import forward, training_step
from data_prep.keypoints.keypoint_set import build_keypoint_set
from reenact.startup import run_script
from smoothing.family import FAMILY
from smoothing.studies import PROFILES, STUDIES, Config

# Network and the study whose sizes are measured, in the order of every group.
NETWORKS = {
    "3DConv": "conv3d_1.1",
    "DeciWatch": "deciwatch_1.1",
    "Model S": "convlstm_s_1.1",
    "Model C": "convlstm_c_1.1",
}
PUBLISHED = {name: STUDIES[study] for name, study in NETWORKS.items()}
_AIMED_SECONDS = {"3DConv": 1.2, "Model S": 12.0, "Model C": 12.0}
_AT_RATE = 148e9


def _step_aim(name: str, seconds: float) -> Aim:
    row = list(NETWORKS).index(name)
    return Aim(
        f"training step, {name}, share of the matrix product",
        ("step",),
        lambda measured: measured["step"][row].share,
        training_step(PUBLISHED[name]) / _AT_RATE / seconds,
        True,
        "{:.0%}".format,
    )


def _input_aim(what: str, row: int, name: str) -> Aim:
    step = list(NETWORKS).index(name)

    def speed(measured: Measured) -> float:
        drawn = measured["input"][row]
        return measured["step"][step].seconds * drawn.count / drawn.seconds

    what = f"batches of {what}, as fast as {name} takes them"
    return Aim(what, ("step", "input"), speed, 5.0, True, times)


# The fastest consumers of heatmaps and of coordinates.
AIMS = (
    *(_step_aim(name, seconds) for name, seconds in _AIMED_SECONDS.items()),
    _input_aim("heatmaps", 0, "3DConv"),
    _input_aim("coordinates", 1, "DeciWatch"),
)
PAGE = Page(
    title="Speed of the smoothing family",
    file="smoothing_benchmarks.md",
    headings={
        "product": "matrix product, float32",
        "step": "training step at the published size",
        "forward": "forward pass at the published size",
        "input": "drawing batches of the training data, nothing done with them",
    },
    columns=SHARE_COLUMNS,
    explanation=(
        HOW_MEASURED,
        "GFLOP counts convolutions and matrix products, from shapes, three times the "
        "forward ones for training. 'product GFLOP/s' is the mean of what one of 3000³ "
        "in TensorFlow reached before and after, 'share' what the line reached of "
        "that. On a busy machine both vary. Compare shares between machines, not "
        "seconds.",
        "Aimed at are 1.2 s for a step of 3DConv and 12 s for one of Model S or C on "
        "two cores whose product reaches 148 GFLOP/s, where PyTorch was measured at "
        "1.24, 14.7 and 17.4 s; here as shares of the product.",
    ),
    aims=AIMS,
)


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
    jobs["product"] += [partial(measure_products, sizes.product)]
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
    import keras

    from benchmarks.loop_steps import measure_steps
    from smoothing.data import prepare, training_batches
    from smoothing.fit import compiled
    from training.runtime import use_xla

    keras.utils.set_random_seed(0)
    table = prepare(config, records_dir, data).windows.train
    return measure_steps(
        name,
        compiled(config),
        training_batches(config, table, 0),
        config,
        repeats,
        operations=training_step(config),
        micro_batch=config.micro_batch,
        xla=use_xla("auto", replicas=1),
    )


def measure_forward(
    name: str, config: Config, repeats: int, records_dir: Path, data: str
) -> list[Measurement]:
    """A batch that lies in memory, smoothed."""
    import keras
    import tensorflow as tf

    from smoothing.data import prepare, training_batches
    from smoothing.model import build

    keras.utils.set_random_seed(0)
    table = prepare(config, records_dir, data).windows.train
    inputs, _ = next(iter(training_batches(config, table, 0)(0)))
    smooth = tf.function(build(config), autograph=False)
    # What is fetched waits for the device.
    first, seconds = timed(lambda: smooth(inputs)[0, 0, 0].numpy(), repeats)
    return [
        Measurement(
            name,
            seconds,
            first,
            forward(config),
            count=config.batch_size,
            unit="windows",
            peak_bytes=peak_bytes(),
        )
    ]


def measure_input(
    what: str, config: Config, batches: int, repeats: int, records_dir: Path, data: str
) -> list[Measurement]:
    """Batches drawn by tf.data, inputs and targets."""
    from smoothing.data import prepare, training_batches

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


def main() -> None:
    run_page(PAGE, QUICK if flags.FLAGS.quick else Sizes(), plan, build_keypoint_set)


if __name__ == "__main__":
    define_flags(PAGE.headings, list(FAMILY.data_sets), list(PROFILES))
    run_script(main)
