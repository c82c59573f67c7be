"""Where things are: rooms, folders, names of families, and what is public."""

import ast
import re

import pytest
from product import (
    FAMILIES,
    ROOMS,
    ROOT,
    SHARED,
    cycle,
    import_graph,
    imported,
    modules,
    tree,
    words,
)

# Folders and modules of `evaluation` in layers; each imports itself and those before.
EVALUATION = (
    ("metric",),
    ("angles", "poses", "keypoints"),
    ("result_fields", "run_results", "reported_number"),
    ("provenance",),
    ("studies", "baselines"),
    ("tables", "claims", "pictures"),
    ("shipped",),
    ("family",),
    ("usual", "families", "headlines", "headline_sentences"),
    ("report", "summary", "score_baselines", "compare", "outcome"),
)
# Commands that lie in a folder of an earlier layer.
COMMANDS = {
    "evaluation.tables.__main__": "the command `python -m evaluation.tables`",
    "evaluation.tables.make": "what it does: a table of any family",
}
# File -> family whose name it may hold, and why.
NAMED = {
    "evaluation/families.py": (FAMILIES, "the list of families"),
    "networks/encoder_decoders.py": (("seq2seq",), "fairmotion's name of a network"),
    "networks/taxonomy_prior.py": (("taxonomy",), "a gate that two families use"),
}
FILES_OF_A_FAMILY = (
    *("README.md", "family.py", "studies.py", "model.py", "fit.py", "inference.py"),
    *("train.py", "report/page.py", "report/claims.py"),
)
MOST_MODULES, MOST_LINES = 16, 250


def layer(module: str) -> int:
    if module in COMMANDS:
        return len(EVALUATION)
    part = module.split(".")[1]
    return next(i for i, names in enumerate(EVALUATION) if part in names)


def test_evaluation_is_built_in_layers():
    graph = import_graph("evaluation")
    graph.pop("evaluation")
    for module, others in graph.items():
        later = [each for each in others if layer(each) > layer(module)]
        assert not later, f"{module} imports {later}"


def test_no_modules_import_each_other_in_a_circle():
    assert cycle(import_graph()) == []


def test_a_circle_is_found():
    assert cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert cycle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
    known = dict.fromkeys(("motion", "motion.clip", "stt.model"))
    source = "def f():\n    from motion import clip\nimport stt.model as m"
    assert imported(ast.parse(source), known) == {"motion.clip", "stt.model"}


def families_named(text: str) -> set[str]:
    """Families whose names are words of an identifier or a string."""
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", text).lower()
    text = " ".join(["", *re.split(r"[^a-z0-9]+", spaced), ""])
    return {name for name in FAMILIES if f" {name.replace('_', ' ')} " in text}


def test_shared_rooms_name_no_family():
    for path in modules(*SHARED).values():
        name = path.relative_to(ROOT).as_posix()
        allowed, _ = NAMED.get(name, ((), ""))
        for line, text in words(tree(path)):
            found = families_named(text) - set(allowed)
            assert not found, f"{name}:{line}: {found}"


def test_every_exception_is_needed():
    for name, (allowed, _) in NAMED.items():
        texts = [text for _, text in words(tree(ROOT / name))]
        assert set(allowed) <= {each for text in texts for each in families_named(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GanRows", {"gan"}),
        ("stt_baselines", {"stt"}),
        ("runs/quick/smoothing/x", {"smoothing"}),
        ("organ, smoothed, settings", set()),
    ],
)
def test_a_family_is_found_in_a_name(text, expected):
    assert families_named(text) == expected


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_its_files(family):
    missing = [
        name for name in FILES_OF_A_FAMILY if not (ROOT / family / name).is_file()
    ]
    assert not missing


def folders():
    return sorted({path.parent for path in modules().values()})


@pytest.mark.parametrize("folder", folders(), ids=lambda f: str(f.relative_to(ROOT)))
def test_a_folder_is_small_and_its_files_do_not_repeat_its_name(folder):
    names = [path.stem for path in folder.glob("*.py") if path.stem != "__init__"]
    assert len(names) <= MOST_MODULES
    assert not [name for name in names if name.startswith(f"{folder.name}_")]


@pytest.mark.parametrize("room", ROOMS)
def test_files_are_of_a_size_to_be_read(room):
    for path in modules(room).values():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= MOST_LINES, f"{path.relative_to(ROOT)}: split it by subject"
