"""Scores a predictor on the windows of a protocol.

N windows of an action, S past and T future frames, C text columns.
"""

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from data_prep.normalise import Statistics
from evaluation.angles.horizons import HORIZON_FRAMES, PAST_FRAMES
from evaluation.angles.metrics import columns_to_euler, euler_error
from evaluation.angles.protocols import (
    EvaluationWindow,
    cut_windows,
    evaluation_windows,
    mask_frames,
)
from motion.clip import Clip
from motion.h36m_angles import clip_to_columns

DOWNSAMPLE = 2  # every second frame: 25 Hz for Human3.6M, 60 Hz for CMU


@dataclasses.dataclass(frozen=True, eq=False)
class ScoredWindows:
    """The true windows of a protocol, ready to be compared with.

    Args:
        dataset: decides which columns count.
        windows: action -> where each window was cut.
        columns: action -> (N, S+T, C), columns that networks ignore set to their mean,
            as in the reference.
        euler: the same as Euler angles.
    """

    dataset: str
    windows: dict[str, list[EvaluationWindow]]
    columns: dict[str, np.ndarray]
    euler: dict[str, np.ndarray]

    @classmethod
    def cut(
        cls,
        dataset: str,
        clips: Sequence[Clip],
        statistics: Statistics,
        protocol: str,
    ) -> "ScoredWindows":
        """Cuts the windows of `protocol` from full-rate clips."""
        columns = {
            clip.clip_id: statistics.unnormalise(
                statistics.normalise(clip_to_columns(clip)[::DOWNSAMPLE])
            )
            for clip in clips
        }
        lengths = {clip_id: len(table) for clip_id, table in columns.items()}
        windows = evaluation_windows(dataset, lengths, protocol)
        cut = {action: cut_windows(columns, each) for action, each in windows.items()}
        euler = {action: columns_to_euler(each) for action, each in cut.items()}
        return cls(dataset, windows, cut, euler)

    def errors(
        self, predict: Callable[[np.ndarray, np.ndarray, str], np.ndarray]
    ) -> dict[str, np.ndarray]:
        """Errors at the horizons, action -> (N, 6) radians.

        Args:
            predict: (past columns (N, S, C), future columns (N, T, C), action) ->
                predicted columns (N, T, C); a forecaster must not look at the future.
        """
        errors = {}
        for action, columns in self.columns.items():
            past, future = columns[:, :PAST_FRAMES], columns[:, PAST_FRAMES:]
            predicted = columns_to_euler(predict(past, future, action))
            truth = self.euler[action]
            mask = mask_frames(truth, self.dataset)
            each = euler_error(truth[:, PAST_FRAMES:], predicted, mask)
            errors[action] = each[:, list(HORIZON_FRAMES)]
        return errors

    def starts(self) -> dict[str, list[tuple[str, int]]]:
        """The windows as `metrics.json` keeps them."""
        return {
            action: [(window.clip_id, window.start) for window in each]
            for action, each in self.windows.items()
        }
