"""Rotations to the numbers that a network sees, and back."""

import dataclasses

import numpy as np

from data_prep.normalise import Statistics
from data_prep.pose_formats import WIDTHS, decode, encode
from motion.body_joints import BODY_JOINTS


@dataclasses.dataclass(frozen=True, eq=False)
class Features:
    """How one model sees poses; travels with the model.

    Args:
        statistics: of the training recordings, J P values a frame.
        rotation_format: key of `data_prep.pose_formats.WIDTHS`.
    """

    statistics: Statistics
    rotation_format: str = "rotation_matrix"

    @classmethod
    def plain(cls, rotation_format: str = "rotation_matrix") -> "Features":
        """Every number as it is, not normalised."""
        count = len(BODY_JOINTS) * WIDTHS[rotation_format]
        zeros, ones = np.zeros(count, np.float32), np.ones(count, np.float32)
        return cls(Statistics(zeros, ones, np.arange(count)), rotation_format)

    @property
    def per_joint(self) -> int:
        """P, the numbers of a joint."""
        return WIDTHS[self.rotation_format]

    def encode(self, rotations: np.ndarray) -> np.ndarray:
        """Rotation matrices (N, S, J, 3, 3) -> features (N, S, J P), float32."""
        values = encode(rotations, self.rotation_format)
        return self.statistics.normalise(values.reshape(*values.shape[:-2], -1))

    def decode(self, features: np.ndarray) -> np.ndarray:
        """Features (N, T, J P) -> matrices (N, T, J, 3, 3), float32.

        Nine predicted numbers stay as they are: they need not be a rotation.
        """
        values = self.statistics.unnormalise(features)
        values = values.reshape(*values.shape[:-1], len(BODY_JOINTS), self.per_joint)
        return decode(values, self.rotation_format)

    def to_config(self) -> dict:
        """JSON-ready, for the model file."""
        return {
            "mean": self.statistics.mean.tolist(),
            "scale": self.statistics.scale.tolist(),
            "rotation_format": self.rotation_format,
        }

    @classmethod
    def from_config(cls, config: dict) -> "Features":
        mean = np.array(config["mean"], np.float32)
        scale = np.array(config["scale"], np.float32)
        statistics = Statistics(mean, scale, np.arange(len(mean)))
        return cls(statistics, config["rotation_format"])
