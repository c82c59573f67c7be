"""Pictures of predictions, for TensorBoard and the run folder."""

import numpy as np

from evaluation.angles.horizons import FUTURE_FRAMES, PAST_FRAMES
from evaluation.pictures.shown_motions import ShownMotion, shown_windows
from motion.h36m_angles import columns_to_rotations
from motion.kinematics import forward_kinematics
from motion.skeleton import SKELETONS
from seq2seq.data import RunData
from seq2seq.forecaster import Forecaster
from seq2seq.model import predict
from training.motion_pictures import MotionPictures


class Pictures(MotionPictures):
    """Shows test windows of text columns; the global root is held still."""

    def __init__(self, material: RunData, model: Forecaster):
        self.model, test = model, material.test
        counts = {action: len(test.windows[action]) for action in sorted(test.windows)}
        shown = shown_windows(counts)
        skeleton = SKELETONS[material.manifest["skeleton"]]
        windows = [test.windows[action][number] for action, number in shown]
        super().__init__(windows, skeleton, material.rate_hz)
        columns = np.stack([test.columns[action][number] for action, number in shown])
        self.past, self.truth = np.split(columns, [PAST_FRAMES], axis=1)

    def motions(self, rows: slice) -> list[ShownMotion]:
        windows = self.windows[rows]
        if not windows:
            return []
        past, actions = self.past[rows], [window.action for window in windows]
        predicted = predict(self.model, past, FUTURE_FRAMES, actions)
        parts = zip(windows, past, self.truth[rows], predicted, strict=True)
        return [
            self.motion(window, *(self._positions(each) for each in motion))
            for window, *motion in parts
        ]

    def _positions(self, columns: np.ndarray) -> np.ndarray:
        columns = columns.copy()
        columns[:, :6] = 0
        rotations, _ = columns_to_rotations(columns, self.skeleton)
        return forward_kinematics(rotations, self.skeleton)
