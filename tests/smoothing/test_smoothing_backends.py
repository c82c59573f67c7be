"""The same networks on JAX: a clip smoothed and two steps of training."""

import functools

import elsewhere
import numpy as np
import smoothing_backend
import smoothing_tiny
from smoothing_backend import CASES, INPUTS, compute, model_of


def write_inputs(folder):
    """Numbers in, and out with some unknown."""
    inputs = {}
    for kind, architecture in (("heatmaps", "conv3d"), ("poses", "deciwatch")):
        inputs[f"{kind}_x"] = smoothing_tiny.windows(architecture)
        inputs[f"{kind}_y"] = smoothing_tiny.windows(architecture, seed=1)
        inputs[f"{kind}_y"][..., 18:24] = np.nan
    np.savez(folder / INPUTS, **inputs)
    return inputs


def test_the_same_weights_give_the_same_numbers(tmp_path):
    inputs = write_inputs(tmp_path)
    for case in CASES:
        model_of(case).save_weights(tmp_path / f"{case}.weights.h5")
    elsewhere.run(smoothing_backend.__file__, "jax", tmp_path)
    elsewhere.check_same(tmp_path, CASES, functools.partial(compute, inputs))
