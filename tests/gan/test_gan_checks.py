"""Settings that make no sense are one line, and what is left out is said."""

import gan_tiny
import pytest
from setting_choices import choices

from data_prep.poses.formats import WIDTHS
from gan.checks import check_together, left_out
from gan.losses import DISTANCES
from gan.studies import PROFILES, STUDIES, Config
from reenact.errors import SettingsError
from training.settings import check, resolve


def accept(config, replicas=1):
    check(config)
    check_together(config, replicas)


def test_what_can_be_chosen_is_what_there_is():
    there = {
        "critic_objective": (*DISTANCES, "none"),
        "rotation_format": WIDTHS,
    }
    for name, values in there.items():
        assert set(choices(Config)[name]) == set(values), name


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("study", STUDIES)
def test_what_is_offered_is_accepted(study, profile):
    accept(resolve(STUDIES, PROFILES, study, profile, []))


@pytest.mark.parametrize(
    ("study", "changes", "message"),
    [
        ("report", {"architecture": "rnn"}, "architecture of one of transformer, tra"),
        ("report", {"critic_input": "past"}, "critic_input of one of window, target,"),
        ("report", {"generator_loss": "mse"}, "generator_loss of one of mse_truth, cr"),
        ("report", {"critic_objective": "emd"}, "critic_objective of one of cdf_mse,"),
        ("report", {"clip": "gradient"}, "clip of one of update, weights, none, foun"),
        ("report", {"seed": "both"}, "seed of one of critic, generator, none, found"),
        ("report", {"protocol": "cmu"}, "protocol of one of fairmotion, eth, found"),
        ("report", {"width": 0}, "width of at least 1, found 0"),
        ("report", {"critic_steps": 0}, "critic_steps of at least 1, found 0"),
        ("hpgan", {"z_units": -1}, "z_units of at least 0, found -1"),
        ("report", {"clip_range": 0.0}, "clip_range of more than 0, found 0.0"),
        ("report", {"learning_rate": -1.0}, "learning_rate of more than 0, found -1"),
        ("report", {"dropout": 1.0}, "dropout of 0 to below 1, found 1.0"),
        ("report", {"beta_2": 1.0}, "beta_2 of 0 to below 1, found 1.0"),
        ("report", {"heads": 3}, "heads of a divisor of the width 8, found 3"),
        ("wgan", {"critic_objective": "w1"}, "critic_activation of 'sigmoid' where o"),
        ("wgan", {"normalise_outputs": True}, "critic_activation of 'sigmoid' where"),
        ("mse", {"seed": "critic"}, "seed of 'generator' or 'none' without a critic,"),
        ("mse", {"generator_loss": "critic_mean"}, "generator_loss of 'mse_truth' wit"),
        ("mse", {"clip": "weights"}, "clip of 'none' without a critic, found 'weights"),
        ("mse", {"gradient_penalty": 10.0}, "gradient_penalty of 0 without a critic, "),
        ("mse", {"quality_network": True}, "quality_network of False without a criti"),
        ("mse", {"fresh_batches": True}, "fresh_batches of False without a critic, fo"),
    ],
)
def test_what_makes_no_sense_is_refused(study, changes, message):
    with pytest.raises(SettingsError) as caught:
        accept(gan_tiny.config(study, **changes))
    assert str(caught.value).startswith(f"expected {message}")
    assert "\n" not in str(caught.value)


def test_heads_are_those_of_transformers():
    accept(gan_tiny.config("report", architecture="seq2seq", heads=3))
    mixed = {"architecture": "seq2seq", "critic_architecture": "transformer"}
    with pytest.raises(SettingsError, match="expected heads of a divisor"):
        accept(gan_tiny.config("report", **mixed, heads=3))


def test_devices_share_a_batch_and_do_not_warm_up():
    accept(gan_tiny.config("wgan"), replicas=2)
    with pytest.raises(SettingsError, match="batch_size of a multiple of the 3 dev"):
        accept(gan_tiny.config("wgan"), replicas=3)
    warm = gan_tiny.config("wgan", critic_warm_up=True)
    accept(warm)
    with pytest.raises(SettingsError, match="critic_warm_up of False on several"):
        accept(warm, replicas=2)


def test_bones_that_cannot_change_are_left_out_and_said():
    (line,) = left_out(gan_tiny.config("hpgan"))
    assert line.startswith("bone_weight 0.01 has no effect") and "axis_angle" in line
    matrices = gan_tiny.config("hpgan", rotation_format="rotation_matrix")
    assert left_out(matrices) == left_out(gan_tiny.config("report")) == []
