"""A run starts from the weights of a finished one of the same network, or from none."""

import types

import numpy as np
import pytest
import tiny

from evaluation import families
from reenact.errors import DataError
from training.start import Start, check_same_network, trained_start

STUDY = "martinez_residual_sup"


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "model.keras"
    tiny.model(STUDY, seed=5).save(path)
    return path


def start(path, **changes):
    run = types.SimpleNamespace(label="tiny", init_from=path)
    return trained_start(families.load("seq2seq"))(tiny.config(STUDY, **changes), run)


def test_the_weights_and_what_was_other_then_are_known(saved, capsys):
    found = start(saved, dropout=0.5)
    for one, other in zip(
        found.model.get_weights(), tiny.model(STUDY, seed=5).get_weights(), strict=True
    ):
        np.testing.assert_array_equal(one, other)
    assert found.data == {"init_from": str(saved)} and not found.only_scored
    said = f"tiny: starts from {saved}, trained with dropout 0.0 instead of 0.5\n"
    assert capsys.readouterr().out == said


def test_without_a_model_nothing_is_started_from():
    assert start(None) is None


def test_a_network_of_other_sizes_is_refused(saved):
    found = start(saved, hidden_units=9)
    check_same_network(found, tiny.model(STUDY))
    message = "expected the same network, found hidden_units 8 instead of 9"
    with pytest.raises(DataError, match=message):
        check_same_network(found, tiny.model(STUDY, hidden_units=9))
    unexplained = Start(found.model, saved, found.model.config, found.run)
    with pytest.raises(DataError, match="expected the same network, found other weigh"):
        check_same_network(unexplained, tiny.model(STUDY, hidden_units=9))
