"""Clips at another frame rate."""

import dataclasses

import numpy as np
from scipy.spatial.transform import Rotation

from motion.clip import Clip
from motion.rotations import unwrap_rotation_vectors


def resampled(clip: Clip, rate_hz: float) -> Clip:
    """The motion at `rate_hz`, from its first frame to its last one at most.

    Where the rate is a divisor of the clip's, frames are left out and the others stay
    as they are. Elsewhere rotations turn steadily from frame to frame (slerp) and the
    root moves in a straight line.

    Raises:
        ValueError: for a clip with calibration frames or root increments, which lie
            between no frames; or a rate that is not positive.
    """
    every, step = steps(clip.rate_hz, rate_hz)
    if every:
        return clip.every(every)
    if clip.calibration_frames or clip.root_kind != "absolute":
        raise ValueError(
            f"clip {clip.clip_id!r}: expected an absolute root and no calibration "
            f"frames, found {clip.root_kind!r} and {clip.calibration_frames}"
        )
    rotations, root = between_frames(clip.rotations, clip.root_translation, step)
    return dataclasses.replace(
        clip,
        rate_hz=float(rate_hz),
        rotations=unwrap_rotation_vectors(rotations).astype(np.float32),
        root_translation=root.astype(np.float32),
    )


def steps(from_hz: float, to_hz: float) -> tuple[int, float]:
    """The n of "every n-th frame", 0 where the rate is no divisor; and the ratio.

    Raises:
        ValueError: a new rate that is not positive.
    """
    if not to_hz > 0:
        raise ValueError(f"expected a positive rate, found {to_hz}")
    step = from_hz / to_hz
    whole = round(step)
    return (whole if abs(step - whole) < 1e-6 * step else 0), step


def between_frames(
    rotations: np.ndarray, root: np.ndarray, step: float
) -> tuple[np.ndarray, np.ndarray]:
    """Motion at frames 0, step, 2 step, … up to the last one.

    Args:
        rotations: (frames, joints, 3) rotation vectors.
        root: (frames, 3) positions.
        step: any positive number of frames.
    """
    last = len(rotations) - 1
    places = np.arange(int(last / step + 1e-9) + 1) * step
    before = np.minimum(places.astype(int), max(last - 1, 0))
    after = np.minimum(before + 1, last)
    part = (places - before)[:, None]
    root = np.asarray(root, np.float64)
    return (
        _between(rotations[before], rotations[after], part),
        root[before] + part * (root[after] - root[before]),
    )


def _between(first: np.ndarray, second: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Rotation vectors (frames, joints, 3) at `part` (frames, 1) of the way."""
    start = Rotation.from_rotvec(first.reshape(-1, 3))
    way = (start.inv() * Rotation.from_rotvec(second.reshape(-1, 3))).as_rotvec()
    steps = Rotation.from_rotvec(
        (part[..., None] * way.reshape(first.shape)).reshape(-1, 3)
    )
    return (start * steps).as_rotvec().reshape(first.shape)
