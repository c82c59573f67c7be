"""The same generator and critic on JAX; only TensorFlow trains them."""

import importlib.util
import os
import pathlib
import subprocess
import sys

import gan_backend
import gan_tiny
import numpy as np
import pytest

HERE = pathlib.Path(__file__).parent


@pytest.mark.skipif(not importlib.util.find_spec("jax"), reason="no JAX here")
def test_the_same_weights_give_the_same_numbers(tmp_path):
    for case, changes in gan_backend.CASES.items():
        model = gan_tiny.model(case, number=5, **changes)
        model.save_weights(tmp_path / f"{case}.weights.h5")
    paths = [HERE.parent.parent, HERE.parent, HERE, os.environ.get("PYTHONPATH", "")]
    done = subprocess.run(
        [sys.executable, gan_backend.__file__, tmp_path],
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
    for case in gan_backend.CASES:
        expected = gan_backend.compute(case, tmp_path / f"{case}.weights.h5")
        with np.load(tmp_path / f"{case}.npz") as archive:
            for name, value in expected.items():
                np.testing.assert_allclose(
                    archive[name], value, rtol=1e-3, atol=2e-5, err_msg=name
                )
        assert np.abs(expected["real"] - expected["fake"]).max() > 1e-4
