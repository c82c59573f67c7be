"""The printed numbers of the smoothing thesis, and what a linear estimator reaches.

Tables 1 to 4 are those of the chapter on pretraining; the single keypoints at the other
thresholds are those of the whole thesis, where some columns stand under a wrong
heading (`_UNDER_HEADING`).
"""

import csv
import pathlib
from collections.abc import Iterator
from typing import NamedTuple

from smoothing.study_names import LABELS, SMOOTHERS

PUBLISHED = pathlib.Path(__file__).parent / "published"
RUNS = {shift: tuple(f"{shift}.{each}" for each in (1, 2, 3)) for shift in (1, 2)}
TOTAL = "total"
ALL_MODELS = "all"  # in the place of a model: the mean of the 12 runs of a noise
# The rows of Tables 1 and 2: as a study's name begins -> as printed.
MODELS = {"identity": SMOOTHERS["identity"], **LABELS}

# What a linear estimator of what a network sees is, on Penn Action windows.
_FIVE_FRAMES, _TWO_FRAMES = "mean of 5 frames", "mean of frames 1 and 5"
SEEN = {name: _TWO_FRAMES if name == "deciwatch" else _FIVE_FRAMES for name in LABELS}

_S, _DECIWATCH = LABELS["convlstm_s"], LABELS["deciwatch"]
# At PCK@0.05 and 0.1 the printed columns of single keypoints hold these runs: a
# column's mean over the keypoints and its curve over the thresholds fit no other, while
# the totals below them are right. None: Model S 2.1 once more, at the next threshold.
# DeciWatch 2.2 is not printed.
_UNDER_HEADING: dict[tuple[str, str], tuple[str, str] | None] = {
    (_S, "1.1"): (_S, "1.3"),
    (_S, "1.3"): (_S, "1.1"),
    (_DECIWATCH, "2.2"): (_DECIWATCH, "2.3"),
    (_DECIWATCH, "2.3"): (_S, "2.1"),
    (_S, "2.1"): None,
}


class Printed(NamedTuple):
    """What a printed number is of.

    Args:
        model: as printed, or `ALL_MODELS`.
        run: '1.1' to '2.3'; of `ALL_MODELS` '1' or '2', the noise.
        threshold: of PCK.
        keypoint: 'nose' to 'ankle', left and right together, or `TOTAL`.
    """

    model: str
    run: str
    threshold: float
    keypoint: str = TOTAL


def printed_pck() -> dict[Printed, float]:
    """All printed PCK of the pretrained models and of the identity function, in %."""
    values = {}
    for line in _lines("smoothing_published"):
        if line["metric"].startswith("PCK@"):
            run = line["shift"] if line["model"] == ALL_MODELS else line["experiment"]
            keypoint = line["keypoint"].lower().replace("all", TOTAL)
            key = Printed(line["model"], run, _threshold(line), keypoint)
            values[key] = float(line["value"])
    for line in _lines("smoothing_thesis_extra"):
        single = line["keypoint"] not in ("all", "Total")
        if line["stage"] == "pretrain" and single and _threshold(line) < 0.2:
            # Their tables number the runs of the larger noise 1.x too.
            heading = line["model"], line["shift"] + line["experiment"][1:]
            if (found := _UNDER_HEADING.get(heading, heading)) is not None:
                key = Printed(*found, _threshold(line), line["keypoint"].lower())
                values[key] = float(line["value"])
    return values


def mean_thresholds() -> dict[float, float]:
    """Threshold of PCK -> its mean in pixels, as printed."""
    return {
        _threshold(line): float(line["value"])
        for line in _lines("smoothing_published")
        if line["metric"].startswith("mean_threshold")
    }


def linear_pck() -> dict[tuple[str, int, float], float]:
    """(value of `SEEN`, noise, threshold) -> PCK in %; the file says how measured."""
    return {
        (line["estimator"], int(line["shift"]), _threshold(line)): float(line["value"])
        for line in _lines("smoothing_linear")
    }


def _threshold(line: dict[str, str]) -> float:
    return float(line["metric"].rsplit("@", 1)[1])


def _lines(name: str) -> Iterator[dict[str, str]]:
    with open(PUBLISHED / f"{name}.csv", newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)
