"""Text columns to network features and back, on tensors; see `seq2seq.features`.

B windows, S past and T future frames, C text columns, D features, A actions, J joints.
"""

import numpy as np
from keras import ops

from networks.rotations import (
    continuous_quaternions,
    quaternion_to_rotvec,
    rotvec_to_quaternion,
    unit_quaternion,
)
from seq2seq.features import Features


def encode(features: Features, columns, action=None):
    """Columns (B, S, C) and, for models that know it, action (B, A) -> (B, S, D)."""
    if features.rotation_format == "quaternion":
        columns = _to_quaternions(columns)
    numbers = features.statistics
    used = ops.take(columns, numbers.used, axis=-1)
    x = (used - numbers.mean[numbers.used]) / numbers.scale[numbers.used]
    if action is None:
        return x
    every_frame = ops.zeros_like(x[..., :1]) + action[:, None]
    return ops.concatenate([x, every_frame], axis=-1)


def decode(features: Features, found):
    """Features (B, T, D) -> columns (B, T, C); ignored ones are the mean."""
    numbers = features.statistics
    scaled = found[..., : len(numbers.used)] * numbers.scale[numbers.used]
    # A zero behind them, for the columns that are ignored.
    scaled = ops.pad(scaled, ((0, 0), (0, 0), (0, 1)))
    places = np.full(len(numbers.mean), len(numbers.used))
    places[numbers.used] = np.arange(len(numbers.used))
    columns = ops.take(scaled, places, axis=-1) + numbers.mean
    if features.rotation_format == "quaternion":
        return _from_quaternions(columns)
    return columns


def _to_quaternions(columns):
    """(B, S, 3 + 3J) -> (B, S, 3 + 4J), continuous in time."""
    _, frames, width = columns.shape
    quaternions = rotvec_to_quaternion(ops.reshape(columns[..., 3:], (-1, 3)))
    quaternions = ops.reshape(quaternions, (-1, frames, width // 3 - 1, 4))
    flat = continuous_quaternions(quaternions)
    flat = ops.reshape(flat, (-1, frames, 4 * (width // 3 - 1)))
    return ops.concatenate([columns[..., :3], flat], axis=-1)


def _from_quaternions(values):
    """(B, T, 3 + 4J) of any length -> (B, T, 3 + 3J)."""
    _, frames, width = values.shape
    joints = (width - 3) // 4
    quaternions = unit_quaternion(ops.reshape(values[..., 3:], (-1, 4)))
    flat = ops.reshape(quaternion_to_rotvec(quaternions), (-1, frames, 3 * joints))
    return ops.concatenate([values[..., :3], flat], axis=-1)
