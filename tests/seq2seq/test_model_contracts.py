"""Every kind of network keeps the contract of all models."""

import contracts
import pytest
import tiny

# The scores q . (W a + b) of all memory frames share the summand q . b, so the softmax
# does not see it.
WITHOUT_EFFECT = {"bi_enc_50": ("attention/keys/bias",)}


@pytest.fixture(params=tiny.KINDS)
def study(request):
    return request.param


@pytest.fixture
def make(study):
    return lambda: tiny.model(study, teacher_forcing_ratio=1.0)


def targets(make):
    return make().targets(tiny.batch())


def test_config_round_trip(make):
    contracts.check_config_round_trip(make)


def test_saving(make, tmp_path):
    contracts.check_saving(make, tiny.batch(), tmp_path / "model.keras")


def test_every_weight_learns(make, study):
    contracts.check_every_weight_learns(
        make, tiny.batch(), targets(make), WITHOUT_EFFECT.get(study, ())
    )


def test_mixed_precision(make):
    contracts.check_mixed_precision(make, tiny.batch())


@pytest.mark.parametrize("study", ["martinez_residual_sup", "bi_enc_50"])
def test_compiled_step_equals_graph(study, tmp_path):
    def make():
        return tiny.model(study, teacher_forcing_ratio=0.0)

    contracts.check_compiled_step_equals_graph(
        make, tiny.batch(), targets(make), tmp_path
    )
