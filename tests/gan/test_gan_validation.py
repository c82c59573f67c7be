"""What an epoch measures, on networks whose behaviour is known."""

import gan_tiny
import keras
import numpy as np
import pytest
import tensorflow as tf
from critic_measures import clipped_logit_bound

from gan.data import prepare
from gan.diagnostics.alarms import tripped
from gan.diagnostics.measures import neighbour_distance
from gan.diagnostics.warnings import with_penalty
from gan.model import build
from gan.report.study_groups import with_penalty as in_tables
from gan.step import AdversarialStep
from gan.studies import STUDIES
from gan.validation import SAMPLES, Validation


@pytest.fixture(scope="module")
def material(pose_records):
    return prepare(gan_tiny.config(), pose_records, "synthetic")


def measured(material, study, **changes):
    """A fresh model of a study and how it is measured."""
    keras.utils.set_random_seed(3)
    model = build(gan_tiny.config(study, **changes), features=material.features)
    step = AdversarialStep(model)
    return model, step, Validation(step, material, tf.distribute.get_strategy())


def names(found):
    return {alarm.name for alarm in tripped(found)}


def test_a_generator_that_rests_and_a_critic_that_says_a_half(material):
    """Networks of changes start as zero velocity."""
    model, _, validate = measured(
        material, "report", residual=True, architecture="seq2seq"
    )
    model.critic.head.kernel.assign(tf.zeros_like(model.critic.head.kernel))
    model.critic.head.bias.assign(tf.zeros_like(model.critic.head.bias))
    found = validate()
    for name in ("g_mse", "g_mse_active"):
        rest = found[f"zero_velocity_{name.removeprefix('g_')}_val"]
        assert found[f"{name}_val"] == pytest.approx(rest) and rest > 0
    assert found["validation_error"] == found["g_mse_active_val"]
    assert found["speed_ratio"] == found["first_frame_jump"] == 0
    assert found["baseline_ratio"] == pytest.approx(1)
    # No number is added but those that vary: their share makes one of the other.
    share = len(material.features.used) / material.features.width
    assert found["g_mse_val"] == pytest.approx(share * found["g_mse_active_val"])
    assert (found["c_real_mean"], found["c_batch_std"]) == (0.5, 0)
    assert found["dead_share"] == 1 and found["lipschitz_max"] < 1e-5
    assert found["seed_leak"] == found["emd_val"] == 0
    # Line 9 of the algorithm has no critic in it.
    assert found["g_critic_grad_norm"] == 0
    expected = {"dead critic", "generator without critic", "static collapse"}
    assert expected <= names(found)


def test_the_angle_errors_are_those_of_zero_velocity(material):
    _, _, validate = measured(material, "mse", residual=True, architecture="seq2seq")
    found = validate()
    scored = material.validation
    rest = scored.errors(lambda past, n: np.repeat(past[:, -1:], n, axis=1))
    for frame, at in ((6, 0), (12, 1), (18, 2), (24, 3)):
        errors = [each[:, at].mean() for each in rest["euler_sum"].values()]
        assert found[f"mae_{frame}"] == pytest.approx(np.mean(errors), rel=1e-4)
    assert not [name for name in found if name.startswith(("c_", "emd", "lipschitz"))]
    assert "static collapse" in names(found)


def test_slopes_of_a_linear_critic_are_its_weights(material):
    """C = w · candidate: the same slope everywhere; its gap is that of the means."""
    _, step, validate = measured(material, "wgan", architecture="seq2seq")
    weight = np.random.default_rng(0).normal(size=(24, 72)).astype(np.float32)

    def linear(past, candidate, seed, training=False):
        return tf.reduce_sum(candidate * weight, axis=(1, 2))[:, None]

    validate.model.critic = linear
    step.clipped = [tf.Variable([0.01, -0.01, 0.0])]
    found = validate()
    norm = np.linalg.norm(weight)
    assert found["lipschitz_mean"] == pytest.approx(norm, rel=1e-4)
    assert found["lipschitz_max"] == pytest.approx(norm, rel=1e-4)
    windows = validate.windows
    fake = validate.model.predict(windows.past, verbose=0)
    gap = ((windows.future - fake).mean(axis=0) * weight).sum()
    assert found["gap_val"] == pytest.approx(gap, rel=1e-3, abs=1e-3)
    assert found["clip_fraction"] == pytest.approx(2 / 3)
    assert found["g_critic_grad_norm"] > 0
    assert not {"saturation", "dead_share", "seed_leak", "diversity"} & set(found)


def test_noise_is_measured_and_a_generator_that_ignores_it_is_named(material):
    model, _, validate = measured(material, "hpgan", architecture="seq2seq")
    found = validate()
    assert found["diversity"] > 0 and 0 <= found["quality"] <= 1
    past = validate.windows.past
    samples = validate.critic._samples(past[:1], validate.critic.seeds[:1])
    samples = samples["samples"].reshape(SAMPLES, -1)
    assert len(np.unique(samples[:, 0])) == SAMPLES
    expected = neighbour_distance(past, validate.windows.future)
    assert validate.critic.neighbours == expected > 0
    for weight in model.generator.z_map.weights:
        weight.assign(tf.zeros_like(weight))
    found = validate()
    assert found["diversity"] == pytest.approx(0, abs=1e-6)
    assert "mode collapse" in names(found)


def test_clipped_gains_of_norms_leave_next_to_nothing_of_a_motion():
    """The bound of `clipped_logit_bound`, and weights that do not keep to it."""
    past, future = gan_tiny.batch()
    bound = clipped_logit_bound(8, 0.01)
    largest = {}
    for scope in ("all", "kernels"):
        step = gan_tiny.step(
            "report_text",
            clip_scope=scope,
            architecture="seq2seq",
            critic_architecture="transformer",
        )
        random = np.random.default_rng(0)
        for weight in step.model.critic.trainable_variables:
            weight.assign(random.normal(0, 5, weight.shape))
        for weight in step.clipped:
            weight.assign(step.within(weight))
        q = np.asarray(step.model.criticise(past, 9 * future, real=False))
        largest[scope] = np.abs(np.log(q / (1 - q))).max()
    assert 0.2 * bound < largest["all"] <= bound < largest["kernels"]


@pytest.mark.parametrize("study", STUDIES)
def test_tables_and_warnings_agree_on_which_slopes_are_to_be_1(study):
    assert with_penalty(STUDIES[study]) == in_tables(study)
