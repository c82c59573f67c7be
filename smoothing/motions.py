"""Smoothed keypoints of a few test clips, for TensorBoard, run folder and report.

F frames of a clip, W windows, T frames of a window, K = 25 keypoints.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import keras
import numpy as np

from data_prep.keypoints.windows import ScoredClip
from evaluation.keypoints.counts import pixels
from evaluation.keypoints.scores import assemble
from evaluation.pictures.shown_motions import (
    MOTIONS_FILE,
    ShownMotion,
    save_motions,
    shown_windows,
)
from motion.keypoints import drawn_bones
from smoothing.model import predict
from smoothing.pictures import draw_clip, trajectory

FRAMES = 60  # of a clip, from its middle


def smoothed_track(clip: ScoredClip, smoothed: np.ndarray) -> np.ndarray:
    """The windows (W, T, K, 2) of a clip as (F, K, 2); NaN where the truth is so."""
    return np.where(np.isnan(clip.truth), np.nan, assemble(smoothed, clip.noisy))


def shown_clips(clips: Sequence[ScoredClip]) -> list[ScoredClip]:
    """Up to three of the test clips, of all actions where there are few."""
    by_action: dict[str, list[ScoredClip]] = {}
    for clip in clips:
        by_action.setdefault(clip.noisy.action, []).append(clip)
    counts = {action: len(each) for action, each in by_action.items()}
    return [by_action[action][number] for action, number in shown_windows(counts)]


def shown_motions(
    clips: Sequence[ScoredClip], smoothed: Mapping[str, np.ndarray], rate_hz: float
) -> list[ShownMotion]:
    """The middle of the clips that are shown, in pixels of the published grid.

    Args:
        clips: of the test.
        smoothed: clip id -> (W, T, K, 2), on the grid of the run.
        rate_hz: of the clips; 0 where nobody says.
    """
    return [
        _motion(each, smoothed[each.noisy.clip_id], rate_hz)
        for each in shown_clips(clips)
    ]


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


class RunPictures:
    """Shows what a model makes of the first test clip, and of a few.

    Args:
        model: that smooths.
        clips: of the test.
        rate_hz: of the clips; 0 where nobody says.
    """

    shows = "noisy input, target and output"

    def __init__(self, model: keras.Model, clips: Sequence[ScoredClip], rate_hz: float):
        self.model, self.clips, self.rate_hz = model, clips, rate_hz

    def strip(self) -> bytes:
        """PNG of the first clip."""
        return draw_clip(self.model, self.clips[0])

    def save(self, folder: Path) -> None:
        """Writes strip.png, trajectory.png and motions.npz."""
        first = self.clips[0]
        draw_clip(self.model, first, folder / "strip.png")
        shown = {each.noisy.clip_id: each for each in [first, *shown_clips(self.clips)]}
        smoothed = {
            clip_id: predict(self.model, each.noisy) for clip_id, each in shown.items()
        }
        track = smoothed_track(first, smoothed[first.noisy.clip_id])
        trajectory(first.noisy.positions, first.truth, track, folder / "trajectory.png")
        motions = shown_motions(self.clips, smoothed, self.rate_hz)
        save_motions(folder / MOTIONS_FILE, motions)
