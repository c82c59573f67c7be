"""Every network of this family keeps the contract of all models."""

import contracts
import keras
import pytest
import smoothing_tiny

# Every kind of layer, in windows as short as it allows.
KINDS = {
    "conv3d": {"window": 2},
    "convlstm_s": {"window": 2},
    "convlstm_c": {"window": 2, "combiner_relu": True},
    "deciwatch": {"dropout": 0.0},
    "deciwatch official": {"official": True, "sample_rate": 2},
}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


def maker(kind):
    return lambda: smoothing_tiny.model(kind.partition(" ")[0], **KINDS[kind])


@pytest.fixture
def make(kind):
    return maker(kind)


def windows(kind, seed=0):
    frames = KINDS[kind].get("window", smoothing_tiny.WINDOW)
    return smoothing_tiny.windows(kind.partition(" ")[0], seed, frames)


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


def test_compiled_step_equals_graph(tmp_path):
    kind = "convlstm_s"
    contracts.check_compiled_step_equals_graph(
        maker(kind), windows(kind), windows(kind, seed=1), tmp_path
    )
