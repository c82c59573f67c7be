"""What is said of settings comes from the comments beside them."""

import dataclasses
import importlib
from typing import Annotated, Literal

import pytest

from evaluation.families import NAMES
from training.command.listing import list_settings, list_studies
from training.command.meanings import settings_of
from training.settings import Count, Limits, reading, within


@dataclasses.dataclass(frozen=True)
class Config(Limits):
    """One study."""

    # network: 'deep' is ours
    kind: Literal["deep", "wide"] = "deep"
    # Of its middle layer.
    width: Count = reading(8, "ours")  # in numbers
    open: bool = False

    # data
    # As in the paper.
    window: Annotated[int, within(2, 5)] = 3  # frames
    steps: tuple[int, ...] = (1, 2)  # and no more


def test_comments_and_annotations_are_told_apart():
    assert [tuple(each) for each in settings_of(Config)][:5] == [
        ("kind", "network", "one of deep, wide", "deep", "'deep' is ours", ""),
        (
            *("width", "network", "int, at least 1", 8),
            *("Of its middle layer. in numbers", "ours"),
        ),
        ("open", "network", "bool", False, "", ""),
        ("window", "data", "int, 2 to 5", 3, "As in the paper. frames", ""),
        ("steps", "data", "tuple[int, ...]", (1, 2), "and no more", ""),
    ]
    group = "when training ends before its last step"
    assert [(each.name, each.group) for each in settings_of(Config)][5:] == [
        ("patience", group),
        ("max_seconds", group),
    ]


# The toy family is one to copy.
@pytest.mark.parametrize("family", (*NAMES, "toy_family"))
def test_every_setting_has_a_meaning(family):
    config = importlib.import_module(f"{family}.studies").Config
    found = settings_of(config)
    assert {each.name for each in found} == {f.name for f in dataclasses.fields(config)}
    assert not [each.name for each in found if not each.meaning]


def test_a_setting_is_listed_with_all_that_is_known():
    lines = "\n".join(list_settings(dataclasses.replace(Config(), width=9)))
    assert ". In brackets: the default, where " in lines.splitlines()[0]
    assert "\nnetwork\n  kind=deep  one of deep, wide\n      'deep' is ours\n" in lines
    assert "\n  width=9 (8)  int, at least 1\n      Of its middle layer. " in lines
    assert " in numbers. from: ours\n" in lines
    assert "\n  steps=(1,2)  tuple[int, ...]\n" in lines


def test_a_study_is_listed_with_what_it_changes():
    from toy_family.family import FAMILY
    from toy_family.studies import STUDIES

    _, *lines = list_studies(FAMILY, STUDIES, ["fading"])
    assert lines == [
        "fading     Slowly fading   nothing",
        "at_once *  Fading at once  fade=0.1",
    ]
