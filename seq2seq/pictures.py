"""Pictures of a prediction, for TensorBoard and the run folder."""

from pathlib import Path

import numpy as np

from evaluation.horizons import FUTURE_FRAMES, PAST_FRAMES
from motion.h36m_angles import columns_to_rotations
from motion.kinematics import forward_kinematics
from motion.skeleton import SKELETONS
from motion.viewer import animate, skeleton_strip
from seq2seq.forecaster import Forecaster
from seq2seq.material import Material
from seq2seq.model import predict


class Pictures:
    """Draws one test window: walking where there is one; the global root held still."""

    def __init__(self, material: Material, model: Forecaster):
        self.model, self.rate_hz = model, material.rate_hz
        self.skeleton = SKELETONS[material.manifest["skeleton"]]
        actions = sorted(material.test.columns)
        self.action = "walking" if "walking" in actions else actions[0]
        self.window = material.test.columns[self.action][:1]

    def strip(self, path: Path | None = None) -> bytes:
        """PNG: past, truth and prediction side by side in time."""
        return skeleton_strip(*self._motions(), self.skeleton, self.rate_hz, path)

    def animation(self, path: Path) -> bytes:
        """GIF of the same."""
        return animate(*self._motions(), self.skeleton, self.rate_hz, path)

    def _motions(self):
        past, truth = self.window[:, :PAST_FRAMES], self.window[:, PAST_FRAMES:]
        predictions = {
            "prediction": predict(self.model, past, FUTURE_FRAMES, [self.action]),
            "zero velocity": np.repeat(past[:, -1:], FUTURE_FRAMES, axis=1),
        }
        positions = {name: self._positions(each) for name, each in predictions.items()}
        return self._positions(past), self._positions(truth), positions

    def _positions(self, columns: np.ndarray) -> np.ndarray:
        columns = columns[0].copy()
        columns[:, :6] = 0
        rotations, _ = columns_to_rotations(columns, self.skeleton)
        return forward_kinematics(rotations, self.skeleton)
