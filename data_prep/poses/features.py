"""Rotations to the numbers that a network sees, and back.

N windows, S frames, J joints that networks predict, P numbers of a joint, D of a frame.
"""

import dataclasses

import numpy as np

from data_prep.normalise import Statistics
from data_prep.poses.formats import WIDTHS, decode, encode
from motion.body_joints import BODY_JOINTS, SMPL_INDEX, to_smpl
from motion.skeleton import SMPL


def pose_numbers(
    rotations: np.ndarray, rotation_format: str, whole_body: bool = False
) -> np.ndarray:
    """Rotation matrices (..., S, 15, 3, 3) -> numbers (..., S, D), float32.

    Quaternions are continuous over the S frames: what belongs together, such as past
    and future of a window, has to be given together.

    Args:
        rotation_format: key of `data_prep.poses.formats.WIDTHS`.
        whole_body: D = 24 P, all joints of SMPL; those absent are not turned. Otherwise
            D = 15 P.
    """
    values = encode(to_smpl(rotations) if whole_body else rotations, rotation_format)
    return values.reshape(*values.shape[:-2], -1)


@dataclasses.dataclass(frozen=True, eq=False)
class PoseFeatures:
    """How one model sees poses; travels with the model.

    Args:
        statistics: of the training recordings, D values a frame. Numbers that they do
            not use are 0 for the network, and their mean in what it predicts.
        rotation_format: key of `data_prep.poses.formats.WIDTHS`.
        whole_body: whether all 24 joints of SMPL are seen, as in fairmotion, or 15.

    Raises:
        ValueError: statistics of another number of values.
    """

    statistics: Statistics
    rotation_format: str = "rotation_matrix"
    whole_body: bool = False

    def __post_init__(self):
        expected = _width(self.rotation_format, self.whole_body)
        if self.width != expected:
            raise ValueError(
                f"expected statistics of {expected} numbers, received {self.width}"
            )

    @classmethod
    def plain(
        cls, rotation_format: str = "rotation_matrix", whole_body: bool = False
    ) -> "PoseFeatures":
        """Every number as it is, not normalised."""
        count = _width(rotation_format, whole_body)
        zeros, ones = np.zeros(count, np.float32), np.ones(count, np.float32)
        statistics = Statistics(zeros, ones, np.arange(count))
        return cls(statistics, rotation_format, whole_body)

    @property
    def width(self) -> int:
        """D."""
        return len(self.statistics.mean)

    @property
    def per_joint(self) -> int:
        """P."""
        return WIDTHS[self.rotation_format]

    @property
    def places(self) -> tuple[int, ...]:
        """(15,) where those that networks predict stand among the joints seen."""
        return SMPL_INDEX if self.whole_body else tuple(range(len(BODY_JOINTS)))

    @property
    def used(self) -> np.ndarray:
        """Which of the D numbers vary: ascending indices."""
        return self.statistics.used

    def encode(self, rotations: np.ndarray) -> np.ndarray:
        """Rotation matrices (..., S, 15, 3, 3) -> features (..., S, D), float32."""
        numbers = pose_numbers(rotations, self.rotation_format, self.whole_body)
        features = np.zeros_like(numbers)
        features[..., self.used] = self.statistics.normalise(numbers)
        return features

    def decode(self, features: np.ndarray) -> np.ndarray:
        """Features (..., T, D) -> matrices (..., T, 15, 3, 3), float32.

        Nine predicted numbers stay as they are: they need not be a rotation.
        """
        numbers = self.statistics.unnormalise(np.asarray(features)[..., self.used])
        joints = numbers.reshape(*numbers.shape[:-1], -1, self.per_joint)
        if self.whole_body:
            joints = joints[..., SMPL_INDEX, :]
        return decode(joints, self.rotation_format)

    def to_config(self) -> dict:
        """JSON-ready, for the model file."""
        return {
            "mean": self.statistics.mean.tolist(),
            "scale": self.statistics.scale.tolist(),
            "used": self.used.tolist(),
            "rotation_format": self.rotation_format,
            "whole_body": self.whole_body,
        }

    @classmethod
    def from_config(cls, config: dict) -> "PoseFeatures":
        mean = np.array(config["mean"], np.float32)
        scale = np.array(config["scale"], np.float32)
        # Models were saved before there were these two keys: they use all of 15 joints.
        used = np.array(config.get("used", range(len(mean))), np.int64)
        whole_body = config.get("whole_body", False)
        return cls(Statistics(mean, scale, used), config["rotation_format"], whole_body)


def _width(rotation_format: str, whole_body: bool) -> int:
    joints = SMPL.joint_count if whole_body else len(BODY_JOINTS)
    return joints * WIDTHS[rotation_format]
