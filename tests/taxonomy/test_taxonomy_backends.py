"""The same networks on JAX, trained by `model.fit`."""

import elsewhere
import taxonomy_backend
import taxonomy_tiny


def test_the_same_weights_give_the_same_numbers(tmp_path):
    for case in taxonomy_backend.CASES:
        model = taxonomy_tiny.lively(case, seed=5)
        model.save_weights(tmp_path / f"{case}.weights.h5")
    elsewhere.run(taxonomy_backend.__file__, "jax", tmp_path)
    cases, compute = taxonomy_backend.CASES, taxonomy_backend.compute
    elsewhere.check_same(tmp_path, cases, compute, rtol=1e-3)
