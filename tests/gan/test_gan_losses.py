"""The losses are the reference's, and bones are as long as the skeleton's."""

import critic_measures
import keras
import numpy as np
import pytest
from gan_tiny import features

from data_prep.poses.features import PoseFeatures, pose_numbers
from gan.bones import bone_lengths
from gan.losses import bone_change, distance, pose_gradient, window_mse
from motion.rotations import rotvec_to_matrix
from motion.skeleton import SMPL

# Name and whether outputs are normalised -> name of the reference and its golden value.
DISTANCES = {
    ("literal", False): ("literal", "emd_literal_eq1"),
    ("total_sq", False): ("total_sq", "emd_literal_total_sq"),
    ("cdf_mse", False): ("cdf_mse", "emd_cdf_mse"),
    ("cdf_sqsum", False): ("cdf_sqsum", "emd_cdf_sqsum"),
    ("cdf_mse", True): ("normalised_cdf_mse", "emd_norm_cdf_mse"),
    ("w1", False): ("w1", "emd_norm_w1"),
    ("gap", False): ("gap", "wgan_critic_gap"),
}
BONES = [joint for joint, parent in enumerate(SMPL.parents) if parent > 0]


@pytest.mark.parametrize(("name", "normalise"), DISTANCES)
def test_distances(name, normalise, fairmotion_golden):
    reference, golden = DISTANCES[name, normalise]
    real, fake = fairmotion_golden["emd_CT"], fairmotion_golden["emd_CU"]
    found = float(distance(name, real, fake, normalise))
    assert found == pytest.approx(float(fairmotion_golden[golden]), rel=1e-5)
    real, fake = np.random.default_rng(0).uniform(0.05, 0.95, (2, 7, 24))
    expected = critic_measures.EMDS[reference](real, fake)
    found = float(distance(name, real, fake, normalise))
    assert found == pytest.approx(expected, rel=1e-5)


def test_error_of_a_window_is_that_of_the_future_times_its_share():
    """120 frames seen and 24 predicted: a sixth, from whole windows."""
    random = np.random.default_rng(0)
    past, truth, fake = (
        random.normal(size=(3, frames, 5)).astype(np.float32)
        for frames in (120, 24, 24)
    )
    windows = [np.concatenate([past, each], axis=1) for each in (truth, fake)]
    expected = np.square(windows[0] - windows[1]).mean()
    found = float(window_mse(past, truth, fake))
    assert found == pytest.approx(expected, rel=1e-5)
    assert found == pytest.approx(np.square(truth - fake).mean() / 6, rel=1e-5)


class TestTermsOfHpGan:
    """Positions of joints stand for any other numbers."""

    @pytest.fixture
    def golden(self, fairmotion_golden):
        return {
            name.removeprefix("hp_"): value.astype(np.float32)
            for name, value in fairmotion_golden.items()
            if name.startswith("hp_") and name != "hp_parents"
        } | {"parents": fairmotion_golden["hp_parents"]}

    def test_pose_gradient(self, golden):
        rows, frames = golden["pred"].shape[:2]
        predicted = golden["pred"].reshape(rows, frames, -1)
        last = golden["last_input"].reshape(rows, -1)
        found = float(pose_gradient(last, predicted))
        assert found == pytest.approx(golden["pg_eq_p2_per_sample"].mean(), rel=1e-5)
        found = float(pose_gradient(last, predicted, "code"))
        assert found == pytest.approx(float(golden["pg_code"]), rel=1e-5)
        still = np.repeat(last[:, None], frames, axis=1)
        assert float(pose_gradient(last, still, "code")) == pytest.approx(1e-4)
        cubed = critic_measures.pose_gradient_paper(
            golden["pred"], golden["last_input"], power=3
        )
        found = float(pose_gradient(last, predicted, power=3.0))
        assert found == pytest.approx(cubed.mean(), rel=1e-5)

    def test_bone_change(self, golden):
        predicted, truth, last = (
            critic_measures.bone_lengths(golden[name], golden["parents"])
            for name in ("pred", "gt", "last_input")
        )
        found = float(bone_change(predicted, truth))
        assert found == pytest.approx(golden["bone_eq_per_sample"].mean(), rel=1e-5)
        found = float(bone_change(predicted, last, "code"))
        assert found == pytest.approx(float(golden["bone_code"]), rel=1e-5)

    def test_a_motion_without_change_has_a_gradient(self):
        """A root has none at 0, where a generator of zero velocity starts."""
        import tensorflow as tf

        last, lengths = tf.ones((2, 5)), tf.ones((2, 3, 4))
        frames = tf.ones((2, 3, 5))
        for form in ("paper", "code"):
            with tf.GradientTape() as tape:
                tape.watch((frames, lengths))
                loss = pose_gradient(last, frames, form)
                loss += bone_change(lengths, lengths, form)
            for gradient in tape.gradient(loss, (frames, lengths)):
                assert np.isfinite(gradient).all()


class TestBones:
    def frames(self, view, stretch=1.0):
        """(2, 3, D) of turned bodies, whose left hip's matrix is stretched."""
        random = np.random.default_rng(0)
        rotations = rotvec_to_matrix(random.normal(0, 1, (2, 3, 15, 3)))
        numbers = pose_numbers(rotations, "rotation_matrix", whole_body=True)
        left_hip = SMPL.index("l_hip")
        numbers[..., 9 * left_hip : 9 * left_hip + 9] *= stretch
        statistics = view.statistics
        return ((numbers - statistics.mean) / statistics.scale).astype(np.float32)

    def test_rotations_keep_the_skeletons_lengths(self):
        view = features("rotation_matrix")
        found = np.asarray(bone_lengths(view, self.frames(view)))
        expected = np.linalg.norm(SMPL.offsets_m[BONES], axis=1)
        assert found.shape == (2, 3, len(BONES))
        np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), 1e-4)

    def test_what_hangs_on_a_stretched_joint_grows(self):
        view = features("rotation_matrix")
        still, grown = (
            np.asarray(bone_lengths(view, self.frames(view, stretch)))[0, 0]
            for stretch in (1.0, 1.5)
        )
        below = {SMPL.index("l_hip")}
        for joint, parent in enumerate(SMPL.parents):
            if parent in below:
                below.add(joint)
        expected = [1.5 if SMPL.parents[joint] in below else 1.0 for joint in BONES]
        np.testing.assert_allclose(grown / still, expected, rtol=1e-4)
        assert expected.count(1.5) == 3  # knee, ankle, foot

    @pytest.mark.parametrize("view", ["axis_angle", "fifteen joints"])
    def test_others_are_refused(self, view):
        view = features(view) if view == "axis_angle" else PoseFeatures.plain()
        with pytest.raises(ValueError, match="24 rotation matrices, received"):
            bone_lengths(view, keras.ops.zeros((1, 1, view.width)))
