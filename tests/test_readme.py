"""What the READMEs tell people to type exists."""

import importlib.util
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).parents[1]
PAGES = sorted(page for page in ROOT.glob("**/README.md") if ".venv" not in page.parts)
COMMANDS = sorted(
    {
        match
        for page in PAGES
        for match in re.findall(r"python -m ([\w.]+)((?: --\S+)*)", page.read_text())
    }
)


@pytest.mark.parametrize("module", sorted({module for module, _ in COMMANDS}))
def test_commands_and_their_flags_exist(module):
    assert importlib.util.find_spec(module) is not None
    help_text = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    ).stdout
    for other, flags in COMMANDS:
        if other == module:
            for flag in re.findall(r"--(\w+)", flags):
                assert re.search(rf"--(\[no\])?{flag}\b", help_text), flag


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_named_files_exist(page):
    text = page.read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_every_study_of_the_readme_exists_and_none_is_missing():
    from seq2seq.studies import STUDIES

    section = (ROOT / "seq2seq" / "README.md").read_text().split("## ")[1]
    assert set(re.findall(r"`(\w+_\w+|erd)`", section)) == set(STUDIES)
