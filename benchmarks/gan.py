"""Speed of the adversarial and taxonomy families here.

.venv/bin/python -m benchmarks.gan
"""

import dataclasses
from functools import partial
from pathlib import Path

from absl import flags

import gan.studies
import taxonomy.studies
from benchmarks.jobs import Job
from benchmarks.machine import Measurement, measure_products
from benchmarks.page import Aim, Page, times
from benchmarks.script import define_flags, run_page
from data_prep.poses.pose_set import build_pose_set
from gan.family import FAMILY
from reenact.startup import run_script
from training.settings import resolve

PRIOR_STUDY = "transformer_taxonomy"
_PROFILE_OF = {"standard": "standard", "published": "paper"}


def _row(measured, group: str, study: str):
    return next(each for each in measured[group] if each.work.startswith(f"{study},"))


def _critics_cost(measured) -> float:
    report, alone = (_row(measured, "standard", name) for name in ("report", "mse"))
    return report.seconds / alone.seconds


# Five critic steps, of two passes and a gradient each, and none writes frame by frame.
AIMS = (
    Aim(
        "step of 'report', as long as one of its generator alone",
        ("standard",),
        _critics_cost,
        10.0,
        False,
        times,
    ),
)
PAGE = Page(
    title="Speed of the adversarial and taxonomy families",
    file="gan_benchmarks.md",
    headings={
        "product": "matrix product, float32",
        "standard": "training step at the size of the standard profile",
        "standard_xla": "the same, compiled by XLA",
        "published": "training step at the published size",
        "published_xla": "the same, compiled by XLA, as on a GPU",
    },
    columns=("seconds", "first call", "peak GB", "product GFLOP/s", "per second"),
    explanation=(
        "Each line is measured in a process of its own, in the project's own loop. A "
        "step is one pass of the algorithm: all steps of the critic and those of the "
        "generator, which writes 24 frames one after the other. Seconds are medians of "
        "several steps after the first; the first, which traces and optimises the "
        "graph, stands beside them. Windows per second count those of one batch, not "
        "further batches for the critic.",
        "'product GFLOP/s' is the mean of what one of 3000³ in TensorFlow reached "
        "before and after. Peak: most main memory that the process held, TensorFlow "
        "and data with it. 'taxonomy' is the transformer with the prior before it, "
        "trained by itself.",
    ),
    aims=AIMS,
)


@dataclasses.dataclass(frozen=True)
class Sizes:
    """How much is measured.

    Args:
        product: of the square matrices.
        studies: adversarial ones, at the size of the standard profile.
        published: those of them at the published size.
        steps: that are timed after the first.
        changes: to the settings of all studies.
    """

    product: int = 3000
    studies: tuple[str, ...] = tuple(gan.studies.STUDIES)
    published: tuple[str, ...] = tuple(gan.studies.STUDIES)
    steps: int = 3
    changes: dict = dataclasses.field(default_factory=dict)

    def about(self, data: str) -> str:
        """One sentence about the data set, for the page."""
        return f"Data: {data}. Windows of 120 past and 24 future frames."


QUICK = Sizes(published=("mse", "report"), steps=1)


def plan(records_dir: Path, data: str, sizes: Sizes) -> dict[str, list[Job]]:
    """The jobs of each group of the page; each makes its networks itself.

    Args:
        records_dir, data: where training windows come from.
        sizes: see there.
    """

    def settings(family, study: str, profile: str):
        config = resolve(family.STUDIES, family.PROFILES, study, profile)
        return dataclasses.replace(config, **sizes.changes)

    source = {"records_dir": records_dir, "data": data, "repeats": sizes.steps}
    jobs: dict[str, list[Job]] = {heading: [] for heading in PAGE.headings}
    jobs["product"] += [partial(measure_products, sizes.product)]
    for size, profile in _PROFILE_OF.items():
        prior = settings(taxonomy.studies, PRIOR_STUDY, profile)
        for xla in (False, True):
            group = jobs[f"{size}_xla" if xla else size]
            for study in sizes.studies if size == "standard" else sizes.published:
                config = settings(gan.studies, study, profile)
                group += [
                    partial(measure_adversarial, study, config, xla=xla, **source)
                ]
            group += [partial(measure_prior, prior, xla=xla, **source)]
    return jobs


def measure_adversarial(
    study: str,
    config: gan.studies.Config,
    records_dir: Path,
    data: str,
    repeats: int,
    xla: bool,
) -> list[Measurement]:
    """One pass of the algorithm as `python -m gan.train` takes it."""
    import keras

    from benchmarks.loop_steps import measure_steps
    from gan.data import batches, prepare
    from gan.model import build
    from gan.step import AdversarialStep

    keras.utils.set_random_seed(0)
    material = prepare(config, records_dir, data)
    model = build(config, features=material.features)
    step = AdversarialStep(model)
    draw = batches(config, material, step.batches_a_step, 0)
    work = f"{study}, H={config.width}, batch {config.batch_size}"
    return measure_steps(work, model, draw, config, repeats, xla=xla, step=step)


def measure_prior(
    config: taxonomy.studies.Config,
    records_dir: Path,
    data: str,
    repeats: int,
    xla: bool,
) -> list[Measurement]:
    """One step of the transformer with the prior as `python -m taxonomy.train` does."""
    import keras

    from benchmarks.loop_steps import measure_steps
    from taxonomy.data import batches, prepare
    from taxonomy.fit import compiled

    keras.utils.set_random_seed(0)
    material = prepare(config, records_dir, data)
    model = compiled(config, material)
    draw = batches(config, material, model, 0)
    work = f"taxonomy, H={config.width}, batch {config.batch_size}"
    clip_norm = config.clip_norm
    return measure_steps(
        work, model, draw, config, repeats, clip_norm=clip_norm, xla=xla
    )


def main() -> None:
    run_page(PAGE, QUICK if flags.FLAGS.quick else Sizes(), plan, build_pose_set)


if __name__ == "__main__":
    define_flags(PAGE.headings, list(FAMILY.data_sets), list(gan.studies.PROFILES))
    run_script(main)
