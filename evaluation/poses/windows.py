"""Scores a predictor of rotations on the windows of a protocol.

N windows, S = 120 past and T = 24 future frames at 60 Hz, J = 15 body joints.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from data_prep.poses.pose_set import PoseSequence
from data_prep.poses.windows import WINDOW_FRAMES
from evaluation.angles.protocols import EvaluationWindow
from evaluation.poses.horizons import FUTURE_FRAMES, PAST_FRAMES, errors_at_horizons
from evaluation.poses.metrics import (
    BodyMotion,
    joint_angle_error,
    nearest_rotations,
    varying_angles,
)
from evaluation.poses.protocols import POSE_PROTOCOLS, pose_windows
from reenact.errors import DataError

# Float32 rotations are orthogonal to about 1e-6; the released evaluation allows 1e-6.
ROTATION_TOLERANCE = 1e-4

Predict = Callable[[np.ndarray, int], np.ndarray]


@dataclasses.dataclass(frozen=True, eq=False)
class ScoredPoses:
    """The true windows of a protocol, ready to be compared with.

    Args:
        protocol: key of `POSE_PROTOCOLS`.
        windows: action -> where each window was cut.
        excluded: clip id -> frames of the recordings that are too short for a window.
        rotations: (N, S+T, J, 3, 3) float32, in the order of `windows`.
        truth: of the T frames.
        counts: which Euler angles count.
    """

    protocol: str
    windows: dict[str, list[EvaluationWindow]]
    excluded: dict[str, int]
    rotations: np.ndarray
    truth: BodyMotion
    counts: np.ndarray

    @classmethod
    def cut(
        cls, sequences: Sequence[PoseSequence], protocol: str, role: str = "test"
    ) -> "ScoredPoses":
        """Cuts the windows of a protocol.

        Args:
            role: 'test' or 'validation'.

        Raises:
            DataError: no recording is long enough, or one holds no rotations.
        """
        by_id = {each.clip_id: each for each in sequences}
        recordings = {
            clip_id: (each.action, len(each.rotations))
            for clip_id, each in by_id.items()
        }
        windows, excluded = pose_windows(recordings, protocol, role)
        if not windows:
            longest = max(excluded.values(), default=0)
            raise DataError(
                f"{role}: expected a recording that is long enough for a window of "
                f"protocol {protocol!r}, found at most {longest} frames at 60 Hz"
            )
        _check_rotations(by_id, windows)
        rotations = np.stack(
            [
                by_id[w.clip_id].rotations[w.start : w.start + WINDOW_FRAMES]
                for each in windows.values()
                for w in each
            ]
        ).astype(np.float32)
        rules = POSE_PROTOCOLS[protocol]
        truth = BodyMotion.of(rotations[:, PAST_FRAMES:], rules.to_euler)
        counts = varying_angles(truth.euler, rules.euler_batch)
        return cls(protocol, windows, excluded, rotations, truth, counts)

    @property
    def past(self) -> np.ndarray:
        """(N, S, J, 3, 3) float32: what a predictor sees."""
        return self.rotations[:, :PAST_FRAMES]

    @property
    def future(self) -> np.ndarray:
        """(N, T, J, 3, 3) float32: what it is to predict."""
        return self.rotations[:, PAST_FRAMES:]

    def errors(self, predict: Predict) -> dict[str, dict[str, np.ndarray]]:
        """Errors at the horizons: metric of `POSE_METRICS` -> action -> (N, 4).

        Args:
            predict: (past (N, S, J, 3, 3) of all windows, T) -> (N, T, J, 3, 3) in
                any precision; the matrices need not be rotations.

        Raises:
            ValueError: a prediction of another shape. DataError: one that diverged.
        """
        return self.errors_of(self._predicted(predict))

    def errors_of(self, rotations: np.ndarray) -> dict[str, dict[str, np.ndarray]]:
        """The same, of predicted rotations (N, T, J, 3, 3) as `nearest` gives them."""
        errors = errors_at_horizons(self.truth, self.motion(rotations), self.counts)
        return {metric: self.by_action(values) for metric, values in errors.items()}

    def validation_score(self, predict: Predict) -> float:
        """What decides on the best checkpoint: joint angle error, lower is better.

        Summed over the predicted frames; mean over windows (released training), or per
        action and then over actions where the protocol is so.
        """
        predicted = self.motion(self._predicted(predict))
        error = joint_angle_error(self.truth, predicted).sum(axis=1)
        by_action = self.by_action(error).values()
        return float(np.mean([each.mean() for each in by_action]))

    def starts(self) -> dict[str, list[tuple[str, int]]]:
        """The windows as `metrics.json` keeps them."""
        return {
            action: [(window.clip_id, window.start) for window in each]
            for action, each in self.windows.items()
        }

    def nearest(self, matrices: np.ndarray) -> np.ndarray:
        """The rotations nearest to predicted matrices (N, T, J, 3, 3), float64.

        Raises:
            ValueError: another shape. DataError: a prediction that diverged.
        """
        if matrices.shape != self.future.shape:
            raise ValueError(
                f"expected a prediction of shape {self.future.shape}, "
                f"found {matrices.shape}"
            )
        finite = np.isfinite(matrices).all(axis=(1, 2, 3, 4))
        if not finite.all():
            window = [w for each in self.windows.values() for w in each][
                int(finite.argmin())
            ]
            raise DataError(
                f"prediction after {window.clip_id} from frame {window.start}: "
                "expected finite numbers, found others: the model has diverged"
            )
        return nearest_rotations(matrices)

    def motion(self, rotations: np.ndarray) -> BodyMotion:
        """Rotations (N, T, J, 3, 3) with what the errors are made of."""
        return BodyMotion.of(rotations, POSE_PROTOCOLS[self.protocol].to_euler)

    def by_action(self, values: np.ndarray) -> dict[str, np.ndarray]:
        """Action -> its part of values (N, ...) in the order of the windows."""
        ends = np.cumsum([len(each) for each in self.windows.values()])
        return dict(zip(self.windows, np.split(values, ends[:-1]), strict=True))

    def _predicted(self, predict: Predict) -> np.ndarray:
        return self.nearest(np.asarray(predict(self.past, FUTURE_FRAMES)))


def _check_rotations(
    sequences: Mapping[str, PoseSequence],
    windows: Mapping[str, Sequence[EvaluationWindow]],
) -> None:
    """Only predictions are made rotations; true poses must be rotations already."""
    for clip_id in {w.clip_id: None for each in windows.values() for w in each}:
        matrices = np.asarray(sequences[clip_id].rotations, np.float64)
        gram = np.swapaxes(matrices, -1, -2) @ matrices
        deviation = np.abs(gram - np.eye(3)).max(axis=(1, 2, 3))
        wrong = ~(deviation < ROTATION_TOLERANCE)  # also where it is not a number
        with np.errstate(invalid="ignore"):
            wrong |= (np.linalg.det(matrices) < 0).any(axis=1)
        if wrong.any():
            frame = int(wrong.argmax())
            raise DataError(
                f"{clip_id}: frame {frame}: expected rotation matrices, found "
                f"deviation {deviation[frame]:.2g} from orthogonality or a reflection"
            )
