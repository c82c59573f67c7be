"""How comparisons name an error: in words, with its unit and its horizon."""

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
_SPANS = {"sum": "summed up to", "until": "averaged up to", "at": "at"}


def in_words(key: str, which: str) -> str:
    """'Joint angle error, rad, summed up to 400 ms'.

    Args:
        key: of the errors of results; one that is not known is shown as it is.
        which: the horizon or horizons.
    """
    stem, _, kind = key.rpartition("_")
    if kind in _SPANS:
        return f"{_HEADS.get(stem, stem)}, {_SPANS[kind]} {which}"
    return f"{_HEADS.get(key, key)}, at {which}"
