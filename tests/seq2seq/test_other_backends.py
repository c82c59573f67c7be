"""The same models on JAX and PyTorch: predictions, and two steps of `model.fit`."""

import functools

import elsewhere
import numpy as np
import other_backend
import pytest
import tiny
from other_backend import INPUTS, STUDIES, compute


@pytest.mark.parametrize("backend", ["jax", "torch"])
def test_the_same_weights_give_the_same_numbers(backend, tmp_path):
    inputs = tiny.batch()
    np.savez(tmp_path / INPUTS, **inputs)
    for study in STUDIES:
        tiny.model(study, seed=5).save_weights(tmp_path / f"{study}.weights.h5")
    elsewhere.run(other_backend.__file__, backend, tmp_path)
    same = functools.partial(compute, inputs)
    elsewhere.check_same(tmp_path, STUDIES, same, rtol=0, atol=1e-5)
