"""Mirrored clips."""

import dataclasses

import numpy as np
import pytest

from data_prep.augment import mirrored
from data_prep.synthetic.generator import make_clip
from motion.kinematics import forward_kinematics
from motion.skeleton import CMU

REFLECTION = np.array([-1.0, 1.0, 1.0])


@pytest.fixture(scope="module")
def walking_clip():
    return make_clip(0, "train", "walking", 1, 0)


def mirror_order():
    order = np.arange(CMU.joint_count)
    for left, right in CMU.mirror_pairs:
        order[[left, right]] = right, left
    return order


def test_positions_are_those_of_the_mirror_image(walking_clip):
    """Exact for a body whose own bones are mirrored too; CMU's is not quite even."""
    order = mirror_order()
    body = dataclasses.replace(CMU, offsets_m=CMU.offsets_m[order] * REFLECTION)
    clip = mirrored(walking_clip)
    ours = forward_kinematics(clip.rotations, body, clip.root_translation)
    original = forward_kinematics(
        walking_clip.rotations, CMU, walking_clip.root_translation
    )
    np.testing.assert_allclose(ours, original[:, order] * REFLECTION, atol=1e-5)
    assert np.abs(clip.rotations - walking_clip.rotations).max() > 0.1


def test_own_bones_are_mirrored_too(walking_clip):
    own = (1.1 * CMU.offsets_m).astype(np.float32)
    original = dataclasses.replace(walking_clip, offsets_m=own)
    clip = mirrored(original)
    found = forward_kinematics(clip.rotations, clip.body, clip.root_translation)
    expected = forward_kinematics(
        original.rotations, original.body, original.root_translation
    )
    np.testing.assert_allclose(
        found, expected[:, mirror_order()] * REFLECTION, atol=1e-5
    )
    np.testing.assert_array_equal(mirrored(clip).offsets_m, own)


def test_twice_is_the_original(walking_clip):
    twice = mirrored(mirrored(walking_clip))
    np.testing.assert_array_equal(twice.rotations, walking_clip.rotations)
    np.testing.assert_array_equal(twice.root_translation, walking_clip.root_translation)
