"""Every kind of network keeps the contract of all models."""

import contracts
import pytest
import stt_tiny

# One study of each kind of layer.
KINDS = {
    "02": {"layers": 2},
    "03": {},
    "06": {},  # noise, with a state of its own
    "08": {},
    "10": {"norm_over": "feature"},
    "14": {},
    "14 by time": {"spatial_maps": "time"},
}


@pytest.fixture(params=KINDS)
def make(request):
    study, changes = request.param.partition(" ")[0], KINDS[request.param]
    return lambda: stt_tiny.model(study, **{"layers": 1, **changes})


def targets():
    return stt_tiny.windows(seed=1)


def test_config_round_trip(make):
    contracts.check_config_round_trip(make)


def test_saving(make, tmp_path):
    contracts.check_saving(make, stt_tiny.windows(), tmp_path / "model.keras")


def test_every_weight_learns(make):
    contracts.check_every_weight_learns(make, stt_tiny.windows(), targets())


def test_mixed_precision(make):
    contracts.check_mixed_precision(make, stt_tiny.windows())


def test_compiled_step_equals_graph(tmp_path):
    contracts.check_compiled_step_equals_graph(
        lambda: stt_tiny.model(layers=1, dropout=0.0),
        stt_tiny.windows(),
        targets(),
        tmp_path,
    )
