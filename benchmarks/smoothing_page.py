"""The page of the smoothing family: its groups, and what is aimed at."""

from benchmarks.aims import Aim, Measured, times
from benchmarks.smoothing_arithmetic import training_step
from benchmarks.table import Page
from smoothing.studies import STUDIES

# Network and the study whose sizes are measured, in the order of every group.
NETWORKS = {
    "3DConv": "conv3d_1.1",
    "DeciWatch": "deciwatch_1.1",
    "Model S": "convlstm_s_1.1",
    "Model C": "convlstm_c_1.1",
}
PAGE = Page(
    title="Speed of the smoothing family",
    headings={
        "product": "matrix product, float32",
        "step": "training step at the published size",
        "forward": "forward pass at the published size",
        "input": "drawing batches of the training data, nothing done with them",
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
        "GFLOP counts convolutions and matrix products, from shapes, three times the "
        "forward ones for training. 'product GFLOP/s' is the mean of what one of 3000³ "
        "in TensorFlow reached before and after, 'share' what the line reached of "
        "that. On a busy machine both vary. Compare shares between machines, not "
        "seconds.",
        "Aimed at are 1.2 s for a step of 3DConv and 12 s for one of Model S or C on "
        "two cores whose product reaches 148 GFLOP/s, where PyTorch was measured at "
        "1.24, 14.7 and 17.4 s; here as shares of the product.",
    ),
)
_AIMED_SECONDS = {"3DConv": 1.2, "Model S": 12.0, "Model C": 12.0}
_AT_RATE = 148e9


def _step_aim(name: str, seconds: float) -> Aim:
    row = list(NETWORKS).index(name)
    return Aim(
        f"training step, {name}, share of the matrix product",
        ("step",),
        lambda measured: measured["step"][row].share,
        training_step(STUDIES[NETWORKS[name]]) / _AT_RATE / seconds,
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
