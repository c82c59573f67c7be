"""Smoothed keypoints of a few test clips, for the viewer of the report.

F frames of a clip, W windows, T frames of a window, K = 25 keypoints.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from data_prep.keypoints.windows import ScoredClip
from evaluation.keypoints.counts import pixels
from evaluation.keypoints.scores import assemble
from evaluation.pictures.shown_motions import ShownMotion, shown_windows
from motion.keypoints import drawn_bones

FRAMES = 60  # of a clip, from its middle


def smoothed_track(clip: ScoredClip, smoothed: np.ndarray) -> np.ndarray:
    """The windows (W, T, K, 2) of a clip as (F, K, 2); NaN where the truth is so."""
    return np.where(np.isnan(clip.truth), np.nan, assemble(smoothed, clip.noisy))


def shown_motions(
    clips: Sequence[ScoredClip], smoothed: Mapping[str, np.ndarray], rate_hz: float
) -> list[ShownMotion]:
    """The middle of up to three clips, in pixels of the published grid.

    Args:
        clips: of the test.
        smoothed: clip id -> (W, T, K, 2), on the grid of the run.
        rate_hz: of the clips; 0 where nobody says.
    """
    by_action: dict[str, list[ScoredClip]] = {}
    for clip in clips:
        by_action.setdefault(clip.noisy.action, []).append(clip)
    counts = {action: len(each) for action, each in by_action.items()}
    chosen = [by_action[action][number] for action, number in shown_windows(counts)]
    return [_motion(each, smoothed[each.noisy.clip_id], rate_hz) for each in chosen]


def _motion(clip: ScoredClip, smoothed: np.ndarray, rate_hz: float) -> ShownMotion:
    noisy = clip.noisy
    start = max(0, (len(clip.truth) - FRAMES) // 2)
    tracks = {
        "given": noisy.positions,
        "truth": clip.truth,
        "prediction": smoothed_track(clip, smoothed),
        "baseline": noisy.positions,
    }
    bones, sides = drawn_bones()
    return ShownMotion(
        clip_id=noisy.clip_id,
        action=noisy.action,
        start=noisy.first_frame + start,
        rate_hz=rate_hz,
        unit="px",
        bones=bones,
        sides=sides,
        baseline_name="identity",
        **{
            name: (pixels(noisy) * track[start : start + FRAMES]).astype(np.float32)
            for name, track in tracks.items()
        },
    )
