"""Test windows of a family as the motion viewer of the report reads them.

Positions are kept as whole millimetres or tenths of a pixel, two bytes each, in base64.
S frames that are given, T frames that are predicted, J joints, D coordinates.
"""

import base64
import dataclasses
import pathlib
from typing import Any

import numpy as np

from evaluation.pictures.shown_motions import (
    MOTIONS_FILE,
    SIDES,
    ShownMotion,
    load_motions,
)
from evaluation.studies import Studies
from reenact.errors import DataError

UNKNOWN = -32768  # where a position is not known
_STEP = {"m": 0.001, "px": 0.1}  # of the numbers that are kept
_LARGEST = 32767
_PAST_SECONDS = 1.0  # of a forecast, before its first predicted frame


@dataclasses.dataclass(eq=False)
class _Window:
    """The motions of several studies that continue, or smooth, the same frames."""

    motion: ShownMotion
    predictions: dict[str, np.ndarray]  # by how the study is shown

    def has(self, other: ShownMotion) -> bool:
        """Whether another motion is of this window, what is given and true alike."""
        one = self.motion
        if _place(one) != _place(other) or one.truth.shape != other.truth.shape:
            return False
        if not np.array_equal(one.bones, other.bones):
            return False
        frames = min(len(one.given), len(other.given))
        step = _STEP[one.unit]
        return all(
            np.allclose(ours, theirs, atol=step, equal_nan=True)
            for ours, theirs in (
                (one.truth, other.truth),
                (one.given[-frames:], other.given[-frames:]),
            )
        )

    def add(self, name: str, motion: ShownMotion) -> None:
        if len(motion.given) > len(self.motion.given):
            self.motion = motion
        self.predictions[name] = motion.prediction


def windows_of(studies: Studies) -> list[dict[str, Any]]:
    """What the first seed of each study makes of its windows, ready for JSON.

    Args:
        studies: of one data set.

    Raises:
        DataError: a damaged motions.npz.
    """
    windows: list[_Window] = []
    for study, runs in studies.items():
        path = runs[0].path.parent / MOTIONS_FILE
        for motion in _read(path) if path.exists() else ():
            found = next((each for each in windows if each.has(motion)), None)
            if found is None:
                found = _Window(motion, {})
                windows.append(found)
            found.add(studies.label(study), motion)
    windows.sort(
        key=lambda window: (window.motion.action != "walking", _place(window.motion))
    )
    return [_content(window) for window in windows]


def _read(path: pathlib.Path) -> list[ShownMotion]:
    motions = load_motions(path)
    for motion in motions:
        shape = motion.truth.shape
        for name in ("prediction", "baseline"):
            found = getattr(motion, name).shape
            if found != shape or len(shape) != 3:
                raise DataError(
                    f"{path}: expected {name} of {motion.clip_id} in the shape of the "
                    f"truth, {shape}, found {found}"
                )
    return motions


def _place(motion: ShownMotion) -> tuple:
    """Where a window lies: its clip and the first frame that is predicted."""
    first = motion.start + (len(motion.given) if motion.is_forecast else 0)
    return motion.clip_id, first, motion.rate_hz, motion.unit


def _content(window: _Window) -> dict[str, Any]:
    """One window; see `viewer.js` for what reads it."""
    motion, given = window.motion, window.motion.given
    if motion.is_forecast:
        given = given[-max(1, round(_PAST_SECONDS * motion.rate_hz)) :]
    tracks = {"given": given, "truth": motion.truth, **window.predictions}
    largest = max(np.nanmax(np.abs(each), initial=0) for each in tracks.values())
    step = max(_STEP[motion.unit], float(largest) / _LARGEST)
    shown = dict(window.predictions)
    # What does nothing; of a smoothed motion it is what is given.
    baseline = motion.baseline_name.capitalize() if motion.is_forecast else ""
    if baseline:
        shown[baseline] = motion.baseline
    clip_id, first, rate_hz, _ = _place(motion)
    return {
        "action": motion.action,
        "recording": clip_id.rpartition("/")[2].partition("@")[0],
        "start": f"{first / rate_hz:.1f} s" if rate_hz else f"frame {first}",
        "forecast": motion.is_forecast,
        "baseline": baseline,
        "rate_hz": motion.rate_hz,
        "unit": motion.unit,
        "step": step,
        "joints": motion.truth.shape[1],
        "dimensions": motion.truth.shape[2],
        "bones": motion.bones.tolist(),
        "sides": [SIDES[side] for side in motion.sides],
        "head": _head(motion),
        "given": packed(given, step),
        "truth": packed(motion.truth, step),
        "models": [
            {"name": each, "prediction": packed(track, step)}
            for each, track in shown.items()
        ],
    }


def _head(motion: ShownMotion) -> int | None:
    """The last joint at which the spine ends: children come after their parents.

    Joints at one place break the spine of some skeletons, so that it ends twice.
    """
    starts, ends = motion.bones.T
    spine = motion.sides == SIDES.index("middle")
    found = set(ends[spine].tolist()) - set(starts.tolist())
    return max(found) if found and motion.is_forecast else None


def packed(track: np.ndarray, step: float) -> str:
    """(frames, J, D) as base64 of little-endian int16, in `step`s."""
    known = np.isfinite(track)
    whole = np.where(known, np.round(np.where(known, track, 0) / step), UNKNOWN)
    return base64.b64encode(whole.astype("<i2").tobytes()).decode("ascii")
