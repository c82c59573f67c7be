"""Pictures of predicted rotations, for TensorBoard and the run folder."""

from pathlib import Path

import numpy as np

from data_prep.poses import POSE_RATE_HZ
from evaluation.pose_horizons import FUTURE_FRAMES
from evaluation.pose_scoring import Predict, ScoredPoses
from evaluation.rotation_metrics import nearest_rotations
from motion.body_joints import to_smpl
from motion.kinematics import forward_kinematics
from motion.rotations import matrix_to_rotvec
from motion.skeleton import SMPL
from motion.viewer import animate, skeleton_strip


def body_positions(rotations: np.ndarray) -> np.ndarray:
    """Rotations (frames, 15, 3, 3), projected if need be -> joints (frames, 24, 3).

    Metres, the pelvis unturned at the origin: the networks do not see the root.
    """
    turned = matrix_to_rotvec(to_smpl(nearest_rotations(rotations)))
    return forward_kinematics(turned, SMPL)


class Pictures:
    """Draws one test window: walking where there is one.

    Args:
        test: the true windows.
        predict: see `ScoredPoses.errors`.
    """

    def __init__(self, test: ScoredPoses, predict: Predict):
        self.predict = predict
        actions = list(test.windows)
        action = "walking" if "walking" in actions else actions[0]
        before = actions[: actions.index(action)]
        first = sum(len(test.windows[name]) for name in before)
        self.past, self.truth = test.past[first], test.future[first]

    def strip(self, path: Path | None = None) -> bytes:
        """PNG: past, truth and prediction side by side in time."""
        return skeleton_strip(*self._motions(), SMPL, POSE_RATE_HZ, path)

    def animation(self, path: Path) -> bytes:
        """GIF of the same."""
        return animate(*self._motions(), SMPL, POSE_RATE_HZ, path)

    def save(self, folder: Path) -> None:
        """Writes both into the folder of a run."""
        self.strip(folder / "strip.png")
        self.animation(folder / "prediction.gif")

    def _motions(self):
        predictions = {
            "prediction": self.predict(self.past[None], FUTURE_FRAMES)[0],
            "zero velocity": np.repeat(self.past[-1:], FUTURE_FRAMES, axis=0),
        }
        positions = {name: body_positions(each) for name, each in predictions.items()}
        return body_positions(self.past), body_positions(self.truth), positions
