"""The room stands alone: no TensorFlow, no display, nothing of the other rooms."""

import pathlib
import subprocess
import sys

import motion

BLOCKED_IMPORT = """
import importlib, pkgutil, sys
sys.modules["tensorflow"] = sys.modules["keras"] = None  # importing either now fails
sys.modules["matplotlib.pyplot"] = None
import motion
for module in pkgutil.walk_packages(motion.__path__, "motion."):
    importlib.import_module(module.name)
    print(module.name)
rooms = {"data_prep", "evaluation", "networks", "training", "experiments"}
assert not rooms & set(sys.modules), rooms & set(sys.modules)
"""


def test_every_module_imports_without_tensorflow_or_pyplot():
    folder = pathlib.Path(motion.__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED_IMPORT],
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules = {
        ".".join(path.relative_to(folder.parent).with_suffix("").parts)
        for path in folder.rglob("*.py")
    }
    modules = {name.removesuffix(".__init__") for name in modules} - {"motion"}
    assert set(done.stdout.split()) == modules
