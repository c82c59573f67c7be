"""The page of the adversarial and taxonomy families: groups, and what is aimed at."""

from benchmarks.aims import Aim, times
from benchmarks.table import Page

PAGE = Page(
    title="Speed of the adversarial and taxonomy families",
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
)


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
