"""What a run trains on and is scored against, as its settings say."""

import numpy as np
import pytest
import stt_tiny

from data_prep.poses.formats import WIDTHS
from data_prep.poses.pose_set import (
    NORMALISATIONS,
    pose_statistics,
    pose_values,
    read_pose_set,
)
from stt.data import prepare


@pytest.fixture(scope="module")
def prepared(pose_records):
    def material(**changes):
        return prepare(stt_tiny.config(**changes), pose_records, "synthetic")

    return material


@pytest.fixture(scope="module")
def sequences(pose_records):
    return read_pose_set(pose_records, "synthetic").train


@pytest.mark.parametrize("rotation_format", WIDTHS)
def test_rotation_format(prepared, sequences, rotation_format):
    material = prepared(rotation_format=rotation_format)
    numbers = 15 * WIDTHS[rotation_format]
    assert material.training.features.shape == (4 * 209, numbers)
    assert material.features.per_joint == WIDTHS[rotation_format]
    first = pose_values(sequences[0], rotation_format)
    statistics = material.features.statistics
    expected = (first - statistics.mean) / statistics.scale
    np.testing.assert_allclose(material.training.features[:209], expected, atol=1e-4)
    rotations = stt_tiny.rotations()
    again = material.features.decode(material.features.encode(rotations))
    np.testing.assert_allclose(again, rotations, atol=1e-5)


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
def test_normalisation(prepared, sequences, normalisation):
    found = prepared(normalisation=normalisation).features.statistics
    expected = pose_statistics(sequences, "rotation_matrix", normalisation)
    np.testing.assert_array_equal(found.mean, expected.mean)
    np.testing.assert_array_equal(found.scale, expected.scale)


def test_normalisations_differ(prepared):
    scales = [
        prepared(normalisation=name).features.statistics for name in NORMALISATIONS
    ]
    assert len({tuple(each.scale) for each in scales}) == len(NORMALISATIONS)


def test_protocol(prepared):
    """Where each recording trains: anywhere, or in windows of 180 frames only."""
    eth, fairmotion = prepared(protocol="eth"), prepared(protocol="fairmotion")
    assert eth.training.lengths.tolist() == [209] * 4
    assert fairmotion.training.lengths.tolist() == [144] * 4
    # Synthetic people are scored like CMU's, whatever trains.
    assert eth.test.protocol == fairmotion.test.protocol == "cmu"
    assert eth.test.starts() == fairmotion.test.starts()


def test_mirror(prepared):
    plain, both = prepared(mirror=False), prepared(mirror=True)
    assert len(both.training.lengths) == 2 * len(plain.training.lengths)
    assert both.test.starts() == plain.test.starts()
    # Left and right then have the same statistics, but for signs.
    left, right = (
        both.features.statistics.scale.reshape(15, 9)[joint] for joint in (3, 4)
    )
    np.testing.assert_allclose(left, right, rtol=1e-3)


def test_validation_and_test_are_other_people(prepared):
    material = prepared()
    clips = {
        role: {clip for each in windows.starts().values() for clip, _ in each}
        for role, windows in (
            ("validation", material.validation),
            ("test", material.test),
        )
    }
    assert clips["validation"].isdisjoint(clips["test"])
    assert (clips["validation"] | clips["test"]).isdisjoint(material.training.clip_ids)
