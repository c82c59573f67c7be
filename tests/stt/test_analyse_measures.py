"""What the analyses measure, against closed forms and plain computations."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest
import stt_tiny
import tensorflow as tf

from data_prep.poses.pose_set import PoseSequence, PoseSet
from data_prep.windows import WindowSource
from motion.body_joints import BODY_JOINTS, LEFT, RIGHT
from motion.rotations import rotvec_to_matrix
from stt.analysis import embedding, layer_gradients, long_rollouts, loss_curve
from stt.fit import batches
from stt.losses import training_loss

JOINTS, WINDOW = stt_tiny.JOINTS, stt_tiny.WINDOW


def kernels(width=64, seed=0):
    return np.random.default_rng(seed).normal(size=(JOINTS, 9, width))


def test_left_and_right_that_are_the_same_correlate_fully():
    same = kernels()
    same[list(RIGHT)] = same[list(LEFT)]
    found = embedding.measure(same)
    assert found["left_right_correlation"] == pytest.approx(1)
    assert np.max(found["shuffled_correlations"]) < 0.9
    independent = embedding.measure(kernels())
    assert abs(independent["left_right_correlation"]) < 0.1


def test_rows_of_left_and_right_joints_belong_together():
    pairs = zip(LEFT, RIGHT, strict=True)
    assert all(BODY_JOINTS[a][1:] == BODY_JOINTS[b][1:] for a, b in pairs)


def test_the_band_is_as_far_in_as_40_to_50_of_128():
    grey = np.ones((JOINTS, 9, 64))
    grey[:, :, 20:26] = -0.25
    found = embedding.measure(grey + 1e-9 * kernels())
    assert found["grey_band_ratio"] == pytest.approx(0.25)
    edges = found["column_mean_abs"][[19, 20, 25, 26]]
    np.testing.assert_allclose(edges, [1, 0.25, 0.25, 1], rtol=1e-6)


@pytest.mark.parametrize("study", ["02", "14"])
def test_kernels_are_those_that_embed_each_number(study):
    """A one in number p of joint n adds row (n, p) to the embedding."""
    model = stt_tiny.model(study)
    found = embedding.joint_kernels(model)
    one = np.zeros((1, WINDOW, JOINTS, 9), np.float32)
    one[..., 4, 7] = 1
    if study == "02":
        embedded = model.embedding(one.transpose(2, 0, 1, 3))[4, 0, 0]
    else:
        embedded = model.embedding(one.reshape(1, WINDOW, -1))[0, 0]
    np.testing.assert_allclose(embedded, found[4, 7], rtol=1e-6)
    rows, labels = embedding.points(found)
    np.testing.assert_array_equal(rows[4 * 9 + 7], found[4, 7])
    assert labels[4 * 9 + 7] == ("r_knee", "right", "7")


def random_material(features):
    """Four random walks; only what training batches are drawn from."""
    lengths = np.array([60, 50, 40, 45])
    walks = np.random.default_rng(0).normal(0, 0.3, (lengths.sum(), JOINTS * 9))
    training = WindowSource(
        features=walks.cumsum(axis=0).astype(np.float32),
        offsets=np.cumsum(lengths) - lengths,
        lengths=lengths,
        clip_ids=tuple("abcd"),
        actions=("walking",) * 4,
    )
    return SimpleNamespace(training=training, features=features)


def kernels_by_kind(layer):
    """The kernels of a layer of study 02, by name."""
    temporal, spatial = layer.attentions
    maps = [*temporal.projections, temporal.output_map]
    maps += [*spatial.projections, spatial.output_map]
    return {
        "attention": [each.kernel.value for each in maps],
        "feed_forward": [layer.widened.kernel.value, layer.narrowed.kernel.value],
    }


def test_gradients_are_those_of_whole_batches_together():
    """Measured two rows at a time, expected from four at once."""
    model = stt_tiny.model(dropout=0.0)
    material = random_material(model.features)
    found = layer_gradients.measure(model, material, seed=3, first_step=5)
    loss = training_loss("joint_sum", 9)
    watched = [kernels_by_kind(layer) for layer in model.attention_layers]
    entries = [{"all": [], "attention": [], "feed_forward": []} for _ in watched]
    for inputs, targets in batches(model.config, material, 3)(5).take(20):
        with tf.GradientTape() as tape:
            value = loss(targets, model(inputs, training=True))
        for kinds, layer in zip(tape.gradient(value, watched), entries, strict=True):
            for kind, gradients in kinds.items():
                flat = [np.ravel(each).astype(float) for each in gradients]
                layer[kind] += flat
                layer["all"] += flat
    for number, layer in enumerate(entries):
        for kind, parts in layer.items():
            values = np.concatenate(parts)
            mean, std = (found[kind][part][number] for part in ("mean", "std"))
            assert std == pytest.approx(values.std(), rel=1e-4)
            assert mean == pytest.approx(values.mean(), abs=1e-5 * values.std())


def test_gradients_are_taken_with_dropout():
    found = []
    for dropout in (0.0, 0.4):
        model = stt_tiny.model(dropout=dropout, layers=1)
        measured = layer_gradients.measure(model, random_material(model.features), 3, 5)
        found.append(measured["all"]["std"])
    assert not np.allclose(*found, rtol=0.01)


@pytest.mark.parametrize("study", ["02", "07", "08", "10", "14"])
def test_all_kernels_of_a_layer_and_nothing_else(study):
    model = stt_tiny.model(study)
    for layer, kinds in zip(
        model.attention_layers, layer_gradients.kernels_of_layers(model), strict=True
    ):
        chosen = kinds["attention"] + kinds["feed_forward"]
        assert len(set(chosen)) == len(chosen)
        inside = {id(model.trainable_variables[place]) for place in chosen}
        others = [v.name for v in layer.trainable_variables if id(v) not in inside]
        assert {*others} <= {"bias", "biases", "output_bias", "gamma", "beta"}
        assert len(inside) + len(others) == len(layer.trainable_variables)
        assert all(
            "attention" not in model.trainable_variables[place].path
            and "heads" not in model.trainable_variables[place].path
            for place in kinds["feed_forward"]
        )


def turning(frames: int, degrees: float, action="walking", clip_id="clip"):
    """Every joint turns by so many degrees a frame about the x axis."""
    vectors = np.zeros((frames, JOINTS, 3))
    vectors[..., 0] = np.radians(degrees) * np.arange(frames)[:, None]
    rotations = rotvec_to_matrix(vectors).astype(np.float32)
    return PoseSequence(clip_id, action, rotations)


def pose_set(train=(), validation=(), test=()):
    return PoseSet("synthetic", "f", tuple(train), tuple(validation), tuple(test), {})


def test_a_perfect_prediction_has_no_error_until_the_truth_ends():
    sequence = turning(WINDOW + 1000, degrees=2)
    known = dataclasses.replace(sequence, rotations=sequence.rotations[: WINDOW + 120])
    seed = long_rollouts.Seed(known, 0, WINDOW)
    found = long_rollouts.measure(seed, sequence.rotations[WINDOW:].astype(float))
    np.testing.assert_allclose(found["step_angle_deg"], 2, rtol=1e-4)
    np.testing.assert_allclose(found["true_step_angle_deg"][:3], 2, rtol=1e-4)
    np.testing.assert_allclose(found["joint_angle"][:3], 0, atol=1e-5)
    for name in ("true_step_angle_deg", "joint_angle"):
        assert np.isnan(found[name][3:]).all()
    np.testing.assert_allclose(found["non_orthogonality"], 0, atol=1e-5)


def test_a_pose_that_stays_and_swells():
    """Twice a rotation: RᵀR - I is 3 I, of norm √27; the first step is no turn."""
    sequence = turning(WINDOW + 100, degrees=2)
    seed = long_rollouts.Seed(sequence, 0, WINDOW)
    still = np.repeat(2.0 * sequence.rotations[WINDOW - 1 : WINDOW], 1000, axis=0)
    found = long_rollouts.measure(seed, still)
    np.testing.assert_allclose(found["non_orthogonality"], np.sqrt(27), rtol=1e-5)
    np.testing.assert_allclose(found["step_angle_deg"], 0, atol=1e-4)
    # Frame k of the truth is 2 (k + 1) degrees ahead; a chain of n joints n times it.
    assert found["joint_angle"][0] > np.radians(2 * 25.5)


def test_a_prediction_that_blows_up_is_still_measured():
    sequence = turning(WINDOW + 100, degrees=2)
    seed = long_rollouts.Seed(sequence, 0, WINDOW)
    wild = np.full((1, 1000, JOINTS, 3, 3), np.inf, np.float32)
    wild[:, 500:] = np.nan
    model = SimpleNamespace(forecast=lambda past, frames: wild[:, :frames])
    (predicted,) = long_rollouts.roll_out(model, [seed])
    found = long_rollouts.measure(seed, predicted)
    for name in ("step_angle_deg", "non_orthogonality"):
        assert np.isfinite(found[name]).all()
    assert found["non_orthogonality"][0] > 1e6


def test_seeds_are_the_longest_recordings_that_were_not_trained_on():
    poses = pose_set(
        train=[turning(3000, 1, "walking"), turning(3000, 1, "climbing")],
        validation=[turning(300, 1, "walking"), turning(WINDOW, 1, "running")],
        test=[
            turning(200, 1, "walking"),
            turning(WINDOW + 1100, 1, "jumping"),
            turning(900, 1, "washwindow"),
        ],
    )
    walking, jumping = long_rollouts.choose_seeds(poses, WINDOW)
    assert (walking.sequence.action, len(walking.sequence)) == ("walking", 300)
    assert (walking.start, len(walking.past), len(walking.truth)) == (0, 8, 292)
    assert (jumping.start, len(jumping.truth)) == (50, 1000)
    np.testing.assert_array_equal(jumping.truth, jumping.sequence.rotations[58:1058])


def test_where_no_action_is_known_the_longest_others_are_shown():
    actions = {"a": 100, "b": 500, "c": 300, "d": 400, "e": 200}
    poses = pose_set(test=[turning(n, 1, action) for action, n in actions.items()])
    seeds = long_rollouts.choose_seeds(poses, WINDOW)
    assert [seed.sequence.action for seed in seeds] == ["b", "d", "c", "e"]


def test_loss_noise_is_a_share_of_the_loss_and_no_slope():
    random = np.random.default_rng(0)
    falling = np.linspace(20, 10, 20_000)
    np.testing.assert_allclose(loss_curve.noise(falling), 0, atol=1e-6)
    noisy = falling * random.normal(1, 0.1, len(falling))
    np.testing.assert_allclose(loss_curve.noise(noisy), 0.1, rtol=0.1)
    assert loss_curve.noise(falling[:29]) is None
