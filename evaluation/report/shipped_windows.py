"""Motions that came with the project, beside those of the runs at hand."""

from collections.abc import Mapping, Sequence
from typing import Any

_SAME = ("truth", "given", "step", "rate_hz", "unit", "bones")

Window = dict[str, Any]  # as `viewer_data.windows_of` makes it


def with_shipped(
    windows: Sequence[Window], shipped: Sequence[Window], mark: str
) -> list[Window]:
    """The windows at hand, then those that came with the project.

    In a window that both have, the motions of further studies stand beside those of the
    runs at hand.

    Args:
        windows, shipped: of one family and data set.
        mark: behind the names of what came with the project.
    """
    every = [{**window, "models": list(window["models"])} for window in windows]
    for window in shipped:
        models = [_marked(model, mark) for model in window["models"]]
        same = next((each for each in every if _alike(each, window)), None)
        if same is None:
            every.append({**window, "models": models})
            continue
        names = {model["name"] for model in same["models"]}
        pairs = zip(window["models"], models, strict=True)
        same["models"] += [each for old, each in pairs if old["name"] not in names]
    return every


def _marked(model: Mapping[str, Any], mark: str) -> dict[str, Any]:
    return {**model, "name": model["name"] + mark}


def _alike(one: Window, other: Window) -> bool:
    return all(one[key] == other[key] for key in _SAME)
