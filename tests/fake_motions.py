"""Small made-up motions, as runs leave them for the viewer."""

import numpy as np

from evaluation.pictures.shown_motions import ShownMotion

# Pelvis, head, left and right hand, left and right foot.
BODY = np.array(
    [[0, 1, 0], [0, 1.6, 0], [0.6, 1.2, 0], [-0.6, 1.2, 0], [0.2, 0, 0], [-0.2, 0, 0]]
)
BONES = np.array([[0, 1], [0, 2], [0, 3], [0, 4], [0, 5]])
SIDES = np.array([1, 0, 2, 0, 2])
FRAMES = 12


def forecast(past_frames: int = 20, error_m: float = 0.1, **changes) -> ShownMotion:
    """The body moves 1 cm to the side in each frame; predictions lie `error_m` off."""
    frames = np.arange(1 - past_frames, FRAMES + 1)[:, None, None]
    track = BODY + frames * [0.01, 0, 0]
    given, truth = np.split(track, [past_frames])
    off = np.array([0, 0, error_m])
    fields = {
        **{"clip_id": "test/walking/walking_1", "action": "walking"},
        "start": 100 - past_frames,
        **{"rate_hz": 60.0, "unit": "m", "bones": BONES, "sides": SIDES},
        **{"given": given, "truth": truth, "prediction": truth + off},
        "baseline": np.repeat(given[-1:], FRAMES, axis=0),
        "baseline_name": "zero velocity",
    }
    return ShownMotion(**{**fields, **changes})


def smoothed(noise_px: float = 8.0, **changes) -> ShownMotion:
    """The same body in a picture, its input beside the truth; one joint is unknown."""
    frames = np.arange(FRAMES)[:, None, None]
    truth = 100 * (BODY[:, :2] * [1, -1] + [1, 2]) + frames
    given = truth + noise_px
    given[3, 2] = np.nan
    fields = {
        **{"clip_id": "07_01", "action": "walking", "start": 40, "rate_hz": 30.0},
        **{"unit": "px", "bones": BONES, "sides": SIDES, "given": given},
        **{"truth": truth, "prediction": truth + 3.0, "baseline": given},
        "baseline_name": "identity",
    }
    return ShownMotion(**{**fields, **changes})
