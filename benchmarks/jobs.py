"""Doing the jobs of a benchmark, and noting how fast the machine was meanwhile."""

import dataclasses
import multiprocessing
import operator
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from benchmarks import machine
from benchmarks.machine import Measurement
from reenact.errors import InputError
from reenact.progress import reporting
from reenact.startup import import_tensorflow

Job = Callable[[], list[Measurement]]


def measure(
    jobs: Mapping[str, Sequence[Job]],
    headings: Mapping[str, str],
    product: int,
    do: Callable[[Job], list[Measurement]] = operator.call,
) -> dict[str, list[Measurement]]:
    """Does the jobs, each between two matrix products.

    Args:
        jobs: of each group.
        headings: of each group, for the progress line.
        product: size of the matrices.
        do: how a job is done; see `in_own_process`.
    """
    measured: dict[str, list[Measurement]] = {group: [] for group in jobs}
    count, done = sum(len(group) for group in jobs.values()), 0
    before = machine.product_rate(product)
    with reporting("measuring") as report:
        for name, group in jobs.items():
            for job in group:
                report(done, count, headings[name])
                measurements = do(job)
                after = machine.product_rate(product)
                rate = (before + after) / 2
                measured[name] += [
                    dataclasses.replace(each, product_rate=rate)
                    for each in measurements
                ]
                before, done = after, done + 1
                report(done, count, headings[name])
    return measured


def in_own_process(job: Job) -> list[Measurement]:
    """Does a job where no other job's memory or compiled functions are.

    Args:
        job: a partial of a module's function.

    Raises:
        InputError: what the job raised, or that its process was ended.
    """
    context = multiprocessing.get_context("spawn")
    # TensorFlow is imported quietly, before the job's own module imports it.
    with ProcessPoolExecutor(1, context, initializer=import_tensorflow) as pool:
        try:
            return pool.submit(job).result()
        except BrokenProcessPool as error:
            raise InputError(
                f"{job.func.__name__}: expected a result, found that its process was "
                "ended (too little memory?)"
            ) from error
