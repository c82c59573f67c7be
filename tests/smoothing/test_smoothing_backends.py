"""The same networks on JAX: a clip smoothed and two steps of training."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest
import smoothing_backend
import smoothing_tiny

HERE = pathlib.Path(__file__).parent


def elsewhere(backend, folder):
    """Runs the script beside this file on another backend, TensorFlow blocked."""
    paths = [HERE.parent.parent, HERE.parent, HERE, os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, smoothing_backend.__file__, folder],
        env={
            **os.environ,
            "KERAS_BACKEND": backend,
            "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",  # compiles in half the time
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def write_inputs(folder):
    """Numbers in, and out with some unknown."""
    inputs = {}
    for kind, architecture in (("heatmaps", "conv3d"), ("poses", "deciwatch")):
        inputs[f"{kind}_x"] = smoothing_tiny.windows(architecture)
        inputs[f"{kind}_y"] = smoothing_tiny.windows(architecture, seed=1)
        inputs[f"{kind}_y"][..., 18:24] = np.nan
    np.savez(folder / "inputs.npz", **inputs)
    return inputs


def test_the_same_weights_give_the_same_numbers(tmp_path):
    if importlib.util.find_spec("jax") is None:
        pytest.skip("no jax here to run the models on")
    inputs = write_inputs(tmp_path)
    for case in smoothing_backend.CASES:
        smoothing_backend.model_of(case).save_weights(tmp_path / f"{case}.weights.h5")
    elsewhere("jax", tmp_path)
    for case in smoothing_backend.CASES:
        weights = tmp_path / f"{case}.weights.h5"
        expected = smoothing_backend.compute(case, weights, inputs)
        with np.load(tmp_path / f"{case}.npz") as archive:
            found = dict(archive)
        # Names of layers are numbered through; their order is the same.
        for (name, value), other in zip(expected.items(), found.values(), strict=True):
            np.testing.assert_allclose(
                other, value, rtol=1e-4, atol=2e-5, err_msg=f"{case}: {name}"
            )
        assert found["losses"][-1] < found["losses"][0]
