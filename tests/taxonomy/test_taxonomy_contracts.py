"""The networks keep the contract of all models."""

import contracts
import pytest
import taxonomy_tiny

STUDIES = {
    "transformer_taxonomy": {"prior_applies_to": "source_and_tokens"},
    "seq2seq_taxonomy": {"residual": True},
}
# A key's bias moves all logits of a query alike.
WITHOUT_EFFECT = {
    "transformer_taxonomy": (
        *("encoder_0/to_itself/key/bias", "decoder_0/to_itself/key/bias"),
        "key/bias",
    )
}


@pytest.fixture(params=STUDIES)
def study(request):
    return request.param


@pytest.fixture
def make(study):
    return lambda: taxonomy_tiny.lively(study, **STUDIES[study])


def targets(study):
    return taxonomy_tiny.model(study).targets(taxonomy_tiny.batch(1))


def test_config_round_trip(make):
    contracts.check_config_round_trip(make)


def test_saving(make, tmp_path):
    contracts.check_saving(make, taxonomy_tiny.batch(), tmp_path / "model.keras")


def test_every_weight_learns(make, study):
    contracts.check_every_weight_learns(
        make, taxonomy_tiny.batch(), targets(study), WITHOUT_EFFECT.get(study, ())
    )


def test_mixed_precision(make):
    contracts.check_mixed_precision(make, taxonomy_tiny.batch())
