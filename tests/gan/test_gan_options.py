"""Every setting of networks, losses and optimizers changes what is computed."""

import dataclasses
import functools

import gan_tiny
import numpy as np
import pytest
import tensorflow as tf
from gan_tiny import values

from gan.studies import PROFILES, STUDIES, Config
from training.settings import resolve

# Settings of a run, tested where runs are.
OF_RUNS = {
    *("protocol", "mirror", "epochs", "steps_per_epoch"),
    *("patience", "max_seconds"),  # ../training/test_limits.py
    *("batch_size", "rotation_format"),
}
# Seen in how many steps are taken, and of which rows: test_gan_step.py.
OF_SCHEDULE = {
    *("critic_steps", "fresh_batches", "critic_warm_up", "generator_steps"),
    "quality_network",
}
SMALL = {"architecture": "seq2seq", "critic_architecture": "perceptron"}
ALONE = {"critic_objective": "none", "clip": "none"}
CRITIC = {"architecture": "seq2seq", "critic_architecture": "transformer"}
NORMS = {**SMALL, "critic_architecture": "transformer_encoder"}
LINEAR = {**SMALL, "optimizer": "none", "clip": "none"}
MATRICES = {**SMALL, "rotation_format": "rotation_matrix", "learning_rate": 1e-2}

# Setting -> its other value, what is looked at, and in which model.
CASES = {
    "architecture": ("seq2seq", "generated", ALONE),
    "critic_architecture": ("perceptron", "judged", CRITIC),
    "width": (16, "generated", {**ALONE, "architecture": "seq2seq"}),
    "layers": (2, "generated", ALONE),
    "heads": (4, "generated", ALONE),
    "dropout": (0.5, "generated", ALONE),
    "critic_dropout": (0.5, "judged", CRITIC),
    "z_units": (3, "generated", {**ALONE, "architecture": "seq2seq"}),
    "residual": (True, "generated", {**ALONE, "architecture": "seq2seq"}),
    "critic_input": ("target", "judged", CRITIC),
    "critic_output": ("feature", "judged", SMALL),
    "critic_activation": ("linear", "judged", SMALL),
    "seed": ("none", "judged", CRITIC),
    "critic_objective": ("gap", "critic", LINEAR),
    "normalise_outputs": (True, "critic", LINEAR),
    "clip": ("weights", "critic", SMALL),
    "clip_range": (0.02, "critic", SMALL),
    "clip_scope": ("kernels", "critic", {**NORMS, "clip": "weights"}),
    "clip_when": ("before", "critic", {**SMALL, "clip": "weights"}),
    "gradient_penalty": (10.0, "critic", LINEAR),
    "penalty_norm": ("frame", "critic", {**LINEAR, "gradient_penalty": 10.0}),
    "critic_l2": (0.1, "critic", LINEAR),
    "generator_loss": ("critic_mean", "generator", SMALL),
    "mse_weight": (
        *(2.0, "generator"),
        {**LINEAR, "generator_loss": "mse_plus_critic"},
    ),
    "adversarial_weight": (
        *(2.0, "generator"),
        {**LINEAR, "generator_loss": "mse_plus_critic"},
    ),
    "pose_gradient_weight": (1.0, "generator", LINEAR),
    "bone_weight": (1.0, "generator", MATRICES),
    "hp_form": ("code", "generator", {**MATRICES, "bone_weight": 1.0}),
    "generator_clip_norm": (1e-3, "generator", LINEAR),
    "optimizer": ("adam", "generator", SMALL),
    "learning_rate": (1e-2, "generator", SMALL),
    "rho": (0.5, "generator", SMALL),
    "beta_1": (0.9, "generator", {**SMALL, "optimizer": "adam"}),
    "beta_2": (0.5, "generator", {**SMALL, "optimizer": "adam"}),
    "epsilon": (0.1, "generator", SMALL),
}


def test_every_setting_is_tested():
    fields = {field.name for field in dataclasses.fields(Config)}
    assert fields == {*CASES, *OF_RUNS, *OF_SCHEDULE}


@functools.cache
def found(looked_at, changes):
    """What a model generates, how it judges, or one of its networks after a step.

    Of optimizers with a memory, after two.
    """
    changes = dict(changes)
    width = 216 if "rotation_format" in changes else 72
    past, future = map(tf.constant, gan_tiny.batch(width=width))
    fake = tf.constant(gan_tiny.batch(1, width=width)[1])
    step = gan_tiny.step(**changes)
    model = step.model
    for number, weight in enumerate(model.trainable_variables):
        # The same whatever else was drawn before.
        draw = np.random.default_rng(number).normal(0, 0.2, weight.shape)
        weight.assign(draw.astype(np.float32))
    if looked_at in ("generated", "judged"):
        if looked_at == "generated":
            return [np.asarray(model.generate(past, future, training=True))]
        return [np.asarray(model.criticise(past, future, True, training=True))]
    for _ in range(1 if changes.get("optimizer") == "none" else 2):
        if looked_at == "critic":
            step.critic_step(past, future, fake)
        else:
            step.generator_step(past, future)
    return values(step.players[looked_at].trainable_variables)


@pytest.mark.parametrize("setting", CASES)
def test_a_setting_changes(setting):
    other, looked_at, changes = CASES[setting]
    assert getattr(gan_tiny.config(**changes), setting) != other
    one = found(looked_at, tuple(changes.items()))
    two = found(looked_at, (*changes.items(), (setting, other)))
    shapes = [[each.shape for each in some] for some in (one, two)]
    if shapes[0] == shapes[1]:
        assert gan_tiny.furthest(one, two) > 1e-6
    else:
        assert setting == "critic_output"


def test_residual_starts_as_zero_velocity():
    model = gan_tiny.model("mse", architecture="seq2seq", residual=True)
    past, future = gan_tiny.batch()
    expected = np.repeat(past[:, -1:], gan_tiny.FUTURE, axis=1)
    np.testing.assert_array_equal(model.generate(past, future), expected)


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_fits_every_study(profile):
    assert set(PROFILES[profile]) <= {"*", *STUDIES}
    for study, published in STUDIES.items():
        config = resolve(STUDIES, PROFILES, study, profile)
        assert config.width % config.heads == 0 and config.batch_size > 1
        assert (config == published) == (profile == "paper")
