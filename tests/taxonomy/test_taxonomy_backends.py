"""The same networks on JAX, trained by `model.fit`."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest
import taxonomy_backend
import taxonomy_tiny

HERE = pathlib.Path(__file__).parent


@pytest.mark.skipif(not importlib.util.find_spec("jax"), reason="no JAX here")
def test_the_same_weights_give_the_same_numbers(tmp_path):
    for case in taxonomy_backend.CASES:
        model = taxonomy_tiny.lively(case, seed=5)
        model.save_weights(tmp_path / f"{case}.weights.h5")
    paths = [HERE.parent.parent, HERE.parent, HERE, os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, taxonomy_backend.__file__, tmp_path],
        env={
            **os.environ,
            "KERAS_BACKEND": "jax",
            "JAX_DISABLE_MOST_OPTIMIZATIONS": "1",  # compiles in half the time
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for case in taxonomy_backend.CASES:
        expected = taxonomy_backend.compute(case, tmp_path / f"{case}.weights.h5")
        with np.load(tmp_path / f"{case}.npz") as archive:
            found = dict(archive)
        # Names of layers are numbered through; their order is the same.
        for (name, value), other in zip(expected.items(), found.values(), strict=True):
            np.testing.assert_allclose(
                other, value, rtol=1e-3, atol=2e-5, err_msg=f"{case}: {name}"
            )
        assert found["losses"][-1] < found["losses"][0]
