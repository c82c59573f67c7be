"""Every network of this family keeps the contract of all models."""

import contracts
import keras
import pytest
import smoothing_tiny

# One study of each kind of layer.
KINDS = {
    "conv3d": {},
    "convlstm_s": {},
    "convlstm_c": {"combiner_relu": True},
    "deciwatch": {"dropout": 0.0},
    "deciwatch official": {"official": True, "sample_rate": 2, "dropout": 0.1},
}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def make(kind):
    return lambda: smoothing_tiny.model(kind.partition(" ")[0], **KINDS[kind])


def windows(kind, seed=0):
    return smoothing_tiny.windows(kind.partition(" ")[0], seed)


def test_config_round_trip(make):
    contracts.check_config_round_trip(make)


def test_saving(kind, make, tmp_path):
    contracts.check_saving(make, windows(kind), tmp_path / "model.keras")


def test_every_weight_learns(kind, make):
    def fresh():
        keras.utils.clear_session()  # or names of models would be counted on
        return make()

    # A softmax sees no number that is added to all logits, and one logit alone is
    # always 1: of two sampled frames each attends to the other, whatever they are.
    still = [
        weight.path
        for weight in fresh().trainable_weights
        if weight.path.endswith("key/bias")
        or (
            kind == "deciwatch"
            and "denoise" in weight.path
            and ("/query/" in weight.path or "/key/" in weight.path)
        )
    ]
    assert bool(still) == kind.startswith("deciwatch")
    contracts.check_every_weight_learns(
        fresh, windows(kind), windows(kind, seed=1), tuple(still)
    )


def test_mixed_precision(kind, make):
    contracts.check_mixed_precision(make, windows(kind))


@pytest.mark.parametrize("architecture", smoothing_tiny.ARCHITECTURES)
def test_compiled_step_equals_graph(architecture, tmp_path):
    contracts.check_compiled_step_equals_graph(
        lambda: smoothing_tiny.model(architecture, dropout=0.0),
        smoothing_tiny.windows(architecture),
        smoothing_tiny.windows(architecture, seed=1),
        tmp_path,
    )
