"""The names of runs of the smoothing thesis, taken apart and put into words."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evaluation.studies import split_changes

# How tables name networks and smoothers, in their order.
LABELS: dict[str, str] = {
    "conv3d": "3DConv",
    "deciwatch": "DeciWatch",
    "convlstm_s": "bi-ConvLSTM Model S",
    "convlstm_c": "bi-ConvLSTM Model C",
}
TUNED_ENDING = "_fine_tuned"  # ends the name of a network that was tuned to other data
SMOOTHERS: dict[str, str] = {
    "identity": "Identity function",
    "mean_5": "Mean of 5 frames",
    "median_5": "Median of 5 frames",
    "interpolation": "Line from frame 1 to 5",
    "gaussian_5": "Gaussian of 5 frames",
    "savgol_5_2": "Savitzky-Golay of 5 frames",
    "one_euro": "One-euro",
    "savgol_31_2": "Savitzky-Golay of 31 frames",
    "gaussian_3": "Gaussian of 3 frames, whole clip",
    "linear_5": "Best linear map of 5 frames",
    "linear_2": "Best linear map of frames 1 and 5",
}


class StudyName(NamedTuple):
    """The parts of 'convlstm_s_1.1_as_published,filters=32'.

    Args:
        name: key of `LABELS` or `SMOOTHERS`.
        run: '1.1' to '2.3', as the thesis numbers noise and experiment; 0.x: without
            noise.
        change: all that follows, or ''.
    """

    name: str
    run: str
    change: str

    @property
    def bare_label(self) -> str:
        """How the network or the smoother is called, whatever run it is in."""
        return {**LABELS, **SMOOTHERS}[self.name]

    def label(self, with_run: bool = True) -> str:
        """How it is shown, in a table of several runs without its own."""
        name = self.bare_label
        way, changes = split_changes(self.change)
        way = way.lstrip("_").replace("_", " ")
        parts = [f"{name} {self.run}" if with_run else name, way, *changes]
        return ", ".join(part for part in parts if part)


def parts_of(study: str) -> StudyName | None:
    """The parts of a study's name; None where it has not this form."""
    found = re.fullmatch(r"(\w+)_([012]\.[123])((?:[_,].+)?)", study)
    if found is None or found[1] not in {*LABELS, *SMOOTHERS}:
        return None
    return StudyName(*found.groups())


def label(study: str) -> str:
    """How tables name a study; one that is not known by its key."""
    parts = parts_of(study)
    return parts.label() if parts else study


def is_smoother(study: str) -> bool:
    """Whether it is a filter and no network, so that nothing depends on a seed."""
    parts = parts_of(study)
    return parts is not None and parts.name in SMOOTHERS


def changes(studies: Iterable[str], name: str, runs: Sequence[str]) -> list[str]:
    """What was changed in the studies of a model or smoother: '' and what is known."""
    found = [parts_of(study) for study in studies]
    others = {
        each.change for each in found if each and each[0] == name and each[1] in runs
    }
    return sorted({"", *others})
