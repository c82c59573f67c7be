"""What is measured of the adversarial and taxonomy families: the jobs of each group."""

import dataclasses
import statistics
from functools import partial
from pathlib import Path

import keras

import gan.data
import gan.fit
import gan.model
import gan.studies
import taxonomy.data
import taxonomy.fit
import taxonomy.studies
from benchmarks import machine
from benchmarks.gan_page import PAGE
from benchmarks.jobs import Job
from benchmarks.loop_steps import time_steps
from benchmarks.machine import Measurement, peak_bytes
from gan.step import AdversarialStep
from training.settings import resolve

PRIOR_STUDY = "transformer_taxonomy"
_PROFILE_OF = {"standard": "standard", "published": "paper"}


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
    jobs: dict[str, list[Job]] = {heading: [] for heading in PAGE.headings}
    jobs["product"] += [partial(machine.measure_products, sizes.product)]
    for size, profile in _PROFILE_OF.items():
        studies = sizes.studies if size == "standard" else sizes.published
        for xla in (False, True):
            given = profile, sizes.changes, records_dir, data, sizes.steps, xla
            jobs[f"{size}_xla" if xla else size] += [
                *(partial(measure_adversarial, study, *given) for study in studies),
                partial(measure_prior, *given),
            ]
    return jobs


def measure_adversarial(
    study: str,
    profile: str,
    changes: dict,
    records_dir: Path,
    data: str,
    repeats: int,
    xla: bool,
) -> list[Measurement]:
    """One pass of the algorithm as `python -m gan.train` takes it."""
    keras.utils.set_random_seed(0)
    published = resolve(gan.studies.STUDIES, gan.studies.PROFILES, study, profile)
    config = dataclasses.replace(published, **changes)
    material = gan.data.prepare(config, records_dir, data)
    model = gan.model.build(config, features=material.features)
    step = AdversarialStep(model)
    draw = gan.data.batches(config, material, step.batches_a_step, 0)
    seconds = time_steps(model, draw, repeats + 1, 0.0, xla=xla, step=step)
    return [_measurement(study, config, seconds)]


def measure_prior(
    profile: str,
    changes: dict,
    records_dir: Path,
    data: str,
    repeats: int,
    xla: bool,
) -> list[Measurement]:
    """One step of the transformer with the prior as `python -m taxonomy.train` does."""
    keras.utils.set_random_seed(0)
    studies = taxonomy.studies.STUDIES, taxonomy.studies.PROFILES
    config = dataclasses.replace(resolve(*studies, PRIOR_STUDY, profile), **changes)
    material = taxonomy.data.prepare(config, records_dir, data)
    model = taxonomy.fit.compiled(config, material)
    draw = taxonomy.fit.batches(config, material, model, 0)
    seconds = time_steps(model, draw, repeats + 1, config.clip_norm, xla=xla)
    return [_measurement("taxonomy", config, seconds)]


def _measurement(name: str, config, seconds: list[float]) -> Measurement:
    first, *others = seconds
    return Measurement(
        f"{name}, H={config.width}, batch {config.batch_size}",
        statistics.median(others),
        first,
        count=config.batch_size,
        unit="windows",
        peak_bytes=peak_bytes(),
    )
