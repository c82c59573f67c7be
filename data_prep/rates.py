"""Clips at a lower rate."""

from motion.clip import Clip
from reenact.errors import DataError


def at_rate(clip: Clip, rate_hz: float) -> Clip:
    """Every n-th frame, so that the clip has that rate.

    Raises:
        DataError: the clip's rate is no multiple of it.
    """
    ratio = round(clip.rate_hz / rate_hz)
    if ratio < 1 or abs(clip.rate_hz - ratio * rate_hz) > 1e-3:
        raise DataError(
            f"{clip.clip_id}: expected a multiple of {rate_hz:g} frames a second, "
            f"found {clip.rate_hz:g}"
        )
    return clip.every(ratio)
