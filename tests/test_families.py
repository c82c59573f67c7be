"""What every family of the list declares, before anything is run."""

import collections
import importlib
import subprocess
import sys

import pytest
from product import ROOT

from evaluation import families
from reenact.errors import SettingsError

ALL = families.load_all()
IDS = [family.name for family in ALL]


def studies_of(family):
    """Every study of a family, and its module of settings."""
    module = importlib.import_module(f"{family.name}.studies")
    return getattr(module, "ALL_STUDIES", module.STUDIES), module


@pytest.mark.parametrize("name", families.NAMES)
def test_a_declaration_loads_alone_and_without_any_framework(name):
    code = (
        "import sys; sys.modules['keras'] = sys.modules['tensorflow'] = None\n"
        f"from {name}.family import FAMILY\n"
        f"assert FAMILY.name == {name!r}\n"
        "others = {other for other in sys.argv[1:] if other in sys.modules}\n"
        "assert not others, others\n"
    )
    others = [other for other in families.NAMES if other != name]
    done = subprocess.run(
        [sys.executable, "-c", code, *others], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("family", ALL, ids=IDS)
def test_every_study_has_a_label(family):
    known, _ = studies_of(family)
    unnamed = [study for study in known if family.label(study) == study]
    assert not unnamed
    assert len({family.label(study) for study in known}) == len(known)


@pytest.mark.parametrize("family", ALL, ids=IDS)
def test_no_study_is_a_baseline_and_the_usual_ones_exist(family):
    known, module = studies_of(family)
    assert not [study for study in known if family.is_baseline(study)]
    assert module.DEFAULT and set(module.DEFAULT) <= set(known)


@pytest.mark.parametrize("family", ALL, ids=IDS)
def test_every_data_set_has_a_page(family):
    pages = family.pages()
    assert [page.data for page in pages.values()] == list(family.data_sets)
    other = family.page("another")
    assert (other.name, other.data) == (f"{family.name}_another", "another")
    document, numbers = other.build(family.studies(), "quick")
    assert "No finished run was found" in " ".join(document.caption)
    assert not [number for number in numbers if number.value is not None]


def test_tables_and_folders_have_one_name_each():
    names = [name for family in ALL for name in family.pages()]
    folders = [each for f in ALL for each in (f.name, f.baseline_folder)]
    for found in (names, folders):
        twice = [name for name, n in collections.Counter(found).items() if n > 1]
        assert not twice


@pytest.mark.parametrize("family", ALL, ids=IDS)
def test_claims_have_one_name_each_and_are_not_run_without_runs(family, tmp_path):
    names = [claim.id for claim in family.claims.claims]
    assert names and len(set(names)) == len(names)
    studies = family.find_studies(tmp_path, "quick")
    ledger = family.ledger(studies, tmp_path, "quick")
    for evidence in ledger.evidence.values():
        assert not [claim.id for claim in ledger.claims if claim.test(evidence)]


def test_a_family_that_is_not_in_the_list_is_refused():
    with pytest.raises(SettingsError, match="expected a family of seq2seq, stt"):
        families.load("chess")
