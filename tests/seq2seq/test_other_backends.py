"""The same models on JAX and PyTorch: predictions, and two steps of `model.fit`."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import numpy as np
import other_backend
import pytest
import tiny

HERE = pathlib.Path(__file__).parent


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_the_same_weights_give_the_same_numbers(backend, tmp_path):
    if importlib.util.find_spec(backend) is None:
        pytest.skip(f"no {backend} here to run the models on")
    inputs = tiny.batch()
    np.savez(tmp_path / "inputs.npz", **inputs)
    for study in other_backend.STUDIES:
        tiny.model(study, seed=5).save_weights(tmp_path / f"{study}.weights.h5")
    done = subprocess.run(
        [sys.executable, other_backend.__file__, tmp_path],
        env={
            **os.environ,
            "KERAS_BACKEND": backend,
            "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",  # compiles in half the time
            "PYTHONPATH": os.pathsep.join(map(str, (HERE.parent.parent, HERE.parent))),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for study in other_backend.STUDIES:
        weights = tmp_path / f"{study}.weights.h5"
        expected = other_backend.compute(study, weights, inputs)
        with np.load(tmp_path / f"{study}.npz") as archive:
            found = dict(archive)
        # Names of layers are numbered through; their order is the same.
        for (name, value), other in zip(expected.items(), found.values(), strict=True):
            np.testing.assert_allclose(other, value, atol=1e-5, err_msg=name)
        assert found["losses"][1] < found["losses"][0]
