"""Which runs the flags ask for, before anything is trained."""

import dataclasses
import json
import types

import pytest
from toy_family.family import FAMILY

from reenact.errors import SettingsError
from training.command import choice
from training.command.choice import Choice, Offer, choices, read_config
from training.settings import Count, Limits, Share, expect, reading


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    width: Count = 8
    dropout: Share = reading(0.5, "ours", formerly="noise")
    sizes: tuple[int, ...] = (1, 2)


def _check(config):
    expect(config.width != 13, "width", "a luckier number", config.width)


STUDIES = {"a": Config(), "b": Config(width=4), "b_tuned": Config(width=4)}
OFFER = Offer(
    FAMILY,
    STUDIES,
    {"quick": {"*": {"width": 2}}, "paper": {}},
    default=("a", "b"),
    fine_tuned=("b_tuned",),
    check_together=_check,
)


@pytest.fixture
def asked(monkeypatch):
    """What some flags ask for."""

    class Flags(dict):
        __getattr__ = dict.get

        def __getitem__(self, name):
            return types.SimpleNamespace(using_default_value=name not in self.given)

    def ask(**given):
        defaults = {"profile": "quick", "set": []}
        found = Flags(defaults | given)
        found.given = given
        monkeypatch.setattr(choice.flags, "FLAGS", found)
        return choices(OFFER)

    return ask


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "paper/synthetic/toy_family/b/seed3"
    path.mkdir(parents=True)
    (path / "model.keras").write_bytes(b"")
    return path


def recorded(folder, **settings):
    content = {"width": 5, "dropout": 0.25, "sizes": [3], "patience": 1}
    content = content | {"max_seconds": 2} | settings
    (folder / "config.json").write_text(json.dumps(content))
    return folder


def with_record(folder, monkeypatch, **fields):
    (folder / "metrics.json").write_text("{}")
    record = {"family": "toy_family", "study": "b,width=5", "profile": "paper"}
    record = types.SimpleNamespace(**record | fields)
    monkeypatch.setattr(choice, "load_result", lambda path: record)


def test_studies_are_asked_for_by_name_or_all_of_them(asked):
    (one,) = asked(study=["b"], profile="paper", set=["width=3"])
    assert one == Choice("b", Config(width=3), "paper")
    assert [(each.study, each.config.width) for each in asked(study=["all"])] == [
        ("a", 2),
        ("b", 2),
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "expected --study=<name>, or all; --list shows them"),
        (
            {"study": ["b_tund"]},
            "expected a study of a, b, b_tuned; found 'b_tund'; did you mean "
            "'b_tuned'?",
        ),
        ({"study": ["a"], "set": ["width=0"]}, "expected width of at least 1, found 0"),
        (
            {"study": ["a"], "set": ["width=13"]},
            "expected width of a luckier number, found 13",
        ),
        (
            {"study": ["b_tuned"]},
            "b_tuned: expected --init_from=<folder of a finished run, or model.keras>, "
            "which it fine-tunes",
        ),
        (
            {"study": ["a"], "init_from": "none"},
            "--init_from=none: expected a model.keras or the folder of a finished run, "
            "found none",
        ),
    ],
)
def test_what_cannot_be_is_one_line(asked, given, message):
    with pytest.raises(SettingsError) as caught:
        asked(**given)
    assert str(caught.value) == message


def test_a_start_is_part_of_a_runs_name_unless_its_study_always_has_one(asked, folder):
    model = folder / "model.keras"
    for given in (folder, model):
        (one,) = asked(study=["b"], init_from=str(given))
        assert (one.init_from, one.changes) == (model, ("init_from=b/seed3",))
        assert one.arguments == (f"--init_from={given}",)
    (tuned,) = asked(study=["b_tuned"], init_from=str(folder))
    assert (tuned.init_from, tuned.changes) == (model, ())


def test_a_start_of_another_family_is_one_line(asked, folder, monkeypatch):
    with_record(folder, monkeypatch, family="other")
    message = f"--init_from={folder}: expected a run of toy_family, found one of other"
    with pytest.raises(SettingsError) as caught:
        asked(study=["b"], init_from=str(folder))
    assert str(caught.value) == message


def test_the_folder_of_a_study_offers_its_runs(asked, folder, monkeypatch):
    with_record(folder, monkeypatch)
    with pytest.raises(SettingsError) as caught:
        asked(study=["b"], init_from=str(folder.parent))
    assert str(caught.value).endswith(f"found none; did you mean {folder}?")


def test_recorded_settings_hold_at_the_recorded_profile(asked, folder, monkeypatch):
    with_record(recorded(folder), monkeypatch)
    (one,) = asked(config=str(folder), set=["sizes=(7,)"])
    config = Config(1, 2.0, width=5, dropout=0.25, sizes=(7,))
    label = ("config=paper/b+width=5",)
    arguments = (f"--config={folder}",)
    assert one == Choice("b", config, "paper", label, arguments)
    (other,) = asked(config=str(folder / "config.json"), study=["a"], profile="quick")
    assert (other.study, other.profile, other.config.sizes) == ("a", "quick", (3,))


def test_recorded_settings_are_checked_like_others(asked, folder, monkeypatch):
    with_record(recorded(folder, width=13), monkeypatch)
    with pytest.raises(SettingsError, match="width of a luckier number, found 13"):
        asked(config=str(folder))
    with_record(recorded(folder), monkeypatch, family="other")
    with pytest.raises(SettingsError, match="a run of toy_family, found one of other"):
        asked(config=str(folder))


def test_a_config_without_its_record_needs_a_study(asked, folder):
    recorded(folder)
    with pytest.raises(SettingsError, match=r"expected --study=<name> too"):
        asked(config=str(folder))
    (one,) = asked(config=str(folder), study=["a"])
    assert (one.study, one.profile, one.changes) == ("a", "quick", ("config=seed3",))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"widht": 3}, "found 'widht'; did you mean 'width'?"),
        ({"width": 3.5}, "config.json: width: expected int, such as 8; found '3.5'"),
        ([1], "config.json: expected an object, found '[1]'"),
        (None, "config.json: expected a run's config.json, found none"),
    ],
)
def test_a_file_that_holds_no_settings_is_named(tmp_path, content, message):
    path = tmp_path / "config.json"
    if content is not None:
        path.write_text(json.dumps(content))
    with pytest.raises(SettingsError) as caught:
        read_config(path, Config)
    assert message in str(caught.value) and str(path) in str(caught.value)


def test_what_was_not_recorded_has_its_default_and_is_said(tmp_path, capsys):
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"noise": 0.1, "sizes": [4, 5], "patience": 0}))
    assert read_config(path, Config) == Config(dropout=0.1, sizes=(4, 5))
    said = capsys.readouterr().out
    assert said == f"{path}: not recorded, so by default: max_seconds 0.0, width 8\n"
