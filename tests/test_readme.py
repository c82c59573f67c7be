"""What the READMEs and the other pages tell people to type exists."""

import configparser
import dataclasses
import importlib.util
import os
import pathlib
import re
import subprocess
import sys
import textwrap

import pytest
from worked_examples import Step, blocks, commands, section, with_lines

from evaluation import families

ROOT = pathlib.Path(__file__).parents[1]
PAGES = sorted(
    page for page in ROOT.glob("**/README.md") if "site-packages" not in page.parts
)
PAGES += [ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
# How a command may start: it works where nothing is activated.
STARTS = re.compile(
    r"(?:[A-Z_]+=\S+ )*"
    r"(?:\./\S+|\.venv(?:-beam)?/bin/\S+|python3 -m venv |git |cd |\w+=\S+$)"
)
COMMAND = re.compile(
    rf"{STARTS.pattern}|(?:python|pip|tensorboard|source|export|sudo|pytest)3? |"
    r"[A-Z_]+=\S+ "
)


def text_of(page: pathlib.Path) -> str:
    """A page without comments; a command that goes on in the next line is one line."""
    text = re.sub(r"<!--.*?-->", "", page.read_text(), flags=re.S)
    return re.sub(r" \\\n +", " ", text)


def shell_lines(text: str) -> list[str]:
    """The lines of blocks that start with a command, indented or fenced."""
    outside = re.sub(r"^```\w+\n.*?^```$", "", text, flags=re.M | re.S)
    found = re.findall(r"(?<=\n\n)((?:    .*\n)+)", outside)
    found += re.findall(r"^```(?:sh|bash|shell|)\n(.*?)^```$", text, re.M | re.S)
    shown = [textwrap.dedent(block).splitlines() for block in found]
    return [line for block in shown if COMMAND.match(block[0]) for line in block]


COMMANDS = sorted(
    {
        match
        for page in PAGES
        for match in re.findall(r"python -m ([\w.]+)((?: --\S+)*)", text_of(page))
    }
)
IDS = [str(page.relative_to(ROOT)) for page in PAGES]


def test_a_block_of_commands_is_told_from_others():
    page = "a\n\n    ./x.sh  # y\n    pip install z\n\nb\n\n    a.py   what it is\n\n"
    page += "```sh\npython -m a\n```\n\n```python\n\n    python -m b\n\n```\n"
    assert shell_lines(page) == ["./x.sh  # y", "pip install z", "python -m a"]
    assert not STARTS.match("pip install z") and not STARTS.match("python -m a")
    assert STARTS.match("A=b .venv/bin/python -m a") and not STARTS.match("A=b python")


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_work_where_nothing_is_activated(page):
    text = text_of(page)
    for line in shell_lines(text):
        assert STARTS.match(line), line
        assert " #" not in line, f"an interactive zsh takes it for arguments: {line}"
    bare = r"(?<!bin/)\b(?:python3? -m|pip install|tensorboard --).*"
    assert set(re.findall(bare, text)) <= {"python3 -m venv .venv-beam"}
    assert "bin/activate" not in text


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_scripts_and_their_flags_exist(page):
    for script, given in re.findall(r"(\./\S+\.sh)((?: --\S+)*)", text_of(page)):
        assert os.access(ROOT / script, os.X_OK), script
        if script.startswith("./experiments/"):
            asked = [ROOT / script, "--help"]
            done = subprocess.run(asked, capture_output=True, text=True, check=True)
            for flag in re.findall(r"--\w+", given):
                assert f"  {flag}=" in done.stdout, f"{script} {flag}"


def test_each_family_says_how_to_look_at_its_own_runs():
    """All families under one folder would mix their scalars."""
    for name in families.NAMES:
        lines = shell_lines(text_of(ROOT / name / "README.md"))
        logs = [line for line in lines if "tensorboard" in line]
        assert logs == [f".venv/bin/tensorboard --logdir runs/quick/cmu/{name}"]


@pytest.mark.parametrize("module", sorted({module for module, _ in COMMANDS}))
def test_commands_and_their_flags_exist(module):
    assert module == "venv" or importlib.util.find_spec(module) is not None
    help_text = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "tests"},  # where the toy family lies
    ).stdout
    for other, flags in COMMANDS:
        if other == module:
            for flag in re.findall(r"--(\w+)", flags):
                assert re.search(rf"--(\[no\])?{flag}\b", help_text), flag


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_and_named_files_exist(page):
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text()):
        path, _, section = target.partition("#")
        if "://" not in target:
            named = page.parent / path if path else page
            assert named.exists(), target
            assert not section or section in sections(named), target


def sections(page):
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    kept = (re.sub(r"[^\w -]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


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


def test_the_worked_example_adds_a_study():
    """Typed in as it stands, it is trained by its name and has one in the tables."""
    from training.settings import differences, resolve

    text = section("README.md", "Add a study")
    study, name = blocks(text)
    assert len((study + name).splitlines()) + len(commands(text)) < 20

    path = "seq2seq/studies.py"
    studies = with_lines(Step(path, "STUDIES: dict[str, Config] = {", study))
    known = studies.STUDIES, studies.PROFILES
    for profile in studies.PROFILES:
        made, from_which = (
            resolve(*known, each, profile) for each in ("uni_enc_25", "uni_enc_50")
        )
        fields = [field.name for field in dataclasses.fields(made)]
        assert differences(made, from_which, fields) == (
            "teacher_forcing_ratio 0.25 instead of 0.5"
        )
    names = with_lines(Step(path, "LABELS: dict[str, str] = {", name))
    assert names.LABELS["uni_enc_25"] == "Uni-Enc-25"
    assert any("--study=uni_enc_25 " in command for command in commands(text))


def test_every_family_has_its_place_in_the_readme():
    from evaluation import families

    studies = (ROOT / "README.md").read_text().split("\n## Studies\n")[1]
    linked = re.findall(r"\[(\w+)\]\(\1/README.md\) \|", studies.split("\n## ")[0])
    assert sorted(linked) == sorted(families.NAMES)


def test_packages_that_are_installed_are_those_that_are_listed():
    """The list of rooms in CONTRIBUTING.md, those of setup.cfg, and the folders."""
    listed = re.findall(r"^    (\w+)/ ", (ROOT / "CONTRIBUTING.md").read_text(), re.M)
    settings = configparser.ConfigParser()
    settings.read(ROOT / "setup.cfg")
    installed = settings["options.packages.find"]["include"].replace("*", "").split()
    assert set(listed) == {*installed, "tests"}
    assert all((ROOT / package).is_dir() for package in listed)


@pytest.mark.parametrize("family", families.NAMES)
def test_files_that_a_family_lists_are_those_in_its_folder(family):
    """The block at the head of its README names each of its modules and folders."""
    page = (ROOT / family / "README.md").read_text().split("\n## ")[0]
    (block,) = re.findall(r"(?:^    .*\n)+", page, re.M)
    listed = set(re.findall(r"(\w+\.py|\w+/)(?=\s|$|,)", block))
    folders = {f"{path.parent.name}/" for path in (ROOT / family).glob("*/__init__.py")}
    modules = {path.name for path in (ROOT / family).glob("*.py")} - {"__init__.py"}
    assert listed == modules | folders
