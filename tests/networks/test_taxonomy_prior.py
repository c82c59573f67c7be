"""The motion-taxonomy prior is its three lines of algebra, frame by frame."""

import fairmotion_weights
import keras
import numpy as np
import pytest

from networks.taxonomy_prior import UNITS, TaxonomyPrior

WIDTH = 6


def made(**options):
    prior = TaxonomyPrior(**options)
    prior.build((None, None, WIDTH))
    return prior


def frames(seed=0):
    return np.random.default_rng(seed).normal(size=(2, 5, WIDTH)).astype(np.float32)


def test_golden(fairmotion_golden):
    with fairmotion_weights.double_precision():
        prior = made()
        values = (fairmotion_golden[f"tax_{name}"] for name in ("W1", "b1", "W2", "b2"))
        prior.set_weights(list(values))
        x = fairmotion_golden["nn_src"]
        code = prior.code(x)
        for found, key in (
            (code, "tax_code"),
            (prior.gate(code), "tax_gate"),
            (prior(x), "tax_out"),
        ):
            np.testing.assert_allclose(found, fairmotion_golden[key], atol=1e-12)


@pytest.mark.parametrize("width", [45, 72, 96, 135, 216])
def test_parameters(width):
    prior = TaxonomyPrior()
    prior.build((None, 120, width))
    assert UNITS == 18
    assert prior.count_params() == 37 * width + 18
    assert TaxonomyPrior(5)(np.zeros((1, 1, width))).shape == (1, 1, width)


def test_a_gate_of_one_changes_no_bit():
    prior, x = made(), frames()
    prior.gate.kernel.assign(np.zeros((18, WIDTH)))
    prior.gate.bias.assign(np.ones(WIDTH))
    np.testing.assert_array_equal(prior(x), x)


def test_frames_do_not_see_each_other():
    prior, x = made(), frames()
    moved = x.copy()
    moved[0, 2, 3] += 1
    change = np.abs(np.asarray(prior(moved)) - prior(x))
    assert change[0, 2].min() > 1e-6  # every number of the frame, through the code
    change[0, 2] = 0
    assert not change.any()
    np.testing.assert_allclose(prior(x[:, 0]), np.asarray(prior(x))[:, 0], atol=1e-6)


def test_options():
    x, plain = frames(), made()
    gate = np.asarray(plain.gate(plain.code(x)))
    assert (gate < 0).any()
    residual, sigmoid = made(residual=True), made(gate_activation="sigmoid")
    for other in (residual, sigmoid):
        other.set_weights(plain.get_weights())
    np.testing.assert_allclose(residual(x), x + x * gate, atol=1e-6)
    np.testing.assert_allclose(sigmoid(x), x / (1 + np.exp(-gate)), atol=1e-6)
    assert made(units=5).code(x).shape == (2, 5, 5)


def test_first_weights_are_those_of_the_host():
    keras.utils.set_random_seed(0)
    prior = TaxonomyPrior()
    prior.build((None, None, 72))
    for layer in (prior.code, prior.gate):
        limit = (6 / (72 + 18)) ** 0.5
        values = np.abs(np.asarray(layer.kernel))
        assert 0.98 * limit < values.max() <= limit
        assert not np.asarray(layer.bias).any()


def test_config_round_trip():
    prior = TaxonomyPrior(7, "sigmoid", True)
    copy = TaxonomyPrior.from_config(prior.get_config())
    assert (copy.units, copy.gate_activation, copy.residual) == (7, "sigmoid", True)


def test_unknown_activation():
    with pytest.raises(ValueError, match=r"expected an activation of .*'tanh'"):
        TaxonomyPrior(gate_activation="tanh")
