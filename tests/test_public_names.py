"""Nothing public is there for tests alone."""

import ast
import collections

from product import ROOT, modules, tree

# Name -> why it is public though the project itself does not call it.
FOR_USERS = {
    "motion.h36m_angles.quaternion_to_expmap": "the inverse of one that is used",
    "motion.rotations.matrix_to_6d": "a form of rotations that networks of users take",
    "motion.rotations.matrix_from_6d": "its inverse",
    "motion.skeleton.CMU_BENCHMARK_SCALE": "gives the bones of the CMU benchmark",
}


def defined(source: ast.Module) -> list[str]:
    """Public functions, classes and constants at the top of a module."""
    names = []
    for node in source.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [each.id for each in node.targets if isinstance(each, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.append(node.target.id)
    return [name for name in names if not name.startswith("_")]


def mentioned(source: ast.Module) -> set[str]:
    """Names that a module reads, imports or spells in an annotation."""
    found = set()
    for node in ast.walk(source):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(node.value)
    return found


def unused(sources: dict[str, ast.Module]) -> list[str]:
    """'<module>.<name>' of what no module mentions."""
    used = set().union(*map(mentioned, sources.values()))
    return [
        f"{module}.{name}"
        for module, source in sources.items()
        for name in defined(source)
        if name not in used
    ]


def registered(name: str) -> bool:
    """Whether Keras finds a class by its name in a file, though nobody mentions it."""
    module, _, leaf = name.rpartition(".")
    path = modules()[module]
    (node,) = [n for n in tree(path).body if getattr(n, "name", "") == leaf][:1] or [
        None
    ]
    decorators = getattr(node, "decorator_list", ())
    return any("register_keras" in ast.unparse(each) for each in decorators)


def test_nothing_public_is_for_tests_alone():
    sources = {name: tree(path) for name, path in modules().items()}
    found = [name for name in unused(sources) if not registered(name)]
    assert sorted(found) == sorted(FOR_USERS), "delete it, or move it to tests/"


def test_what_nobody_mentions_is_found():
    sources = {
        "a": ast.parse("def used(): pass\ndef alone(): pass\nLIMIT = 3\n"),
        "b": ast.parse("from a import used\nused()\n"),
    }
    assert unused(sources) == ["a.alone", "a.LIMIT"]


def test_a_folder_of_the_product_is_read():
    counts = collections.Counter(name.partition(".")[0] for name in modules())
    assert counts["evaluation"] > 40 and (ROOT / "evaluation").is_dir()
