"""Captions are short; what else there is to say stands under "Details"."""

import pytest
from made_up_runs import save_all

from evaluation import families

MOST_LINES, MOST_CHARACTERS = 8, 170


@pytest.fixture(scope="module")
def runs_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("captions")
    save_all(folder)
    return folder


@pytest.mark.parametrize("name", families.NAMES)
def test_a_caption_is_short(runs_dir, name):
    family = families.load(name)
    for data, studies in family.find_studies(runs_dir, "quick").items():
        document, _ = family.page(data).build(studies, "quick")
        assert 0 < len(document.caption) <= MOST_LINES
        assert all(len(line) <= MOST_CHARACTERS for line in document.caption)
        assert not set(document.caption) & set(document.notes)
