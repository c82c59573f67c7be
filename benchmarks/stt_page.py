"""The page of the Spatio-Temporal Transformer: its groups, and what is aimed at."""

from benchmarks.aims import Aim, times
from benchmarks.table import Page, three_digits

PAGE = Page(
    title="Speed of the Spatio-Temporal Transformer",
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
    columns=(
        "seconds",
        "first call",
        "peak GB",
        "GFLOP",
        "product GFLOP/s",
        "share",
        "per second",
    ),
    explanation=(
        "Each line is measured in a process of its own, training steps in the "
        "project's own loop with Adam. Seconds are medians of several calls after the "
        "first; the first, which traces and optimises the graph, stands beside them. "
        "Peak: most main memory that the process held, TensorFlow and data with it.",
        "GFLOP counts all matrix products, from shapes, three times the forward ones "
        "for training; what causal attention leaves out is counted too. 'product "
        "GFLOP/s' is the mean of what one of 3000³ in TensorFlow reached before and "
        "after, 'share' what the line reached of that. On a busy machine both vary. "
        "Compare shares between machines, not seconds.",
        "The loop over joints is benchmarks/joint_loop.py: the same network with every "
        "joint's maps in layers of their own, a whole batch at a time.",
    ),
)


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
