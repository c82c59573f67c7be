"""The six horizons of the literature: label, frame index and true time.

The label is the time the literature prints, which assumes 25 frames a second. Human3.6M
does have that rate after dropping every second frame; the CMU recordings have 60, so
"1000 ms" there is really 417 ms after the last observed frame.
"""

PAST_FRAMES = 50
FUTURE_FRAMES = 25
HORIZON_FRAMES = (1, 3, 7, 9, 13, 24)  # predicted frames, counted from 0
LABEL_RATE_HZ = 25.0
LABEL_MS = tuple(round(1000 * (frame + 1) / LABEL_RATE_HZ) for frame in HORIZON_FRAMES)


def real_ms(frame: int, rate_hz: float) -> int:
    """Time from the last observed frame to predicted frame `frame`, in whole ms."""
    if frame < 0 or not rate_hz > 0:
        raise ValueError(f"expected frame >= 0 and rate > 0, found {frame}, {rate_hz}")
    return round(1000 * (frame + 1) / rate_hz)
