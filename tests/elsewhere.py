"""The same models on another backend, in a process that cannot import TensorFlow.

A script computes some cases: `<script>.py <folder>`, where the folder holds weights as
<case>.weights.h5, and leaves <case>.npz. Here the same is computed with TensorFlow.
"""

import importlib.util
import os
import pathlib
import subprocess
import sys
from collections.abc import Callable, Iterable

import numpy as np
import pytest

HERE = pathlib.Path(__file__).parent

Compute = Callable[[str, pathlib.Path], dict[str, np.ndarray]]


def run(script: str, backend: str, folder: pathlib.Path) -> None:
    """Runs the script on a backend; skips the test where there is none."""
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"no {backend} here to run the models on")
    paths = [HERE.parent, HERE, os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, script, folder],
        env={
            **os.environ,
            "KERAS_BACKEND": backend,
            # Both compile in less than half the time.
            "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",
            "XLA_FLAGS": "--xla_cpu_use_fusion_emitters=false",
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def script_folder() -> pathlib.Path:
    """That of a script, which calls this before it imports Keras."""
    sys.modules["tensorflow"] = None  # importing it now fails
    return pathlib.Path(sys.argv[1])


def leave(folder: pathlib.Path, cases: Iterable[str], compute: Compute) -> None:
    """What a script does: (case, file of weights) -> arrays, which it leaves."""
    for case in cases:
        np.savez(folder / f"{case}.npz", **compute(case, _weights(folder, case)))


def check_same(
    folder: pathlib.Path,
    cases: Iterable[str],
    compute: Compute,
    rtol: float = 1e-4,
    atol: float = 2e-5,
) -> None:
    """What a script left is what `compute` gives here; losses, if any, fall."""
    for case in cases:
        expected = compute(case, _weights(folder, case))
        with np.load(folder / f"{case}.npz") as archive:
            found = dict(archive)
        # Names of layers are numbered through; their order is the same.
        for (name, value), other in zip(expected.items(), found.values(), strict=True):
            np.testing.assert_allclose(
                other, value, rtol=rtol, atol=atol, err_msg=f"{case}: {name}"
            )
        if "losses" in found:
            assert found["losses"][-1] < found["losses"][0]


def trained(model, inputs, targets, rows: int, epochs: int) -> dict[str, np.ndarray]:
    """The losses of some epochs of `model.fit`, and the weights after it.

    A model that is compiled with plain descent shows its gradients so.
    """
    from keras import ops

    history = model.fit(inputs, targets, rows, epochs, verbose=0)
    outputs = {"losses": np.array(history.history["loss"])}
    for number, weight in enumerate(model.trainable_weights):
        name = f"{number} {weight.path}".replace("/", " ")
        outputs[name] = ops.convert_to_numpy(weight)
    return outputs


def _weights(folder: pathlib.Path, case: str) -> pathlib.Path:
    return folder / f"{case}.weights.h5"
