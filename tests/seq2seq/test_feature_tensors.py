"""Text columns to features on tensors, against `Features`."""

import dataclasses

import numpy as np
import pytest
import tiny

from data_prep.normalise import Statistics
from seq2seq.feature_tensors import decode, encode
from seq2seq.features import Features, to_quaternions


def in_quaternions() -> Features:
    """15 numbers a frame: root translation, three joints."""
    columns = tiny.columns(frames=60)
    values = np.concatenate([to_quaternions(window) for window in columns])
    used = np.delete(np.arange(15), [2, 7])
    statistics = Statistics(values.mean(axis=0), values.std(axis=0) + 0.1, used)
    return Features(statistics, tiny.ACTIONS, "quaternion")


@pytest.mark.parametrize("make", [tiny.features, in_quaternions])
def test_both_ways_are_as_in_numpy(make):
    features = make()
    columns = tiny.columns(frames=30)
    actions = ["waving", "walking", "waving"]
    one_hot = np.eye(2, dtype=np.float32)[[1, 0, 1]]
    expected = features.encode(columns, actions)
    found = np.asarray(encode(features, columns, one_hot))
    np.testing.assert_allclose(found, expected, atol=2e-6)
    noisy = expected + np.float32(0.1)
    back = np.asarray(decode(features, noisy))
    np.testing.assert_allclose(back, features.decode(noisy), atol=5e-6)
    silent = dataclasses.replace(features, actions=())
    found = np.asarray(encode(silent, columns))
    np.testing.assert_allclose(found, silent.encode(columns, None), atol=2e-6)
