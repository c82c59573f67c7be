"""What networks see of rotations, on tensors, against `PoseFeatures`."""

import numpy as np
import pytest

from data_prep.normalise import Statistics
from data_prep.poses.features import PoseFeatures, pose_numbers
from data_prep.poses.formats import WIDTHS
from motion.rotations import rotvec_to_matrix
from networks.pose_tensors import around, decode, encode


@pytest.fixture(scope="module")
def motion():
    """(2, 20, 15, 3, 3): joints that turn up to and beyond a half turn."""
    random = np.random.default_rng(0)
    steps = random.normal(0, 0.3, (2, 20, 15, 3)).cumsum(axis=1)
    return rotvec_to_matrix(steps).astype(np.float32)


def features_of(motion, rotation_format, whole_body, plain=False) -> PoseFeatures:
    if plain:
        return PoseFeatures.plain(rotation_format, whole_body)
    numbers = pose_numbers(motion, rotation_format, whole_body).reshape(40, -1)
    std = numbers.std(axis=0)
    used = np.flatnonzero(std > 1e-6)
    used = np.delete(used, 3)  # one that varies and is not used
    scale = np.ones_like(std)
    scale[used] = std[used]
    statistics = Statistics(numbers.mean(axis=0), scale, used)
    return PoseFeatures(statistics, rotation_format, whole_body)


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("whole_body", [False, True])
@pytest.mark.parametrize("rotation_format", WIDTHS)
def test_both_ways_are_as_in_numpy(motion, rotation_format, whole_body, plain):
    features = features_of(motion, rotation_format, whole_body, plain)
    found, expected = np.asarray(encode(features, motion)), features.encode(motion)
    assert found.shape == (2, 20, features.width)
    np.testing.assert_allclose(found, expected, atol=1e-5)
    noisy = expected + np.random.default_rng(1).normal(0, 0.2, expected.shape)
    noisy = noisy.astype(np.float32)
    back = np.asarray(decode(features, noisy))
    np.testing.assert_allclose(back, features.decode(noisy), atol=5e-6)


def test_a_forecast_stands_between_the_two(motion):
    features = features_of(motion, "axis_angle", True)
    function = around(features, lambda past, gain: past[:, -2:] * gain[:, None])
    gain = np.ones((2, 1), np.float32)
    found = np.asarray(function({"past": motion, "gain": gain})["future"])
    expected = features.decode(features.encode(motion)[:, -2:])
    np.testing.assert_allclose(found, expected, atol=5e-6)
