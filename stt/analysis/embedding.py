"""The learned embedding of the joints as a picture (report, Figure 5).

J = 15 joints, P numbers of a joint, D columns. As a matrix the kernel is (J P, D), the
rows of a joint together; rows of left joints are ordered as those of right ones.
"""

import numpy as np

from motion.body_joints import BODY_JOINTS, CENTRE, LEFT, RIGHT
from stt.analysis.charts import BLUE, RULE, from_zero, new_chart, tidy, to_png
from stt.forecaster import Forecaster

GROUPS = {
    "all joints": tuple(range(len(BODY_JOINTS))),
    "left joints": LEFT,
    "right joints": RIGHT,
    "centre joints": CENTRE,
}
SHUFFLES = 200
_BAND, _BAND_WIDTH = (40, 50), 128  # columns of the report's grey band


def joint_kernels(model: Forecaster) -> np.ndarray:
    """(J, P, D); study 14 embeds all joints by one matrix, whose rows are the same."""
    kernel = np.array(model.embedding.kernel, np.float64)
    return kernel.reshape(len(BODY_JOINTS), -1, kernel.shape[-1])


def measure(kernels: np.ndarray) -> dict:
    """Whether left and right look alike, and how large each column is.

    `shuffled_correlations` are the same correlation between five and five joints drawn
    at random, the same ones each time. `grey_band_ratio`: mean size of the columns 40
    to 50 of 128 over that of the others.
    """
    random = np.random.default_rng(0)
    half = len(LEFT)
    shuffles = [random.permutation(len(kernels)) for _ in range(SHUFFLES)]
    columns = np.abs(kernels).mean(axis=(0, 1))
    band = _in_band(len(columns))
    return {
        "left_right_correlation": _correlation(kernels, LEFT, RIGHT),
        "shuffled_correlations": [
            _correlation(kernels, joints[:half], joints[half : 2 * half])
            for joints in shuffles
        ],
        "column_mean_abs": columns,
        "grey_band_ratio": columns[band].mean() / columns[~band].mean(),
    }


def picture(kernels: np.ndarray, found: dict, name: str) -> bytes:
    """PNG: the matrix and three parts of it in grey, and the size of its columns.

    White is the largest, black the smallest number of the matrix that is shown.
    """
    figure = new_chart(14, 11, f"Embedding of the joints, {name}")
    grid = figure.add_gridspec(4, 2, height_ratios=(3, 3, 3, 1.6))
    places = (grid[:3, 0], grid[0, 1], grid[1, 1], grid[2, 1])
    for place, (title, joints) in zip(places, GROUPS.items(), strict=True):
        _show(figure.add_subplot(place), title, kernels[list(joints)], joints)
    columns = found["column_mean_abs"]
    axes = figure.add_subplot(grid[3, :])
    tidy(axes, "Size of the columns", "column", "mean |w| of all rows")
    band = np.flatnonzero(_in_band(len(columns)))
    axes.axvspan(band[0] - 0.5, band[-1] + 0.5, color=RULE, label="the report's band")
    axes.step(range(len(columns)), columns, where="mid", color=BLUE, linewidth=1)
    from_zero(axes)
    axes.margins(x=0)
    axes.legend(fontsize=8, frameon=False, loc="lower right")
    shuffled = np.array(found["shuffled_correlations"])
    figure.supxlabel(
        f"Correlation of left and right joints "
        f"{found['left_right_correlation']:+.3f}; of five and five joints at random "
        f"{shuffled.mean():+.3f}, 95 % of them between "
        f"{np.quantile(shuffled, 0.025):+.3f} and {np.quantile(shuffled, 0.975):+.3f}. "
        f"Columns of the band over the others {found['grey_band_ratio']:.2f}",
        fontsize=9,
    )
    return to_png(figure)


def points(kernels: np.ndarray) -> tuple[np.ndarray, list[tuple[str, str, str]]]:
    """The rows (J P, D) as points, and what each is: joint, side, number."""
    sides = {joint: side for side in ("left", "right", "centre") for joint in _of(side)}
    labels = [
        (joint, sides[number], str(entry))
        for number, joint in enumerate(BODY_JOINTS)
        for entry in range(kernels.shape[1])
    ]
    return kernels.reshape(-1, kernels.shape[-1]), labels


def _of(side: str) -> tuple[int, ...]:
    return GROUPS[f"{side} joints"]


def _show(axes, title: str, kernels: np.ndarray, joints) -> None:
    numbers = kernels.shape[1]
    matrix = kernels.reshape(-1, kernels.shape[-1])
    extremes = f"black {matrix.min():+.2f}, white {matrix.max():+.2f}"
    size = f"{matrix.shape[0]} x {matrix.shape[1]}"
    tidy(axes, f"{title} ({size}): {extremes}", "column")
    axes.imshow(matrix, cmap="gray", aspect="auto", interpolation="nearest")
    axes.grid(False)
    rows = numbers * np.arange(len(joints)) + (numbers - 1) / 2
    axes.set_yticks(rows, [BODY_JOINTS[joint] for joint in joints])
    # Short lines outside tell the rows of one joint from those of the next.
    axes.set_yticks(numbers * np.arange(len(joints) + 1) - 0.5, minor=True)
    axes.tick_params(axis="y", which="major", length=0)
    axes.tick_params(axis="y", which="minor", length=12, color="#9ca3af")


def _correlation(kernels: np.ndarray, some, others) -> float:
    pair = kernels[list(some)].ravel(), kernels[list(others)].ravel()
    return float(np.corrcoef(*pair)[0, 1])


def _in_band(width: int) -> np.ndarray:
    """Which columns lie where 40 to 50 do among 128."""
    first, last = (round(edge * width / _BAND_WIDTH) for edge in _BAND)
    columns = np.arange(width)
    return (columns >= first) & (columns <= last)
