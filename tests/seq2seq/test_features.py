"""From text columns to what the networks see, and back."""

import json

import numpy as np
import pytest
import tiny
from scipy.spatial.transform import Rotation

from data_prep.normalise import Statistics, column_statistics
from motion.h36m_angles import clip_to_columns
from seq2seq.features import Features, from_quaternions, to_quaternions

ACTIONS = ["walking", "waving", "walking"]


def spinning(frames=60, joints=2):
    """Columns of joints that turn twice about fixed axes."""
    angles = np.linspace(-0.3, 4 * np.pi, frames)
    axes = np.array([[0, 0, 1.0], [0.6, 0, 0.8]])[:joints]
    triples = angles[:, None, None] * axes
    translation = np.arange(frames)[:, None] * np.ones(3)
    return np.concatenate([translation, triples.reshape(frames, -1)], axis=1)


def quaternion_features():
    clip = tiny.synthetic_clips()["train"][0]

    def values(each):
        return to_quaternions(clip_to_columns(each))

    return Features(column_statistics([clip], values), (), "quaternion")


def as_rotations(columns):
    return Rotation.from_rotvec(columns[..., 3:].reshape(-1, 3))


def test_quaternions_are_those_of_scipy():
    quaternions = to_quaternions(spinning())[:, 3:].reshape(-1, 4)
    expected = as_rotations(spinning()).as_quat()[:, [3, 0, 1, 2]]
    agreement = np.abs(np.sum(quaternions * expected, axis=1))
    np.testing.assert_allclose(agreement, 1, atol=1e-6)


def test_quaternions_are_continuous_and_start_on_one_side():
    quaternions = to_quaternions(spinning())[:, 3:].reshape(60, 2, 4)
    assert (quaternions[0, :, 0] >= 0).all()
    assert np.abs(np.diff(quaternions, axis=0)).max() < 0.15
    assert quaternions[..., 0].min() < -0.9  # which -q in place of q would prevent


def test_quaternions_return_as_the_same_rotations():
    back = from_quaternions(to_quaternions(spinning()))
    np.testing.assert_array_equal(back[:, :3], spinning()[:, :3])
    between = as_rotations(spinning()).inv() * as_rotations(back)
    assert between.magnitude().max() < 1e-5


def test_predicted_quaternions_need_not_be_of_length_one():
    values = to_quaternions(spinning())
    scaled = values.copy()
    scaled[:, 3:] *= 0.3
    np.testing.assert_allclose(
        from_quaternions(scaled), from_quaternions(values), atol=1e-5
    )
    scaled[:, 3:] = 0
    assert (from_quaternions(scaled)[:, 3:] == 0).all()  # no rotation, not NaN


def test_columns_return_and_ignored_ones_are_their_mean():
    features, columns = tiny.features(), tiny.columns()
    columns[..., 2] = 77.0  # a column that is not used
    back = features.decode(features.encode(columns, ACTIONS))
    np.testing.assert_allclose(back[..., tiny.USED], columns[..., tiny.USED], atol=1e-5)
    np.testing.assert_array_equal(back[..., 2], features.statistics.mean[2])


def test_quaternion_windows_return_as_the_same_rotations():
    clip = tiny.synthetic_clips()["train"][0]
    columns = clip_to_columns(clip)[None, 20:60]
    features = quaternion_features()
    back = features.decode(features.encode(columns, None))
    between = as_rotations(columns[0]).inv() * as_rotations(back[0])
    assert between.magnitude().max() < 5e-3  # columns that hardly vary are their mean


def test_the_action_is_a_column_that_is_one():
    encoded = tiny.features().encode(tiny.columns(), ACTIONS)
    assert encoded.shape[-1] == tiny.features().width == 11
    expected = np.array([[1, 0], [0, 1], [1, 0]])[:, None]
    assert (encoded[..., 9:] == expected).all()


@pytest.mark.parametrize(
    ("actions", "message"),
    [
        (["walking", "swimming", "waving"], r"walking, waving .* \['swimming'\]"),
        (None, r"received \['None'\]"),
        (["walking"], "shorter"),
    ],
)
def test_unknown_actions_are_refused(actions, message):
    with pytest.raises(ValueError, match=message):
        tiny.features().encode(tiny.columns(), actions)


def test_columns_of_another_skeleton_are_refused():
    with pytest.raises(ValueError, match="expected 12 columns, found 11"):
        tiny.features().encode(tiny.columns()[..., :-1], ACTIONS)


def test_root_and_one_hot_weigh_nothing():
    features = tiny.features()
    scale = features.angle_scale()
    assert scale.shape == (11,)
    root = tiny.USED < 6
    assert (scale[:9][root] == 0).all() and (scale[9:] == 0).all()
    np.testing.assert_array_equal(
        scale[:9][~root], features.statistics.scale[tiny.USED[~root]]
    )
    # As quaternions the root has one column more: used columns 4 and 6 are its.
    as_quaternion = Features(features.statistics, (), "quaternion")
    np.testing.assert_array_equal(as_quaternion.angle_scale() == 0, tiny.USED < 7)


def test_angle_scale_leaves_the_statistics_alone():
    features = tiny.features()
    before = features.statistics.scale.copy()
    features.angle_scale()[:] = 5
    np.testing.assert_array_equal(features.statistics.scale, before)


def test_plain_features_are_the_columns():
    columns = tiny.columns()
    plain = Features.plain(tiny.COLUMNS)
    np.testing.assert_array_equal(plain.encode(columns, None), columns)
    np.testing.assert_array_equal(plain.decode(columns), columns)


def test_features_survive_json():
    statistics = tiny.features().statistics
    features = Features(statistics, tiny.ACTIONS, "quaternion")
    copy = Features.from_config(json.loads(json.dumps(features.to_config())))
    assert copy.actions == features.actions
    assert copy.rotation_format == "quaternion"
    for name in ("mean", "scale", "used"):
        ours, expected = (getattr(s, name) for s in (copy.statistics, statistics))
        np.testing.assert_array_equal(ours, expected)
        assert ours.dtype == expected.dtype
    assert isinstance(copy.statistics, Statistics)
