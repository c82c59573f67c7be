"""What `test_other_backends.py` computes, there and on another backend."""

import functools
import pathlib

import elsewhere
import numpy as np
import tiny

STUDIES = ("martinez_residual_sup", "uni_enc_50")
INPUTS = "inputs.npz"  # in the folder: a batch


def compute(inputs: dict, study: str, weights: pathlib.Path) -> dict[str, np.ndarray]:
    """Predictions, and what two steps of training give."""
    import keras
    from keras import ops

    # Random numbers differ between backends; this draws none.
    model = tiny.model(study, teacher_forcing_ratio=0.0)
    model.load_weights(weights)
    past = tiny.columns()[:, : tiny.PAST]
    outputs = {"forecast": model.forecast(past, ["waving"] * len(past), frames=7)}
    model.compile(keras.optimizers.SGD(0.01), "mean_squared_error")
    targets = ops.convert_to_numpy(model.targets(inputs))
    return outputs | elsewhere.trained(model, inputs, targets, len(past), epochs=2)


if __name__ == "__main__":
    folder = elsewhere.script_folder()
    with np.load(folder / INPUTS) as archive:
        elsewhere.leave(folder, STUDIES, functools.partial(compute, dict(archive)))
