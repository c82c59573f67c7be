"""The training loss of every step, not smoothed (report, Figure 8)."""

from pathlib import Path

import numpy as np

from stt.analysis.charts import BLUE, new_chart, tidy, to_png
from stt.analysis.results import TENTHS

_FEWEST = 3 * TENTHS  # two differences in each tenth


def read_losses(path: Path) -> np.ndarray:
    """(steps,) float32; none where the run kept none: a checkpoint was scored."""
    if not path.exists():
        return np.zeros(0, np.float32)
    return np.load(path, allow_pickle=False)


def noise(losses: np.ndarray) -> np.ndarray | None:
    """(10,): in each tenth of training, how much a step's loss differs from the next.

    The standard deviation of successive differences over √2, which is that of
    independent noise around a slow curve, as a share of the mean loss. None where
    there are too few steps.
    """
    if len(losses) < _FEWEST:
        return None
    tenths = np.array_split(losses.astype(np.float64), TENTHS)
    spread = [np.diff(tenth).std() / np.sqrt(2) for tenth in tenths]
    return np.array(spread) / [tenth.mean() for tenth in tenths]


def picture(losses: np.ndarray, found: np.ndarray | None, name: str) -> bytes:
    """PNG: the loss of every step."""
    figure = new_chart(10, 3.8, f"Training loss of every step, {name}")
    axes = tidy(figure.subplots(), "", "step", "loss, not smoothed")
    # Noise is a share of the loss: on this scale it looks alike at any height.
    axes.plot(np.arange(1, len(losses) + 1), losses, color=BLUE, linewidth=0.6)
    axes.margins(x=0.01)
    axes.set_yscale("log")
    if found is not None:
        axes.set_title(
            "A step differs from its neighbours by "
            f"{100 * found[0]:.0f} % of the loss in the first tenth of training, by "
            f"{100 * found[-1]:.0f} % in the last",
            fontsize=9.5,
        )
    return to_png(figure)
