"""Which windows of the test recordings are scored.

"8" and "256" draw starts as the literature does, from the same legacy generator and
in the same order; "all" takes every start. A window: 50 observed and 25 future frames.
"""

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np

from evaluation.angles.horizons import FUTURE_FRAMES, PAST_FRAMES
from reenact.errors import DataError

GENERATOR_SEED = 1234567890
WINDOW_FRAMES = PAST_FRAMES + FUTURE_FRAMES
DRAWS = {"8": 8, "256": 256}
PROTOCOLS = (*DRAWS, "all")


@dataclasses.dataclass(frozen=True)
class EvaluationWindow:
    """`start` is the first observed frame, counted after downsampling."""

    action: str
    clip_id: str
    start: int


@dataclasses.dataclass(frozen=True)
class _StartRange:
    """Starts lie in [first, frames - reserved), half open."""

    first: int
    reserved: int

    def bounds(self, clip_id: str, frames: int) -> tuple[int, int]:
        if frames - self.reserved <= self.first:
            raise DataError(
                f"{clip_id}: expected more than {self.first + self.reserved} frames "
                f"to place an evaluation window, found {frames}"
            )
        return self.first, frames - self.reserved


# Human3.6M reserves 150 frames whatever the window (Structural-RNN's evaluation);
# ConvSeq2Seq reserves its 75. Synthetic motion follows CMU.
_HUMAN36M = _StartRange(first=16, reserved=150)
_CMU = _StartRange(first=0, reserved=WINDOW_FRAMES)


def action_of(clip_id: str) -> str:
    """'test/walking/walking_1' -> 'walking'."""
    return clip_id.rsplit("/", 1)[-1].rsplit("_", 1)[0]


def evaluation_windows(
    dataset: str, lengths: Mapping[str, int], protocol: str
) -> dict[str, list[EvaluationWindow]]:
    """The windows of a protocol, per action, in drawing order.

    Draws alternate between the test clips of an action (Human3.6M: subactions 1, 2;
    CMU: one clip). The generator is fresh for each action; within an action the starts
    in one clip depend on the lengths of the others too.

    Args:
      dataset: 'h36m', 'cmu' or 'synthetic'.
      lengths: frames per test clip after downsampling, by clip id.
      protocol: '8', '256' or 'all'.

    Raises:
      ValueError: unknown protocol. DataError: a clip too short for a window.
    """
    if protocol not in PROTOCOLS:
        raise ValueError(f"expected a protocol of {PROTOCOLS}, found {protocol!r}")
    start_range = _HUMAN36M if dataset == "h36m" else _CMU
    clips: dict[str, list[str]] = {}
    for clip_id in sorted(lengths):
        clips.setdefault(action_of(clip_id), []).append(clip_id)
    windows = {}
    for action, clip_ids in clips.items():
        bounds = [start_range.bounds(clip_id, lengths[clip_id]) for clip_id in clip_ids]
        if protocol == "all":
            starts = _every_start(clip_ids, bounds)
        else:
            starts = _drawn_starts(clip_ids, bounds, DRAWS[protocol])
        windows[action] = [EvaluationWindow(action, *start) for start in starts]
    return windows


def _drawn_starts(
    clip_ids: Sequence[str], bounds: Sequence[tuple[int, int]], draws: int
) -> list[tuple[str, int]]:
    # The legacy generator: newer ones give other numbers than the published windows.
    generator = np.random.RandomState(GENERATOR_SEED)
    turns = (draw % len(clip_ids) for draw in range(draws))
    return [(clip_ids[turn], int(generator.randint(*bounds[turn]))) for turn in turns]


def _every_start(
    clip_ids: Sequence[str], bounds: Sequence[tuple[int, int]]
) -> list[tuple[str, int]]:
    # From frame 1 on: the first row of a CMU file is a T-pose, not captured motion.
    return [
        (clip_id, start)
        for clip_id, (first, end) in zip(clip_ids, bounds, strict=True)
        for start in range(max(first, 1), end)
    ]


def cut_windows(
    columns: Mapping[str, np.ndarray], windows: Sequence[EvaluationWindow]
) -> np.ndarray:
    """(windows, 75, C): the rows of each window, from (frames, C) columns per clip."""
    return np.stack(
        [columns[w.clip_id][w.start : w.start + WINDOW_FRAMES] for w in windows]
    )


def mask_frames(true_windows: np.ndarray, dataset: str) -> np.ndarray:
    """The true frames whose variation chooses the columns of the error.

    Human3.6M (Martinez et al.): the target frames; CMU (ConvSeq2Seq), and synthetic
    motion with it: all frames of the window. (N, S+T, C) -> (N, F, C).
    """
    return true_windows[:, PAST_FRAMES:] if dataset == "h36m" else true_windows
