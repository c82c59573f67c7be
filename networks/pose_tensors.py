"""Rotations to the numbers that a network sees, and back, on tensors.

What `data_prep.poses.features` does in NumPy, for exported functions. B windows, S past
and T future frames, J joints that are predicted, P numbers of a joint, D of a frame.
"""

import numpy as np
from keras import ops

from networks.rotations import (
    continuous_quaternions,
    matrix_to_quaternion,
    quaternion_to_matrix,
    quaternion_to_rotvec,
    rotvec_to_quaternion,
    unit_quaternion,
)


def around(features, forecast):
    """A function of rotations around one of features.

    Args:
        features: `data_prep.poses.features.PoseFeatures` of a model.
        forecast: (past (B, S, D), **further inputs) -> (B, T, D).

    Returns:
        {'past': (B, S, J, 3, 3), **further inputs} -> {'future': (B, T, J, 3, 3)}.
    """

    def function(inputs):
        others = {name: each for name, each in inputs.items() if name != "past"}
        found = forecast(encode(features, inputs["past"]), **others)
        return {"future": decode(features, found)}

    return function


def encode(features, rotations):
    """Rotation matrices (B, S, J, 3, 3) -> features (B, S, D)."""
    _, frames, joints, _, _ = rotations.shape
    matrices = ops.reshape(rotations, (-1, 9))
    if features.rotation_format == "rotation_matrix":
        values = matrices
    elif features.rotation_format == "axis_angle":
        values = quaternion_to_rotvec(matrix_to_quaternion(matrices))
    else:
        in_time = (-1, frames, joints, 4)
        values = ops.reshape(matrix_to_quaternion(matrices), in_time)
        values = continuous_quaternions(values)
    columns = _columns(features)
    values = ops.reshape(values, (-1, frames, len(columns)))
    mean, scale, used = (each[columns] for each in _numbers(features))
    known = (values - mean) / scale * used
    # A zero behind them, for joints that nobody turns.
    known = ops.pad(known, ((0, 0), (0, 0), (0, 1)))
    places = np.full(features.width, len(columns))
    places[columns] = np.arange(len(columns))
    rest = np.zeros((1, joints, 3, 3), np.float32) + np.eye(3, dtype=np.float32)
    absent = features.encode(rest)[0]
    absent[columns] = 0
    return ops.take(known, places, axis=-1) + absent


def decode(features, found):
    """Features (B, T, D) -> matrices (B, T, J, 3, 3); nine numbers stay as they are."""
    frames, columns = found.shape[1], _columns(features)
    mean, scale, used = (each[columns] for each in _numbers(features))
    values = ops.take(found, columns, axis=-1) * (scale * used) + mean
    values = ops.reshape(values, (-1, features.per_joint))
    if features.rotation_format == "axis_angle":
        values = quaternion_to_matrix(rotvec_to_quaternion(values))
    elif features.rotation_format == "quaternion":
        values = quaternion_to_matrix(unit_quaternion(values))
    return ops.reshape(values, (-1, frames, len(features.places), 3, 3))


def _columns(features) -> np.ndarray:
    """(J P,) which of the D numbers are those of the joints that are predicted."""
    width = features.per_joint
    return (np.array(features.places)[:, None] * width + np.arange(width)).ravel()


def _numbers(features) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(D,) mean, scale, and 1 where a number is used."""
    used = np.zeros(features.width, np.float32)
    used[features.used] = 1
    return features.statistics.mean, features.statistics.scale, used
