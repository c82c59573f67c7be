"""What is measured of the Spatio-Temporal Transformer: the jobs of each group."""

import dataclasses
from functools import partial
from pathlib import Path

from benchmarks import machine
from benchmarks.jobs import Job
from benchmarks.stt_page import PAGE
from benchmarks.stt_parts import measure_parts
from benchmarks.stt_rollout import measure_rollout
from benchmarks.stt_training import measure_stack, measure_step
from stt.studies import PROFILES, STUDIES, Config
from training.settings import resolve

PUBLISHED = STUDIES["02"]
SMALL = resolve(STUDIES, PROFILES, "02", "quick")


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is measured.

    Args:
        product: of the square matrices.
        published, small: settings of the two sizes of network.
        few_layers: of what is compared or varied without need for all layers.
        joints, frames: numbers of each that the cost is shown over.
        rollout, long_rollout: frames.
        steps: that are timed after the first.
        repeats: of shorter work, after the first.
    """

    product: int = 3000
    published: Config = PUBLISHED
    small: Config = SMALL
    few_layers: int = 2
    joints: tuple[int, ...] = (15, 30, 60)
    frames: tuple[int, ...] = (60, 120, 240)
    rollout: int = 24
    long_rollout: int = 1000
    steps: int = 3
    repeats: int = 5

    def about(self, data: str) -> str:
        """One sentence about the data set and sizes, for the page."""
        config = self.published
        return (
            f"Data: {data}. Published size: batch {config.batch_size}, "
            f"{config.window} frames, width {config.width}, {config.layers} layers; "
            f"where few are said, and over joints and frames, {self.few_layers}. Ours "
            f"computes {config.micro_batch or 'all'} rows of a batch at a time."
        )


QUICK = Sizes(joints=(15, 60), frames=(60, 120), steps=1, repeats=2)


def plan(records_dir: Path, data: str, sizes: Sizes) -> dict[str, list[Job]]:
    """The jobs of each group of the page; each makes its network itself.

    Args:
        records_dir, data: where training windows come from.
        sizes: see there.
    """
    published, steps, repeats = sizes.published, sizes.steps, sizes.repeats
    few = dataclasses.replace(published, layers=sizes.few_layers)
    size = {"records_dir": records_dir, "data": data, "repeats": steps}
    jobs: dict[str, list[Job]] = {heading: [] for heading in PAGE.headings}
    jobs["product"] += [partial(machine.measure_products, sizes.product)]
    jobs["step"] += [partial(measure_step, published, False, **size)]
    whole = dataclasses.replace(published, micro_batch=0)
    jobs["loop"] += [partial(measure_step, whole, True, **size)]
    for looped in (False, True):
        for rows in (published.micro_batch, 0):
            config = dataclasses.replace(few, micro_batch=rows)
            jobs["rows"] += [partial(measure_step, config, looped, **size)]
    jobs["parts"] += [partial(measure_parts, published, repeats)]
    jobs["joints"] += [
        partial(measure_stack, few, joints, published.window, steps)
        for joints in sizes.joints
    ]
    jobs["frames"] += [
        partial(measure_stack, few, sizes.joints[0], frames, steps)
        for frames in sizes.frames
    ]
    for name, config in (
        ("published_rollout", published),
        ("small_rollout", sizes.small),
    ):
        jobs[name] += [
            partial(measure_rollout, config, sizes.rollout, compiled, repeats)
            for compiled in (False, True)
        ]
    jobs["small_rollout"] += [
        partial(measure_rollout, sizes.small, sizes.long_rollout, True, repeats)
    ]
    return jobs
