"""Settings that no study and no profile varies say where their values come from."""

import dataclasses
import importlib
from types import SimpleNamespace

import pytest

from evaluation.families import NAMES
from training.settings import reading, resolve


def unvaried(module) -> set[str]:
    """The settings that have one value in all studies at all profiles."""
    studies = getattr(module, "ALL_STUDIES", module.STUDIES)
    configs = [
        resolve(studies, module.PROFILES, study, profile)
        for study in studies
        for profile in module.PROFILES
    ]
    values = {
        field.name: {getattr(config, field.name) for config in configs}
        for field in dataclasses.fields(module.Config)
    }
    return {name for name, found in values.items() if len(found) == 1}


def readings(module) -> dict[str, str]:
    """Setting -> its source, of those that carry one."""
    return {
        field.name: field.metadata["reading"]
        for field in dataclasses.fields(module.Config)
        if "reading" in field.metadata
    }


# The toy family is one to copy.
@pytest.mark.parametrize("family", (*NAMES, "toy_family"))
def test_what_only_the_command_line_varies_names_its_source(family):
    module = importlib.import_module(f"{family}.studies")
    fixed, found = unvaried(module), readings(module)
    assert fixed - set(found) == set(), "declare these by `training.settings.reading`"
    assert set(found) - fixed == set(), "a study or profile varies these: no `reading`"
    assert all(source.strip() for source in found.values())


@dataclasses.dataclass(frozen=True)
class Config:
    by_study: int = 1
    by_profile: int = 1
    by_nobody: int = reading(1, "ours")


MODULE = SimpleNamespace(
    Config=Config,
    STUDIES={"one": Config(), "two": Config(by_study=2)},
    PROFILES={"paper": {}, "quick": {"two": {"by_profile": 2}}},
)


def test_studies_and_profiles_vary_settings():
    assert unvaried(MODULE) == {"by_nobody"}
    assert readings(MODULE) == {"by_nobody": "ours"}


def test_further_studies_count():
    others = {**MODULE.STUDIES, "three": Config(by_nobody=2)}
    further = SimpleNamespace(**vars(MODULE), ALL_STUDIES=others)
    assert unvaried(further) == set()


def test_a_reading_is_a_plain_default():
    assert Config.by_nobody == Config().by_nobody == 1
    assert dataclasses.asdict(Config(by_study=3)) == {
        "by_study": 3,
        "by_profile": 1,
        "by_nobody": 1,
    }
