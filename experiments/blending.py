"""How a prediction joins the motion that it continues, and where the body goes.

F frames of the motion, T predicted frames, J joints. Rotations are matrices
(frames, J, 3, 3) relative to the parent.
"""

import dataclasses

import numpy as np

from motion.motion import Motion
from motion.rotations import geodesic_angle, matrix_to_rotvec, rotvec_to_matrix

# What is taken for the velocity at the end of a motion is its mean over so long.
VELOCITY_SECONDS = 0.1
_STILL = 1e-5  # radians; the numbers of networks have seven digits
ROOT_RULES = ("velocity", "hold")


def joined(motion: Motion, future: Motion) -> Motion:
    """A motion and what follows it, as one."""
    return dataclasses.replace(
        future,
        rotations=np.concatenate([motion.rotations, future.rotations]),
        root_m=np.concatenate([motion.root_m, future.root_m]),
    )


def steps_deg(rotations: np.ndarray) -> np.ndarray:
    """How far each joint turns from frame to frame: (frames - 1, J) degrees."""
    return np.degrees(geodesic_angle(rotations[:-1], rotations[1:]))


def continued_root(
    root_m: np.ndarray, rate_hz: float, frames: int, rule: str, up: np.ndarray
) -> np.ndarray:
    """Where the root goes after the last frame, which networks of rotations do not say.

    Args:
        root_m: (F, 3) where it was, metres.
        rate_hz: of both.
        frames: T.
        rule: 'velocity', on with the horizontal velocity of the last 0.1 s at the
            height that it has; or 'hold', nowhere.
        up: (3,) the unit vector that points upwards.

    Returns:
        (T, 3) metres.
    """
    step = np.zeros(3)
    if rule == "velocity":
        step = np.diff(_ending(root_m, rate_hz), axis=0).mean(axis=0)
        step -= (step @ up) * up
    return root_m[-1] + np.arange(1, frames + 1)[:, None] * step


def blended(
    past: np.ndarray, future: np.ndarray, rate_hz: float, seconds: float
) -> np.ndarray:
    """A prediction that starts where the motion before it leads.

    The motion leads to its last frame, turned on by the mean velocity of its last
    0.1 s; a joint that the prediction leaves where it is stays there. The rotation
    from the first predicted frame to that one is added to all frames, and less and
    less of it: all of it at first, nothing after `seconds`. So the first step is never
    larger than the largest before it.

    Args:
        past, future: rotations of F and T frames.
        rate_hz: of both.
        seconds: 0 changes nothing.

    Returns:
        (T, J, 3, 3).
    """
    if not seconds:
        return future
    ending = _ending(past, rate_hz)
    turns = matrix_to_rotvec(ending[:-1].swapaxes(-1, -2) @ ending[1:])
    moves = _moving(past[-1], future)
    lead = past[-1] @ rotvec_to_matrix(turns.mean(axis=0) * moves[:, None])
    offset = matrix_to_rotvec(future[0].swapaxes(-1, -2) @ lead)
    weights = fading(np.arange(len(future)) / rate_hz / seconds)
    return future @ rotvec_to_matrix(weights[:, None, None] * offset)


def fading(progress: np.ndarray) -> np.ndarray:
    """From 1 at progress 0 to 0 at 1 and later, without a corner at either end."""
    progress = np.minimum(progress, 1.0)
    return 1 - progress**2 * (3 - 2 * progress)


def speed_ratio(past: np.ndarray, future: np.ndarray, rate_hz: float) -> float:
    """Speed of a prediction, in speeds of the last second before it.

    The mean over the joints that the prediction turns; NaN if it is a single frame, or
    nothing moved before it. How it jumps to its first frame does not count.
    """
    before = steps_deg(past[-(round(rate_hz) + 1) :]).mean(axis=0)
    after = steps_deg(future).mean(axis=0) if len(future) > 1 else before * np.nan
    moves = _moving(past[-1], future)
    if not moves.any():  # it stands still
        return 0.0 if before.any() else np.nan
    total = before[moves].sum()
    return float(after[moves].sum() / total) if total > 0 else np.nan


def _moving(last: np.ndarray, future: np.ndarray) -> np.ndarray:
    """(J,) bool: which joints a prediction turns from where they are."""
    return (geodesic_angle(last, future) > _STILL).any(axis=0)


def _ending(frames: np.ndarray, rate_hz: float) -> np.ndarray:
    """The last 0.1 s, at least two frames of it."""
    return frames[-(max(1, round(VELOCITY_SECONDS * rate_hz)) + 1) :]
