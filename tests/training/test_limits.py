"""What ends training early, and what it starts from, in every family alike."""

import dataclasses
import importlib
import types

import pytest

from evaluation.families import NAMES
from reenact.errors import SettingsError
from training import recipe as recipes
from training.loop import Schedule
from training.plateau import Plateau
from training.settings import Limits, check

FAMILIES = (*NAMES, "toy_family")
ENDING = {"patience": 5, "max_seconds": 9.0}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_config_has_the_limits(family):
    config = importlib.import_module(f"{family}.studies").Config()
    assert isinstance(config, Limits)
    check(dataclasses.replace(config, **ENDING))
    for name in ENDING:
        with pytest.raises(SettingsError, match=f"{name} of at least 0, found -1"):
            check(dataclasses.replace(config, **{name: -1}))


def test_nothing_published_is_changed():
    """The released code of Aksan et al. and Andersen's thesis stop early; no other."""
    found = {
        family: importlib.import_module(f"{family}.studies").Config()
        for family in FAMILIES
    }
    assert {f: c.patience for f, c in found.items() if c.patience} == {
        "stt": 20,
        "smoothing": 10,
    }
    assert not any(config.max_seconds for config in found.values())


def test_they_reach_the_loop_whatever_the_recipe(monkeypatch):
    monkeypatch.setattr(recipes, "Loop", lambda *arguments, **_: arguments[2])
    strategy = types.SimpleNamespace(num_replicas_in_sync=1)
    run = types.SimpleNamespace(folder=None, strategy=strategy, xla="off")
    plateau = Plateau(0.5, 6)
    made = Schedule(7, 2, 1.0, micro_batch=3, plateau=plateau)
    recipe = types.SimpleNamespace(
        batches=lambda training: None, schedule=lambda config, material: made
    )
    config = Limits(**ENDING)
    training = recipes.Training(config, run, None, None, None)
    expected = dataclasses.replace(made, **ENDING)
    assert recipes.make_loop(recipe, training) == expected


def test_a_family_without_held_out_clips_has_no_patience():
    from seq2seq.studies import Config, check_together

    check_together(Config(patience=2))
    with pytest.raises(SettingsError, match="patience of 0 with nothing held out"):
        check_together(Config(patience=2, hold_out_validation=False))
