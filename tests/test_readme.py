"""What the READMEs tell people to type exists."""

import configparser
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


def studies_of_the_readme(package, pattern):
    section = (ROOT / package / "README.md").read_text().split("## ")[1]
    return set(re.findall(pattern, section))


def test_every_study_of_the_readmes_exists_and_none_is_missing():
    from gan.studies import STUDIES as GAN
    from seq2seq.studies import STUDIES
    from smoothing.studies import STUDIES as SMOOTHING
    from stt.studies import ALL_STUDIES as STT
    from taxonomy.studies import STUDIES as TAXONOMY

    assert studies_of_the_readme("seq2seq", r"`(\w+_\w+|erd)`") == set(STUDIES)
    assert studies_of_the_readme("stt", r"\| `(\d\d\w*)` \|") == set(STT)
    assert studies_of_the_readme("taxonomy", r"\| `(\w+)` \|") == set(TAXONOMY)
    assert studies_of_the_readme("gan", r"\| `(\w+)` \|") == set(GAN)
    named = studies_of_the_readme("smoothing", r"\| `(\w+)_k.e` \|")
    assert named == {study.rpartition("_")[0] for study in SMOOTHING}


def test_packages_that_are_installed_are_those_of_the_readme():
    """The list of rooms in the README, those of setup.cfg, and the folders."""
    listed = re.findall(r"^    (\w+)/ ", (ROOT / "README.md").read_text(), re.M)
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    installed = settings["options.packages.find"]["include"].replace("*", "").split()
    assert set(listed) == {*installed, "tests"}
    assert all((ROOT / package).is_dir() for package in listed)
