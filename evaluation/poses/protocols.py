"""Which windows of 120 + 24 frames are scored, for networks that predict rotations.

- 'cmu': every 12th start, because the published windows leave only a few of the few
  CMU test recordings. Per action; an average counts every action once.
- 'eth': the released evaluation of the spatio-temporal transformer. Test: windows of
  180 frames at every 120th, of which the first 144 count; validation: one window in
  the middle of each recording.
- 'fairmotion': the test windows of 'eth' for validation too, and its Euler angles.

The published protocols average over windows, whatever the action, so all windows are
those of one action called 'all'.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from data_prep.datasets import DATASETS
from data_prep.poses.windows import WINDOW_FRAMES, middle_windows, strided_windows
from evaluation.angles.protocols import EvaluationWindow
from evaluation.poses.metrics import euler_angles, fairmotion_euler_angles

CMU_STRIDE = 12
ALL = "all"
ROLES = ("test", "validation")


class PoseProtocol(NamedTuple):
    """What differs between protocols.

    Args:
        per_action: whether an average counts actions or windows.
        to_euler: the convention of the Euler error.
        euler_batch: windows that together decide which Euler angles count; None: all.
    """

    per_action: bool
    to_euler: Callable[[np.ndarray], np.ndarray]
    euler_batch: int | None


POSE_PROTOCOLS = {
    "cmu": PoseProtocol(True, euler_angles, None),
    "eth": PoseProtocol(False, euler_angles, 64),
    "fairmotion": PoseProtocol(False, fairmotion_euler_angles, None),
}
DEFAULT_PROTOCOL = {
    name: dataset.test_windows
    for name, dataset in DATASETS.items()
    if "poses" in dataset.offers
}
# How fairmotion's networks train and are scored.
FAIRMOTION_PROTOCOL = {
    name: "fairmotion" if usual == "eth" else usual
    for name, usual in DEFAULT_PROTOCOL.items()
}


def window_starts(
    lengths: Sequence[int], protocol: str, role: str = "test"
) -> tuple[np.ndarray, np.ndarray]:
    """Recording and start of every window, from the recordings' frames.

    Raises:
        ValueError: unknown protocol or role.
    """
    if protocol not in POSE_PROTOCOLS or role not in ROLES:
        raise ValueError(
            f"expected a protocol of {tuple(POSE_PROTOCOLS)} and one of {ROLES}, "
            f"found {protocol!r} and {role!r}"
        )
    if protocol == "cmu":
        return strided_windows(lengths, WINDOW_FRAMES, CMU_STRIDE)
    if protocol == "eth" and role == "validation":
        return middle_windows(lengths)
    return strided_windows(lengths)


def pose_windows(
    recordings: Mapping[str, tuple[str, int]], protocol: str, role: str = "test"
) -> tuple[dict[str, list[EvaluationWindow]], dict[str, int]]:
    """The windows of a protocol and the recordings that are too short for one.

    Args:
        recordings: clip id -> (action, frames at 60 Hz), in scoring order.

    Returns:
        Action -> windows; clip id -> frames of the excluded.
    """
    clip_ids = list(recordings)
    lengths = [frames for _, frames in recordings.values()]
    windows: dict[str, list[EvaluationWindow]] = {}
    clips, starts = window_starts(lengths, protocol, role)
    for clip, start in zip(clips, starts, strict=True):
        action, _ = recordings[clip_ids[clip]]
        group = action if POSE_PROTOCOLS[protocol].per_action else ALL
        window = EvaluationWindow(group, clip_ids[clip], int(start))
        windows.setdefault(group, []).append(window)
    used = {clip_ids[clip] for clip in clips}
    excluded = {name: f for name, (_, f) in recordings.items() if name not in used}
    return windows, excluded
