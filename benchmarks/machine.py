"""What this machine can do, and how the time of a piece of work is taken."""

import dataclasses
import resource
import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

# Operations of training over those forwards: backwards there are two products, one per
# factor, for each product forwards.
TRAINING = 3


@dataclasses.dataclass(frozen=True)
class Measurement:
    """One row of the table.

    Args:
        work: what was done.
        seconds: median of the repeats.
        first_seconds: the first call, with building and compiling; None: no such thing.
        operations: FLOPs of the work; None where it is not made of products.
        aim: ratio that is aimed at.
        count: how many things were done.
        unit: what they are.
        peak_bytes: most memory that the process has held so far; None: not looked at.
        product_rate: FLOP/s of a matrix product at that time; filled in last.
    """

    work: str
    seconds: float
    first_seconds: float | None = None
    operations: int | None = None
    aim: float | None = None
    count: int | None = None
    unit: str = ""
    peak_bytes: int | None = None
    product_rate: float = float("nan")

    @property
    def ratio(self) -> float | None:
        """Time over what the products alone would take at the measured rate."""
        if self.operations is None:
            return None
        return self.seconds * self.product_rate / self.operations

    @property
    def share(self) -> float | None:
        """FLOP/s reached, as a share of the measured rate."""
        return None if self.ratio is None else 1 / self.ratio


def timed(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Seconds of the first call, and the median of `repeats` further ones."""
    seconds = []
    for _ in range(repeats + 1):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds[0], statistics.median(seconds[1:])


def peak_bytes() -> int:
    """Most memory that this process has held in main memory so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def measure_products(size: int) -> list[Measurement]:
    """Float32 products of two square matrices in NumPy and in TensorFlow."""
    products = {"NumPy": _numpy_product, "TensorFlow": _tensorflow_product}
    return [
        Measurement(f"{name}, {size}³", product(size), operations=2 * size**3)
        for name, product in products.items()
    ]


def product_rate(size: int) -> float:
    """FLOP/s that TensorFlow reaches on its default device."""
    return 2 * size**3 / _tensorflow_product(size)


def _numpy_product(size: int) -> float:
    matrix = np.random.default_rng(0).random((size, size), np.float32)
    return timed(lambda: matrix @ matrix, 3)[1]


def _tensorflow_product(size: int) -> float:
    import tensorflow as tf  # here, so that the table can be made without

    matrix = tf.random.stateless_uniform((size, size), (0, 0))

    def product():
        return tf.matmul(matrix, matrix)[0, 0].numpy()  # waits for the device

    return timed(product, 3)[1]
