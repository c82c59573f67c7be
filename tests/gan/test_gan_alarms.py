"""Alarms trip exactly beyond their limits, and only on what was measured."""

import numpy as np
import pytest
from critic_measures import clipped_logit_bound, clipped_probabilities
from fake_gan_runs import history

from gan.diagnostics.alarms import (
    ALARMS,
    DEAD_CRITIC,
    first_epochs,
    judged,
    tripped,
    warning,
)

HEALTHY = history([0.2])[0] | {"diversity": 0.7, "g_critic_grad_norm": 0.1}


def names(entry, **changes) -> list[str]:
    return [alarm.name for alarm in tripped(entry, **changes)]


def test_a_healthy_evaluation_sets_nothing_off_and_all_is_judged():
    assert not tripped(HEALTHY, with_penalty=True)
    assert judged(HEALTHY, with_penalty=True) == list(ALARMS)


@pytest.mark.parametrize(
    ("key", "harmless", "harmful", "name"),
    [
        ("saturation", 0.9, 0.91, "critic saturation"),
        ("dead_share", 0.9, 0.91, "dead critic"),
        ("c_batch_std", 1e-3, 9e-4, "dead critic"),
        ("clip_fraction", 0.9, 0.91, "clipped critic"),
        ("g_grad_norm", 1e-7, 9e-8, "generator: vanishing gradient"),
        ("g_grad_norm", 1e3, 1.1e3, "generator: exploding gradient"),
        ("c_grad_norm", 1e-7, 0.0, "critic: vanishing gradient"),
        ("c_grad_norm", 1e3, 1.1e3, "critic: exploding gradient"),
        ("g_critic_grad_norm", 1e-7, 0.0, "generator without critic"),
        ("speed_ratio", 0.2, 0.19, "static collapse"),
        ("variance_ratio", 0.1, 0.09, "mean collapse"),
        ("diversity", 0.1, 0.09, "mode collapse"),
        ("first_frame_jump", 3.0, 3.1, "first frame jumps"),
        ("critic_accuracy", 0.1, 0.09, "label inversion"),
        ("seed_leak", 0.9, 0.91, "seed leak"),
        ("baseline_ratio", 1.0, 1.01, "worse than zero velocity"),
        ("lipschitz_mean", 2.0, 2.1, "no Lipschitz critic"),
        ("lipschitz_mean", 0.5, 0.4, "no Lipschitz critic"),
    ],
)
def test_each_alarm_trips_beyond_its_limit_alone(key, harmless, harmful, name):
    assert not names(HEALTHY | {key: harmless}, with_penalty=True)
    assert names(HEALTHY | {key: harmful}, with_penalty=True) == [name]
    unknown = {each: value for each, value in HEALTHY.items() if each != key}
    assert not names(unknown, with_penalty=True)


def test_what_was_not_measured_is_not_judged():
    found = {alarm.name for alarm in judged(history([0.2], "mse")[0])}
    assert found == {
        *("generator: vanishing gradient", "generator: exploding gradient"),
        *("static collapse", "mean collapse", "first frame jumps"),
        "worse than zero velocity",
    }
    assert not judged({})


def test_the_norm_of_the_gradient_matters_only_to_a_penalty():
    assert not names(HEALTHY | {"lipschitz_mean": 40.0})


def test_what_is_not_a_number_sets_an_alarm_off():
    assert "critic: exploding gradient" in names(HEALTHY | {"c_grad_norm": np.nan})


def test_the_warning_has_numbers_and_limits_and_points_to_the_cause():
    text = warning(DEAD_CRITIC, HEALTHY | {"dead_share": 0.975})
    assert text == (
        "WARNING: dead critic: dead_share is 0.975, above 0.9 "
        "(the page of the table has the cause)"
    )
    assert f"{clipped_logit_bound(512, 0.01):.4f}" in DEAD_CRITIC.likely_cause


def test_first_epochs_count_from_one():
    runs = history([0.5, 0.3, 0.2, 0.6], dead_share=[0.0, 0.0, 0.95, 0.0])
    assert first_epochs(runs) == {"worse than zero velocity": 1, "dead critic": 3}


def test_clipped_parameters_bound_the_logit():
    """The bound is attained, and no clipped parameters go beyond it."""
    width, clip = 512, 0.01
    bound = clipped_logit_bound(width, clip)
    assert bound == pytest.approx(0.1124)
    np.testing.assert_allclose(
        clipped_probabilities(width, clip), (0.472, 0.528), atol=5e-4
    )

    def logit(numbers, gains, biases, kernel, bias):
        normalised = (numbers - numbers.mean()) / numbers.std()
        return kernel @ (gains * normalised + biases) + bias

    signs = np.tile([1.0, -1.0], width // 2)
    ends = np.full(width, clip)
    assert logit(signs, clip * signs, ends, ends, clip) == pytest.approx(bound)
    rng = np.random.default_rng(0)
    for _ in range(20):
        drawn = rng.choice([-clip, clip], size=(3, width))
        assert abs(logit(rng.normal(size=width) ** 3, *drawn, clip)) <= bound
