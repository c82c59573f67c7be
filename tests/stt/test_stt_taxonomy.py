"""Study 02 behind the motion taxonomy prior."""

import runpy
import sys

import fresh_process
import keras
import numpy as np
import pytest
import stt_tiny

from stt.forecaster import Forecaster
from stt.losses import JointSumLoss
from stt.studies import ALL_STUDIES, STUDIES
from training.model_files import load_model


@pytest.fixture
def model():
    return stt_tiny.model("02_taxonomy", layers=1)


def gate(model, kernel, bias):
    """Replaces what the prior makes of its code."""
    weights = model.taxonomy_prior.gate
    weights.kernel.assign(np.full(weights.kernel.shape, kernel, np.float32))
    weights.bias.assign(np.full(weights.bias.shape, bias, np.float32))


def without(model):
    """Study 02 with the weights of the same names."""
    plain = stt_tiny.model("02", seed=1, layers=1)
    own = {id(weight) for weight in model.taxonomy_prior.weights}
    plain.set_weights([w.numpy() for w in model.weights if id(w) not in own])
    return plain


def test_a_gate_of_one_is_study_02_bit_for_bit(model):
    x = stt_tiny.windows()
    plain = np.asarray(without(model)(x))
    assert np.abs(np.asarray(model(x)) - plain).max() > 1e-3
    gate(model, 0, 1)
    np.testing.assert_array_equal(model(x), plain)


def test_the_network_reads_the_product_and_the_residual_adds_the_frame(model):
    x = stt_tiny.windows()
    gate(model, 0, -2)
    expected = x + np.asarray(without(model).change(-2 * x, training=False))
    np.testing.assert_allclose(model(x), expected, atol=1e-5)


def test_the_code_of_a_frame_decides_by_what_it_is_multiplied(model):
    """Eighteen sigmoids of all numbers, and a gate for every number."""
    x = stt_tiny.windows().astype(np.float64)
    prior = model.taxonomy_prior
    w1, b1, w2, b2 = (
        np.asarray(each, np.float64)
        for each in (*prior.code.weights, *prior.gate.weights)
    )
    assert w1.shape == (135, 18) and w2.shape == (18, 135)
    expected = x * ((1 / (1 + np.exp(-(x @ w1 + b1)))) @ w2 + b2)
    np.testing.assert_allclose(prior(x.astype(np.float32)), expected, atol=1e-5)


def test_study_14_can_stand_behind_it_too():
    model = stt_tiny.model("14", layers=1, taxonomy_prior=True)
    plain = stt_tiny.model("14", layers=1)
    assert model.count_params() - plain.count_params() == 37 * 135 + 18


def test_it_differs_in_the_prior_alone():
    assert set(ALL_STUDIES) - set(STUDIES) == {"02_taxonomy"}
    changed = stt_tiny.config("02_taxonomy", taxonomy_prior=False)
    assert changed == stt_tiny.config("02")


def test_it_is_trained_and_saved_with_the_network(model, tmp_path):
    x, y = stt_tiny.windows(), stt_tiny.windows(1)
    before = [np.array(weight) for weight in model.taxonomy_prior.weights]
    model.compile(keras.optimizers.SGD(0.1), JointSumLoss(per_joint=9))
    model.train_on_batch(x, y)
    for weight, old in zip(model.taxonomy_prior.weights, before, strict=True):
        assert np.abs(np.asarray(weight) - old).max() > 1e-5, weight.path
    model.save(tmp_path / "model.keras")
    loaded = load_model(tmp_path / "model.keras", Forecaster)
    assert loaded.config == model.config
    np.testing.assert_array_equal(loaded(x), model(x))


def script(study, folder):
    """`python -m stt.train`, which only notes what it would train."""
    import training.main

    def launch(offer, recipe, chosen):
        (folder / "names").write_text(",".join(choice.study for choice in chosen))

    training.main.launch = launch
    sys.argv = ["stt.train", f"--study={study}"]
    runpy.run_module("stt.train", run_name="__main__", alter_sys=True)


@pytest.mark.parametrize(
    ("study", "expected"),
    [("02_taxonomy", ["02_taxonomy"]), ("all", [s for s in STUDIES if s != "01"])],
)
def test_it_is_trained_where_it_is_named(study, expected, tmp_path):
    errors = tmp_path / "errors"
    code = fresh_process.run(script, study, tmp_path, errors=errors)
    assert code == 0, errors.read_text()
    assert (tmp_path / "names").read_text().split(",") == expected
