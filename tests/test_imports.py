"""Imports go one way, and what needs no TensorFlow works without it."""

import ast
import importlib.util
import pathlib
import subprocess
import sys

import pytest

from evaluation import families

ROOT = pathlib.Path(__file__).parent.parent
MODEL_PACKAGES = set(families.NAMES)
_SHARED = {"reenact", "motion", "networks", "data_prep", "evaluation"}
MAY_IMPORT = {
    "reenact": set(),
    "motion": {"reenact"},
    "networks": {"reenact"},
    "data_prep": {"reenact", "motion"},
    "evaluation": {"reenact", "motion", "data_prep"},
    "training": {"reenact", "motion", "data_prep", "evaluation"},
    **{package: {*_SHARED, "training"} for package in MODEL_PACKAGES},
}
ROOMS = {*MAY_IMPORT, "experiments", "benchmarks", "tests"}
PRESENT = sorted(room for room in MAY_IMPORT if (ROOT / room).is_dir())


def imported_rooms(source: str) -> set[str]:
    """Rooms that a module imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "rooms are imported by their names"
            names.add(node.module)
    return {name.partition(".")[0] for name in names} & ROOMS


@pytest.mark.parametrize("room", PRESENT)
def test_a_room_imports_only_rooms_before_it(room):
    files = list((ROOT / room).rglob("*.py"))
    assert files
    for path in files:
        found = imported_rooms(path.read_text(encoding="utf-8")) - {room}
        assert found <= MAY_IMPORT[room], f"{path} imports {found - MAY_IMPORT[room]}"


def test_every_import_is_seen():
    source = "def f():\n    from gan.model import x\nimport stt.model as m, motion\n"
    assert imported_rooms(source) == {"gan", "stt", "motion"}


def modules_without_tensorflow() -> list[str]:
    """What must import where there is no TensorFlow (motion/ has a test of its own)."""
    paths = [*(ROOT / "networks").rglob("*.py")]
    for room in ("angles", "poses", "keypoints", "pictures", "claims", "report"):
        paths += (ROOT / "evaluation" / room).glob("*.py")
    # What trains from exported windows.
    paths += [ROOT / "data_prep" / "poses" / "export.py"]
    paths += [ROOT / "training" / "schedules.py"]
    paths += [ROOT / "stt" / "train_from_windows.py", ROOT / "stt" / "optimisation.py"]
    for package in MODEL_PACKAGES:
        paths += [ROOT / package / f"{name}.py" for name in ("model", "studies")]
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in paths]
    modules = [module.removesuffix(".__init__") for module in modules]
    return [module for module in modules if not module.endswith("__main__")]


# Keras itself needs some backend. Where no other one is installed, empty classes stand
# for what layers and models are derived from.
BLOCKED = """
import importlib, sys, types
from unittest import mock
sys.modules["tensorflow"] = None  # importing it now fails
if sys.argv[1] == "stub":
    keras = mock.MagicMock()
    base = type("Base", (), {})
    keras.Model = keras.layers.Layer = keras.losses.Loss = base
    keras.callbacks.Callback = base
    keras.optimizers.schedules.LearningRateSchedule = base
    keras.saving.register_keras_serializable = lambda package: lambda cls: cls
    sys.modules["keras"] = keras
for module in sys.argv[2:]:
    importlib.import_module(module)
"""


def test_networks_models_and_metrics_import_without_tensorflow():
    backend = "jax" if importlib.util.find_spec("jax") else "stub"
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, backend, *modules_without_tensorflow()],
        cwd=ROOT,
        env={"PATH": "", "KERAS_BACKEND": "jax"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_studies_import_without_any_framework():
    """Tables and flags read them where nothing is trained."""
    code = "import sys; sys.modules['keras'] = sys.modules['tensorflow'] = None\n"
    for package in MODEL_PACKAGES:
        code += f"import {package}.studies\n"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
