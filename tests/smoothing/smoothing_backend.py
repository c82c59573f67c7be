"""What `test_smoothing_backends.py` computes, there and on another backend."""

import functools
import pathlib

import elsewhere
import numpy as np
import smoothing_tiny

# Random numbers differ between backends; without dropout there are none.
CASES = {
    "conv3d": {},
    "convlstm_c": {},
    "deciwatch": {"dropout": 0.0},
    "deciwatch official": {"dropout": 0.0, "official": True, "loss": "l1+denoise"},
}
INPUTS = "inputs.npz"  # in the folder: heatmaps and poses, x and y


def model_of(case: str):
    return smoothing_tiny.model(case.partition(" ")[0], seed=5, **CASES[case])


def compute(inputs: dict, case: str, weights: pathlib.Path) -> dict[str, np.ndarray]:
    """A clip smoothed, and what some steps of training give."""
    import keras

    from smoothing.losses import make_loss
    from smoothing.model import predict

    model = model_of(case)
    model.load_weights(weights)
    outputs = {"smoothed": predict(model, smoothing_tiny.clip(), batch_windows=4)}
    model.compile(keras.optimizers.SGD(1e-3), make_loss(model.config))
    kind = "poses" if case.startswith("deciwatch") else "heatmaps"
    x, y = inputs[f"{kind}_x"], inputs[f"{kind}_y"]
    return outputs | elsewhere.trained(model, x, y, len(x), epochs=2)


if __name__ == "__main__":
    folder = elsewhere.script_folder()
    with np.load(folder / INPUTS) as archive:
        elsewhere.leave(folder, CASES, functools.partial(compute, dict(archive)))
