"""Text columns to network features and back.

C columns (root translation, one rotation vector per joint), D features of the network:
the varying ones of the chosen rotation format, normalised, then the one-hot action.
"""

import dataclasses
from collections.abc import Sequence

import numpy as np

from data_prep.normalise import Statistics
from motion import rotations


def to_quaternions(columns: np.ndarray) -> np.ndarray:
    """(frames, 3 + 3J) columns -> (frames, 3 + 4J), quaternions continuous in time.

    Each joint starts with w >= 0, and features do not jump between q and -q.
    """
    triples = columns[:, 3:].reshape(len(columns), -1, 3)
    quaternions = rotations.rotvec_to_quaternion(triples)  # (frames, J, 4)
    flat = rotations.continuous_quaternions(quaternions).reshape(len(columns), -1)
    return np.concatenate([columns[:, :3], flat], axis=1).astype(np.float32)


def from_quaternions(values: np.ndarray) -> np.ndarray:
    """(..., 3 + 4J) values of any length -> (..., 3 + 3J) columns."""
    quaternions = values[..., 3:].reshape(*values.shape[:-1], -1, 4)
    rotvecs = rotations.quaternion_to_rotvec(rotations.unit_quaternion(quaternions))
    flat = rotvecs.reshape(*values.shape[:-1], -1)
    return np.concatenate([values[..., :3], flat], axis=-1).astype(np.float32)


@dataclasses.dataclass(frozen=True, eq=False)
class Features:
    """How one model sees motion; travels with the model.

    Args:
        statistics: of the training recordings in this rotation format.
        actions: one-hot order; empty for no one-hot.
        rotation_format: 'exponential_map' or 'quaternion'.
    """

    statistics: Statistics
    actions: tuple[str, ...] = ()
    rotation_format: str = "exponential_map"

    @classmethod
    def plain(cls, columns: int) -> "Features":
        """Every column as it is, not normalised."""
        zeros, ones = np.zeros(columns, np.float32), np.ones(columns, np.float32)
        return cls(Statistics(zeros, ones, np.arange(columns)))

    @property
    def width(self) -> int:
        return len(self.statistics.used) + len(self.actions)

    def angle_scale(self) -> np.ndarray:
        """(D,) radians per unit of a feature; 0 for the global root and the one-hot."""
        scale = self.statistics.scale[self.statistics.used].copy()
        root = 6 if self.rotation_format == "exponential_map" else 7
        scale[self.statistics.used < root] = 0
        return np.concatenate([scale, np.zeros(len(self.actions), np.float32)])

    def encode(self, columns: np.ndarray, actions: Sequence[str] | None) -> np.ndarray:
        """Windows (N, S, C) of the given actions -> features (N, S, D)."""
        if self.rotation_format == "quaternion":
            columns = np.stack([to_quaternions(window) for window in columns])
        features = self.statistics.normalise(columns)
        if not self.actions:
            return features
        unknown = set(actions or [None]) - set(self.actions)
        if unknown:
            raise ValueError(
                f"expected one of the actions {', '.join(self.actions)} for each "
                f"window, received {sorted(map(str, unknown))}"
            )
        one_hot = np.zeros((*features.shape[:2], len(self.actions)), np.float32)
        for row, action in zip(one_hot, actions, strict=True):
            row[:, self.actions.index(action)] = 1.0
        return np.concatenate([features, one_hot], axis=-1)

    def decode(self, features: np.ndarray) -> np.ndarray:
        """Features (N, T, D) -> text columns (N, T, C); ignored ones are the mean."""
        features = np.asarray(features, np.float32)[..., : len(self.statistics.used)]
        columns = self.statistics.unnormalise(features)
        if self.rotation_format == "quaternion":
            return from_quaternions(columns)
        return columns

    def to_config(self) -> dict:
        """JSON-ready, for the model file."""
        return {
            "mean": self.statistics.mean.tolist(),
            "scale": self.statistics.scale.tolist(),
            "used": self.statistics.used.tolist(),
            "actions": list(self.actions),
            "rotation_format": self.rotation_format,
        }

    @classmethod
    def from_config(cls, config: dict) -> "Features":
        statistics = Statistics(
            np.array(config["mean"], np.float32),
            np.array(config["scale"], np.float32),
            np.array(config["used"], np.int64),
        )
        return cls(statistics, tuple(config["actions"]), config["rotation_format"])
