"""Predictions of 1,000 frames, and how they change as they go on (report, 3.3.1).

Errors grow because predictions are fed back; nothing is trained here, so the report's
other explanation, vanishing gradients, cannot apply.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np

from data_prep.poses.pose_set import PoseSequence, PoseSet
from evaluation.poses.metrics import (
    BodyMotion,
    joint_angle_error,
    nearest_rotations,
)
from motion.rotations import geodesic_angle
from stt.analysis.results import BLOCK_FRAMES, BLOCKS
from stt.forecaster import Forecaster
from stt.model import predict
from stt.report.long_predictions import PERIODIC, TRANSIENT

FRAMES = BLOCKS * BLOCK_FRAMES
_OTHERS = 4  # actions at most, where a data set has none that the report names
_LARGEST = 1e6  # of a predicted number: one that blew up must still have a nearest one


@dataclasses.dataclass(frozen=True, eq=False)
class Seed:
    """Where a long prediction starts.

    Args:
        sequence: that the model was not trained on.
        start: its first frame that the network sees.
        window: how many it sees.
    """

    sequence: PoseSequence
    start: int
    window: int

    @property
    def past(self) -> np.ndarray:
        """(window, J, 3, 3)."""
        return self.sequence.rotations[self.start : self.start + self.window]

    @property
    def truth(self) -> np.ndarray:
        """(frames, J, 3, 3): up to 1,000, fewer where the recording ends before."""
        now = self.start + self.window
        return self.sequence.rotations[now : now + FRAMES]


def choose_seeds(poses: PoseSet, window: int) -> list[Seed]:
    """The longest recording of each action that the report speaks of.

    Of those not trained on; the middle of it where it is long enough, so that most of
    the true motion is there to compare with. Where a data set has none of these
    actions, the longest recordings of others.
    """
    longest: dict[str, PoseSequence] = {}
    for sequence in sorted((*poses.test, *poses.validation), key=len):
        if len(sequence) > window:
            longest[sequence.action] = sequence
    named = [action for action in (*PERIODIC, *TRANSIENT) if action in longest]
    others = sorted(longest, key=lambda action: -len(longest[action]))[:_OTHERS]
    return [
        Seed(each, max(0, (len(each) - window - FRAMES) // 2), window)
        for each in (longest[action] for action in named or others)
    ]


def roll_out(model: Forecaster, seeds: Sequence[Seed]) -> np.ndarray:
    """(seeds, 1,000, J, 3, 3) float64, as predicted; numbers that blew up are held."""
    past = np.stack([seed.past for seed in seeds])
    predicted = predict(model, past, FRAMES).astype(np.float64)
    limits = {"posinf": _LARGEST, "neginf": -_LARGEST}
    return np.nan_to_num(predicted, **limits).clip(-_LARGEST, _LARGEST)


def measure(seed: Seed, predicted: np.ndarray) -> dict:
    """Curves of 20 blocks of 50 frames: NaN where there is no true motion any more.

    `step_angle_deg`: angle between one frame and the next, mean over joints, after the
    predicted matrices became rotations; `non_orthogonality`: Frobenius norm of RᵀR - I
    before; `joint_angle`: error in radians.

    Args:
        predicted: (1,000, J, 3, 3).
    """
    rotations = nearest_rotations(predicted)
    truth = seed.truth.astype(np.float64)
    gram = np.swapaxes(predicted, -1, -2) @ predicted
    deviation = np.linalg.norm(gram - np.eye(3), axis=(-2, -1))
    error = joint_angle_error(
        BodyMotion.of(truth[None]), BodyMotion.of(rotations[None, : len(truth)])
    )
    return {
        "clip_id": seed.sequence.clip_id,
        "start": seed.start,
        "window": seed.window,
        "frames": FRAMES,
        "step_angle_deg": _blocks(_step_angles(seed.past, rotations)),
        "true_step_angle_deg": _blocks(_step_angles(seed.past, truth)),
        "non_orthogonality": _blocks(deviation.mean(axis=1)),
        "joint_angle": _blocks(error[0]),
    }


def _step_angles(past: np.ndarray, future: np.ndarray) -> np.ndarray:
    """(frames,) degrees, the first from the last frame of the past."""
    motion = np.concatenate([past[-1:], future])
    return np.degrees(geodesic_angle(motion[:-1], motion[1:])).mean(axis=1)


def _blocks(values: np.ndarray) -> np.ndarray:
    """(20,) means of 50 frames; of what there is of a block, NaN for nothing."""
    padded = np.full(FRAMES, np.nan)
    padded[: len(values)] = values
    blocks = padded.reshape(BLOCKS, BLOCK_FRAMES)
    known = ~np.isnan(blocks)
    sums = np.where(known, blocks, 0.0).sum(axis=1)
    counts = known.sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
