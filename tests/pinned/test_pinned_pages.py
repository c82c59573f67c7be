"""Every page, picture and ledger of made-up runs is, byte for byte, what it was.

Where a page is meant to change, write the list anew (`pins.pinned`) and say why each of
its lines differs.
"""

import hashlib
import importlib.metadata
import pathlib

import pytest
from made_up_runs import save_all
from pins import pinned

from evaluation import families
from evaluation.report.make import make_report
from evaluation.tables.make import make_table

ROOT = pathlib.Path(__file__).parents[2]
# What decides how pictures are drawn, which the report holds too.
DRAWN_BY = ("matplotlib", "pillow", "numpy", "scipy")
DATA = ("cmu", "h36m", "synthetic")
HOLDS_PICTURES = (".png", ".pdf", ".svg", ".html")


def digests(folder: pathlib.Path) -> dict[str, str]:
    """File -> SHA-256, of all pages of made-up runs and of the report on them."""
    save_all(folder / "runs", DATA)
    folders = folder / "runs", folder / "results"
    pages = [page for each in families.load_all() for page in each.pages().values()]
    for page in sorted(pages, key=lambda page: page.name):
        if page.data in DATA:
            make_table(page.name, "quick", *folders, publish=True)
    make_report("quick", *folders, publish=True)
    made = folder / "results" / "quick"
    return {
        str(path.relative_to(made)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(made.rglob("[!.]*"))
        if path.is_file()
    }


def pinned_versions() -> bool:
    """Whether pictures are drawn by the versions of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text().lower().split()
    return all(
        f"{name}=={importlib.metadata.version(name)}" in lines for name in DRAWN_BY
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return digests(tmp_path_factory.mktemp("pinned"))


def test_every_page_is_what_it_was(found):
    expected = pinned("pages.json", found)
    assert sorted(found) == sorted(expected)
    compared = [
        name
        for name in expected
        if pinned_versions() or not name.endswith(HOLDS_PICTURES)
    ]
    assert [name for name in compared if found[name] != expected[name]] == []


def test_pictures_are_compared_too():
    if not pinned_versions():
        pytest.skip("pictures are compared where constraints.txt is installed")
