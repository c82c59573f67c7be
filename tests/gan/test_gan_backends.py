"""The same generator and critic on JAX; only TensorFlow trains them."""

import elsewhere
import gan_backend
import gan_tiny
import numpy as np


def test_the_same_weights_give_the_same_numbers(tmp_path):
    for case, changes in gan_backend.CASES.items():
        model = gan_tiny.model(case, number=5, **changes)
        model.save_weights(tmp_path / f"{case}.weights.h5")
    elsewhere.run(gan_backend.__file__, "jax", tmp_path)
    cases, compute = gan_backend.CASES, gan_backend.compute
    elsewhere.check_same(tmp_path, cases, compute, rtol=1e-3)
    for case in cases:
        with np.load(tmp_path / f"{case}.npz") as found:
            assert np.abs(found["real"] - found["fake"]).max() > 1e-4
