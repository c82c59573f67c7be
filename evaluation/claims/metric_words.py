"""How comparisons name an error: in words, with its unit and its horizon."""

from collections.abc import Sequence

_HEADS = {
    "corrected": "Euler angle error as a forecast, rad",
    "as_published": "Euler angle error one step ahead, rad",
    "euler": "Euler angle error, rad",
    "joint_angle": "Joint angle error, rad",
    "positional": "Positional error, thigh lengths",
    "auc": "Area under the curve of correct joints",
    "mse_all": "Squared error of all normalised numbers",
    "mse_active": "Squared error of the normalised numbers that vary",
    "local_angle_deg": "Angle between local rotations, degrees",
}
_SPANS = {"sum": "summed up to ", "until": "averaged up to ", "at": "at "}


def in_words(key: str, horizons: Sequence[int], every: Sequence[int] = ()) -> str:
    """'Joint angle error, rad, summed up to 400 ms'.

    Args:
        key: of the errors of results; one that is not known is shown as it is.
        horizons: labels in ms; of several, the mean is shown.
        every: all horizons that there are.
    """
    stem, _, kind = key.rpartition("_")
    if kind in _SPANS:
        span = _SPANS[kind]
    else:
        stem, span = key, "at "
    if span == "at " and len(horizons) > 1:
        span = ""
    return f"{_HEADS.get(stem, stem)}, {span}{_which(horizons, every)}"


def _which(horizons: Sequence[int], every: Sequence[int]) -> str:
    """'400 ms', 'mean of 80 and 160 ms' or 'mean of all horizons'."""
    if len(horizons) == 1:
        return f"{horizons[0]} ms"
    if tuple(horizons) == tuple(every):
        return "mean of all horizons"
    *others, last = map(str, horizons)
    return f"mean of {', '.join(others)} and {last} ms"
