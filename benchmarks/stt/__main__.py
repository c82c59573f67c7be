"""Speed of the Spatio-Temporal Transformer here.

.venv/bin/python -m benchmarks.stt
"""

import dataclasses
from functools import partial
from pathlib import Path

from absl import flags

from benchmarks.jobs import Job
from benchmarks.machine import measure_products
from benchmarks.page import HOW_MEASURED, SHARE_COLUMNS, Aim, Page, three_digits, times
from benchmarks.script import define_flags, run_page
from data_prep.poses.pose_set import build_pose_set
from reenact.startup import run_script
from stt.family import FAMILY
from stt.studies import PROFILES, STUDIES, Config
from training.settings import resolve


def _speedup(slow: str, fast: str, slow_row: int = 0, fast_row: int = 0):
    return lambda m: m[slow][slow_row].seconds / m[fast][fast_row].seconds


AIMS = (
    Aim(
        "training step, share of the matrix product",
        ("step",),
        lambda m: m["step"][0].share,
        0.55,
        True,
        "{:.0%}".format,
    ),
    Aim(
        "training step, peak memory",
        ("step",),
        lambda m: m["step"][0].peak_bytes / 1e9,
        4.0,
        False,
        "{:.1f} GB".format,
    ),
    Aim(
        "first step",
        ("step",),
        lambda m: m["step"][0].first_seconds,
        20.0,
        False,
        lambda value: f"{three_digits(value)} s",
    ),
    Aim(
        "training step, as fast as the loop over joints",
        ("step", "loop"),
        _speedup("loop", "step"),
        1.6,
        True,
        times,
    ),
    *(
        Aim(
            f"rollout, {size}, as fast as a loop of model.predict",
            (group,),
            _speedup(group, group, 0, 1),
            bound,
            True,
            times,
        )
        for size, group, bound in (
            ("quick size", "small_rollout", 5.0),
            ("published size", "published_rollout", 1.0),
        )
    ),
)
PAGE = Page(
    title="Speed of the Spatio-Temporal Transformer",
    file="stt_benchmarks.md",
    headings={
        "product": "matrix product, float32",
        "step": "training step at the published size",
        "loop": "the same as a plain loop over joints",
        "rows": "both with few layers, and rows at a time",
        "parts": "parts of a step by themselves, as often as it does them",
        "joints": "layers alone, over joints",
        "frames": "layers alone, over frames",
        "published_rollout": "rollout at the published size, one window",
        "small_rollout": "rollout at the size of the quick profile, one window",
    },
    columns=SHARE_COLUMNS,
    explanation=(
        HOW_MEASURED,
        "GFLOP counts all matrix products, from shapes, three times the forward ones "
        "for training; what causal attention leaves out is counted too. 'product "
        "GFLOP/s' is the mean of what one of 3000³ in TensorFlow reached before and "
        "after, 'share' what the line reached of that. On a busy machine both vary. "
        "Compare shares between machines, not seconds.",
        "The loop over joints is benchmarks/stt/joint_loop.py: the same network with "
        "every joint's maps in layers of their own, a whole batch at a time.",
    ),
    aims=AIMS,
)
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
    from benchmarks.stt.rollout import measure_rollout
    from benchmarks.stt.training import measure_parts, measure_stack, measure_step

    published, steps, repeats = sizes.published, sizes.steps, sizes.repeats
    few = dataclasses.replace(published, layers=sizes.few_layers)
    size = {"records_dir": records_dir, "data": data, "repeats": steps}
    jobs: dict[str, list[Job]] = {heading: [] for heading in PAGE.headings}
    jobs["product"] += [partial(measure_products, sizes.product)]
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


def main() -> None:
    run_page(PAGE, QUICK if flags.FLAGS.quick else Sizes(), plan, build_pose_set)


if __name__ == "__main__":
    define_flags(PAGE.headings, list(FAMILY.data_sets), list(PROFILES))
    run_script(main)
