"""Which windows and motions of a family the viewer offers, and by what names.

Windows are those of `viewer_data.windows_of`, at hand or shipped.
"""

import base64
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.ndimage import uniform_filter1d

from data_prep.datasets import shown_name
from evaluation.keypoints.gaps import fill_gaps
from evaluation.keypoints.smoothers import Filter, gaussian
from evaluation.report.viewer_data import UNKNOWN, packed
from evaluation.studies import MARK

MOST_WINDOWS, MOST_MODELS = 3, 8  # of a data set, of a window
_MOST_USUAL = 2
# What any smoother has to beat, of what is given in a window; named as tables do.
FILTERS: Mapping[str, Filter] = {
    "Gaussian of 3 frames, whole clip": lambda positions: gaussian(positions, 3),
    "Mean of 5 frames": lambda positions: uniform_filter1d(positions, 5, axis=0),
}

Window = Mapping[str, Any]


def windows_to_show(
    windows: Mapping[str, Sequence[Window]],
    ranking: Sequence[str],
    changed: Collection[str] = (),
) -> list[dict[str, Any]]:
    """The windows of all data sets with what each of them shows at first.

    Of a recording, the window with the best study stands for all.

    Args:
        windows: of a family, by data set.
        ranking: names of studies, the best one first.
        changed: names of those of changed settings, which nothing shows at first.
    """
    shown = []
    several = sum(map(bool, windows.values())) > 1
    for data, each in windows.items():
        best_first = sorted(each, key=lambda window: min(_ranks(window, ranking)))
        places = {window["recording"]: window for window in reversed(best_first)}
        chosen = [w for w in each if any(w is place for place in places.values())]
        for window in chosen[:MOST_WINDOWS]:
            prefix = f"{shown_name(data)}: " if several else ""
            shown.append(_content(window, ranking, changed, prefix))
    return shown


def _content(
    window: Window, ranking: Sequence[str], changed: Collection[str], prefix: str
) -> dict[str, Any]:
    order = [
        window["models"][n] for n in np.argsort(_ranks(window, ranking), kind="stable")
    ]
    simple = [each for each in order if _bare(each) == window["baseline"]]
    others = [each for each in order if each not in simple]
    named = [each for each in others if _bare(each) not in changed]
    models = [*named, *(each for each in others if each not in named)]
    if not window["forecast"]:
        simple = _filtered(window)
    return {
        **window,
        "name": f"{prefix}{_recording(window)} from {window['start']}",
        "models": [*models[:MOST_MODELS], *simple],
        "usual": [each["name"] for each in (*named[:_MOST_USUAL], *simple[:1])],
    }


def _recording(window: Window) -> str:
    """Short, for a phone: a recording's name often begins with the action."""
    action, recording = window["action"], window["recording"]
    return recording if recording.startswith(action) else f"{action} {recording}"


def _ranks(window: Window, ranking: Sequence[str]) -> list[int]:
    """The place of each model in the ranking; all others come behind it."""
    names = list(map(_bare, window["models"]))
    last = len(ranking)
    return [ranking.index(n) if n in ranking else last for n in names] or [last]


def _bare(model: Mapping[str, str]) -> str:
    """The name of a study, whether it was run here or came with the project."""
    return model["name"].removesuffix(MARK)


def _filtered(window: Window) -> list[dict[str, str]]:
    """What simple filters make of the frames that are given and shown."""
    coded = np.frombuffer(base64.b64decode(window["given"]), "<i2").astype(np.float64)
    given = np.where(coded == UNKNOWN, np.nan, coded * window["step"])
    given = given.reshape(-1, window["joints"], window["dimensions"])
    known = np.isfinite(given)
    whole = np.nan_to_num(fill_gaps(given))
    return [
        {
            "name": name,
            "prediction": packed(
                np.where(known, smooth(whole), np.nan), window["step"]
            ),
        }
        for name, smooth in FILTERS.items()
    ]
