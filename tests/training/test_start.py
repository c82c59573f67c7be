"""A run starts from the weights of a finished one of the same network, or from none."""

import re
import types
import zipfile

import numpy as np
import pytest
import tiny

from evaluation import families
from reenact.errors import DataError
from stt.forecaster import Forecaster
from training.model_files import load_model
from training.start import check_same_network, said_of, trained_start

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
    expected = f"starts from {saved}, trained with dropout 0.0 instead of 0.5"
    assert said_of(found) == expected
    assert capsys.readouterr().out == ""  # before it is known to fit


def test_without_a_model_nothing_is_started_from():
    assert start(None) is None


def test_a_network_of_other_sizes_is_refused(saved):
    found = start(saved, hidden_units=9, max_seconds=30.0)
    check_same_network(found, tiny.model(STUDY))
    with pytest.raises(DataError) as caught:
        check_same_network(found, tiny.model(STUDY, hidden_units=9))
    said = str(caught.value)
    assert said.startswith(f"{saved}: expected the same network with ")
    assert said.endswith("; it has hidden_units 8 instead of 9") and "\n" not in said
    shapes = re.search(r" of \((.+)\), found \((.+)\); ", said).groups()
    assert ["9" in each or "27" in each for each in shapes] == [True, False]


def test_a_network_of_more_weights_is_refused(saved):
    found = start(saved, layers=2)
    with pytest.raises(DataError, match=r"of \d+ weights, found \d+; it has layers 1 "):
        check_same_network(found, tiny.model(STUDY, layers=2))


def test_a_model_of_another_family_is_named(saved):
    with pytest.raises(DataError, match=r", found a MartinezModel of seq2seq\.model$"):
        load_model(saved, Forecaster)
    with zipfile.ZipFile(saved, "w") as file:
        file.writestr("config.json", '{"module": "chess.model", "class_name": "Chess"}')
    with pytest.raises(DataError, match=r", found a Chess of chess\.model$"):
        load_model(saved, Forecaster)
