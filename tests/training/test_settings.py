"""Config < study < profile < --set, and what is refused on the way."""

import dataclasses
from typing import Annotated, Literal

import pytest

from reenact.errors import SettingsError
from seq2seq.studies import PROFILES, STUDIES
from training.settings import (
    Allowed,
    Count,
    CountOrZero,
    Positive,
    PositiveOrZero,
    Share,
    at_least,
    check,
    differences,
    resolve,
    within,
)


@dataclasses.dataclass(frozen=True)
class Config:
    width: int = 1
    rate: float = 0.5
    name: str = "plain"
    open: bool = False
    steps: tuple[int, ...] = (10,)


LOCAL_STUDIES = {"small": Config(), "wide": Config(width=2, name="wide")}
LOCAL_PROFILES = {
    "paper": {},
    "quick": {"*": {"width": 3, "rate": 0.1}, "wide": {"width": 4}},
}


def resolved(study, profile, *overrides):
    return resolve(LOCAL_STUDIES, LOCAL_PROFILES, study, profile, overrides)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("small", "paper"), Config()),
        (("wide", "paper"), Config(width=2, name="wide")),
        (("small", "quick"), Config(width=3, rate=0.1)),
        (("wide", "quick"), Config(width=4, rate=0.1, name="wide")),
        (("wide", "quick", "width=5"), Config(width=5, rate=0.1, name="wide")),
        (("small", "quick", "width=5", "width=6"), Config(width=6, rate=0.1)),
    ],
)
def test_the_later_one_wins(arguments, expected):
    assert resolved(*arguments) == expected


@pytest.mark.parametrize(
    ("override", "name", "value"),
    [
        ("width=7", "width", 7),
        ("rate=2", "rate", 2.0),
        ("rate=1e-3", "rate", 1e-3),
        ("name=relu", "name", "relu"),
        ("name='a=b'", "name", "a=b"),
        ("open=True", "open", True),
        ("steps=(1, 2)", "steps", (1, 2)),
        ("steps=()", "steps", ()),
    ],
)
def test_values_are_python_literals_or_text(override, name, value):
    found = getattr(resolved("small", "paper", override), name)
    assert found == value and type(found) is type(value)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("odd", "paper"), "expected a study of small, wide; found 'odd'"),
        (("small", "odd"), "expected a profile of paper, quick; found 'odd'"),
        (
            ("small", "paper", "depth=3"),
            "--set: expected <name>=<value> with a name of width, rate, name, open, "
            "steps; found 'depth=3'",
        ),
        (
            ("small", "paper", "width"),
            "--set: expected <name>=<value> with a name of width, rate, name, open, "
            "steps; found 'width'",
        ),
        (
            ("small", "paper", "width=1.5"),
            "--set width: expected int, such as 1; found '1.5'",
        ),
        (
            ("small", "paper", "width=True"),
            "--set width: expected int, such as 1; found 'True'",
        ),
        (
            ("small", "paper", "open=1"),
            "--set open: expected bool, such as False; found '1'",
        ),
        (
            ("small", "paper", "steps=10"),
            "--set steps: expected tuple, such as (10,); found '10'",
        ),
        (
            ("small", "paper", "rate=fast"),
            "--set rate: expected float, such as 0.5; found 'fast'",
        ),
    ],
)
def test_messages(arguments, message):
    with pytest.raises(SettingsError) as caught:
        resolved(*arguments)
    assert str(caught.value) == message


def test_differences_name_what_was_reduced():
    changed = dataclasses.replace(Config(), width=8, steps=(3,), open=True)
    names = ["steps", "width", "rate"]
    expected = "steps (3,) instead of (10,), width 8 instead of 1"
    assert differences(changed, Config(), names) == expected
    assert differences(Config(), Config(), names) == ""


@pytest.mark.parametrize("profile", PROFILES)
def test_profiles_name_only_fields_and_studies_that_exist(profile):
    assert set(PROFILES[profile]) <= {"*", *STUDIES}
    for study in STUDIES:
        resolve(STUDIES, PROFILES, study, profile)


def test_paper_profile_is_the_published_setting():
    for study, published in STUDIES.items():
        assert resolve(STUDIES, PROFILES, study, "paper") == published


@dataclasses.dataclass(frozen=True)
class Limited:
    anything: int = -1
    kind: Literal["plain", "odd"] = "plain"
    width: Count = 1
    patience: CountOrZero = 0
    rate: Positive = 0.1
    noise: PositiveOrZero = 0.0
    dropout: Share = 0.0
    window: Annotated[int, within(2, 5)] = 2
    past: Annotated[int, at_least(2)] = 2
    steps: Annotated[tuple[int, ...], Allowed("one step or more", bool)] = (1,)


def test_the_ends_of_what_is_allowed_are_allowed():
    check(Limited())
    check(Limited(kind="odd", window=5, dropout=0.99, anything=-9))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "other"}, "expected kind of one of plain, odd, found 'other'"),
        ({"width": 0}, "expected width of at least 1, found 0"),
        ({"patience": -1}, "expected patience of at least 0, found -1"),
        ({"rate": 0.0}, "expected rate of more than 0, found 0.0"),
        ({"noise": -0.1}, "expected noise of at least 0, found -0.1"),
        ({"dropout": 1.0}, "expected dropout of 0 to below 1, found 1.0"),
        ({"dropout": float("nan")}, "expected dropout of 0 to below 1, found nan"),
        ({"window": 6}, "expected window of 2 to 5, found 6"),
        ({"past": 1}, "expected past of at least 2, found 1"),
        ({"steps": ()}, "expected steps of one step or more, found ()"),
        ({"past": 1, "width": 0}, "expected width of at least 1, found 0"),
    ],
)
def test_values_that_are_not_allowed_are_named(change, message):
    with pytest.raises(SettingsError) as caught:
        check(Limited(**change))
    assert str(caught.value) == message
