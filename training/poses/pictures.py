"""Pictures of predicted rotations, for TensorBoard and the run folder."""

import numpy as np

from data_prep.poses.pose_set import POSE_RATE_HZ
from evaluation.pictures.shown_motions import ShownMotion, shown_windows
from evaluation.poses.horizons import FUTURE_FRAMES
from evaluation.poses.metrics import nearest_rotations
from evaluation.poses.windows import Predict, ScoredPoses
from motion.body_joints import to_smpl
from motion.kinematics import forward_kinematics
from motion.rotations import matrix_to_rotvec
from motion.skeleton import SMPL
from training.motion_pictures import MotionPictures


def body_positions(rotations: np.ndarray) -> np.ndarray:
    """Rotations (frames, 15, 3, 3), projected if need be -> joints (frames, 24, 3).

    Metres, the pelvis unturned at the origin: the networks do not see the root.
    """
    turned = matrix_to_rotvec(to_smpl(nearest_rotations(rotations)))
    return forward_kinematics(turned, SMPL)


class Pictures(MotionPictures):
    """Shows test windows of rotations.

    Args:
        test: the true windows.
        predict: see `ScoredPoses.errors`.
    """

    def __init__(self, test: ScoredPoses, predict: Predict):
        self.predict = predict
        counts = {action: len(each) for action, each in test.windows.items()}
        shown = shown_windows(counts)
        windows = [test.windows[action][number] for action, number in shown]
        super().__init__(windows, SMPL, POSE_RATE_HZ)
        firsts = np.cumsum([0, *counts.values()])
        rows = [firsts[list(counts).index(name)] + number for name, number in shown]
        self.past, self.truth = test.past[rows], test.future[rows]

    def motions(self, rows: slice) -> list[ShownMotion]:
        windows = self.windows[rows]
        if not windows:
            return []
        past = self.past[rows]
        predicted = self.predict(past, FUTURE_FRAMES)
        parts = zip(windows, past, self.truth[rows], predicted, strict=True)
        return [
            self.motion(window, *(body_positions(each) for each in motion))
            for window, *motion in parts
        ]
