"""The numbers that networks see of 15 joints, or of all 24, and back."""

import json

import numpy as np
import pytest

from data_prep.normalise import Statistics, z_scores
from data_prep.poses.features import PoseFeatures, pose_numbers
from data_prep.poses.formats import WIDTHS
from motion.body_joints import BODY_JOINTS, SMPL_INDEX
from motion.rotations import rotvec_to_matrix
from motion.skeleton import SMPL
from reenact.errors import DataError

HEAD, KNEE = BODY_JOINTS.index("head"), BODY_JOINTS.index("l_knee")
HELD = (0.1, -0.4, 0.2)  # the rotation vector of the head, in all frames
# What does not vary: nine joints of SMPL, the head, and two axes of a knee.
CONSTANT = {"axis_angle": 30 + 2, "quaternion": 40 + 2}


@pytest.fixture(scope="module")
def rotations():
    """(5, 30, 15, 3, 3) float32: the head is held, and a knee is a hinge."""
    random = np.random.default_rng(3)
    vectors = random.normal(0, 0.2, (5, 30, 15, 3)).cumsum(axis=1)
    vectors[:, :, HEAD] = HELD
    vectors[:, :, KNEE, 1:] = 0
    return rotvec_to_matrix(vectors).astype(np.float32)


def whole(rotations, rotation_format):
    numbers = pose_numbers(rotations, rotation_format, whole_body=True)
    return PoseFeatures(z_scores([numbers]), rotation_format, whole_body=True)


class TestZScores:
    def test_they_are_fairmotions(self, fairmotion_golden):
        """Of the sources alone; one window of each comes out as its loader's."""
        golden = {
            name: fairmotion_golden[f"fm_norm_{name}"]
            for name in ("src", "tgt", "mean", "std", "item3_src", "item3_tgt")
        }
        found = z_scores([golden["src"]])
        assert found.used.tolist() == [0, 1, 2, 3, 5, 6, 7, 8]
        np.testing.assert_allclose(found.mean, golden["mean"], rtol=1e-6, atol=1e-7)
        used = found.used
        np.testing.assert_allclose(found.scale[used], golden["std"][used], rtol=1e-6)
        for part in ("src", "tgt"):
            expected = golden[f"item3_{part}"]
            assert not expected[:, 4].any()  # which is not used
            normalised = found.normalise(golden[part][3])
            np.testing.assert_allclose(normalised, expected[:, used], atol=1e-6)
        back = found.unnormalise(golden["item3_tgt"][:, used])
        expected = fairmotion_golden["fm_unnorm_item3_tgt"]
        np.testing.assert_allclose(back, expected, atol=1e-6)

    def test_windows_in_parts_or_as_frames_are_the_same(self, fairmotion_golden):
        values = fairmotion_golden["fm_norm_src"]
        together, parts = z_scores([values]), z_scores(values)
        np.testing.assert_allclose(parts.mean, together.mean, rtol=1e-6)
        np.testing.assert_allclose(parts.scale, together.scale, rtol=1e-6)

    def test_what_varies_by_a_rounding_alone_is_constant(self):
        """1 and the number before it: divided by 2.2e-16 that would be huge."""
        values = np.ones((7, 3, 2), np.float32)
        values[0, :, 0] = np.nextafter(np.float32(1), np.float32(0))
        values[:, :, 1] = np.arange(7)[:, None] * 3e-6
        statistics = z_scores([values])
        assert statistics.used.tolist() == [1]
        assert statistics.scale[1] == pytest.approx(6e-6)
        with pytest.raises(DataError, match="found no column that varies"):
            z_scores([values[..., :1]])


@pytest.mark.parametrize("rotation_format", WIDTHS)
class TestWholeBody:
    def test_joints_are_those_of_smpl(self, rotations, rotation_format):
        found = pose_numbers(rotations, rotation_format, whole_body=True)
        found = found.reshape(5, 30, 24, -1)
        seen = pose_numbers(rotations, rotation_format).reshape(5, 30, 15, -1)
        np.testing.assert_array_equal(found[:, :, SMPL_INDEX], seen)
        identity = {
            "axis_angle": [0, 0, 0],
            "quaternion": [1, 0, 0, 0],
            "rotation_matrix": np.eye(3).ravel(),
        }
        for absent in ("pelvis", "l_ankle", "r_hand"):
            numbers = found[:, :, SMPL.index(absent)]
            assert (numbers == np.asarray(identity[rotation_format])).all()

    def test_rotations_come_back(self, rotations, rotation_format):
        features = whole(rotations, rotation_format)
        encoded = features.encode(rotations)
        assert encoded.dtype == np.float32
        assert encoded.shape[-1] == features.width == 24 * features.per_joint
        decoded = features.decode(encoded)
        np.testing.assert_allclose(decoded, rotations, atol=2e-6)

    def test_what_is_constant_is_exactly_0_and_restored(
        self, rotations, rotation_format
    ):
        features = whole(rotations, rotation_format)
        varies = np.zeros(features.width, bool)
        varies[features.used] = True
        joints = varies.reshape(24, -1)
        absent = np.setdiff1d(np.arange(24), SMPL_INDEX)
        assert not joints[[*absent, SMPL_INDEX[HEAD]]].any()
        if rotation_format in CONSTANT:
            assert (~varies).sum() == CONSTANT[rotation_format]
        encoded = features.encode(rotations)
        assert (encoded[..., ~varies] == 0).all()
        np.testing.assert_allclose(encoded[..., varies].std(axis=(0, 1)), 1, rtol=1e-3)
        np.testing.assert_allclose(encoded.mean(axis=(0, 1)), 0, atol=1e-4)
        # Whatever a network says of it.
        said = np.random.default_rng(0).normal(size=encoded.shape)
        decoded = features.decode(np.where(varies, encoded, said))
        np.testing.assert_array_equal(decoded, features.decode(encoded))
        held = rotvec_to_matrix(np.array(HELD))
        np.testing.assert_allclose(decoded[2, 3, HEAD], held, atol=1e-6)

    def test_a_constant_that_has_changed_is_still_0(self, rotations, rotation_format):
        """In test recordings, say: the network has never seen it move."""
        features = whole(rotations, rotation_format)
        turned = rotations.copy()
        turned[:, :, HEAD] = np.eye(3)
        np.testing.assert_array_equal(
            features.encode(turned), features.encode(rotations)
        )


@pytest.mark.parametrize("rotation_format", WIDTHS)
def test_fifteen_joints_use_every_number(rotations, rotation_format):
    width = 15 * WIDTHS[rotation_format]
    mean = np.linspace(-1, 1, width, dtype=np.float32)
    scale = np.linspace(0.5, 2, width, dtype=np.float32)
    features = PoseFeatures(Statistics(mean, scale, np.arange(width)), rotation_format)
    assert features.width == width and features.used.tolist() == list(range(width))
    encoded = features.encode(rotations)
    numbers = pose_numbers(rotations, rotation_format)
    np.testing.assert_allclose(encoded, (numbers - mean) / scale, atol=1e-6)
    np.testing.assert_allclose(features.decode(encoded), rotations, atol=1e-5)
    plain = PoseFeatures.plain(rotation_format)
    np.testing.assert_array_equal(plain.encode(rotations), numbers)


def test_quaternions_go_on_from_past_to_future():
    """A joint that turns right round: encoded apart, the future would jump."""
    angles = np.zeros((1, 60, 15, 3))
    angles[0, :, 4, 0] = np.linspace(0, 2 * np.pi, 60)
    rotations = rotvec_to_matrix(angles).astype(np.float32)
    features = PoseFeatures.plain("quaternion", whole_body=True)
    window = features.encode(rotations)
    apart = features.encode(rotations[:, 45:])
    assert np.abs(np.diff(window, axis=1)).max() < 0.1
    assert np.abs(apart - window[:, 45:]).max() > 1


@pytest.mark.parametrize("whole_body", [True, False])
def test_the_config_of_a_model_keeps_all_of_it(rotations, whole_body):
    numbers = pose_numbers(rotations, "axis_angle", whole_body)
    features = PoseFeatures(z_scores([numbers]), "axis_angle", whole_body)
    assert len(features.used) < features.width
    copy = PoseFeatures.from_config(json.loads(json.dumps(features.to_config())))
    encoded = features.encode(rotations)
    np.testing.assert_array_equal(copy.encode(rotations), encoded)
    np.testing.assert_array_equal(copy.decode(encoded), features.decode(encoded))


def test_the_config_of_an_older_model_is_understood(rotations):
    """It has mean, scale and format alone."""
    features = PoseFeatures.plain("quaternion")
    config = features.to_config()
    assert {config.pop("whole_body"), *config.pop("used")} == {False, *range(60)}
    copy = PoseFeatures.from_config(config)
    np.testing.assert_array_equal(copy.encode(rotations), features.encode(rotations))


def test_statistics_of_other_numbers_are_refused(rotations):
    statistics = z_scores([pose_numbers(rotations, "axis_angle")])
    with pytest.raises(ValueError, match="statistics of 72 numbers, received 45"):
        PoseFeatures(statistics, "axis_angle", whole_body=True)
