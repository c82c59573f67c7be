"""What `test_taxonomy_backends.py` computes, there and on another backend."""

import pathlib

import elsewhere
import numpy as np
import taxonomy_tiny

CASES = ("transformer_taxonomy", "rnn")


def compute(case: str, weights: pathlib.Path) -> dict[str, np.ndarray]:
    """A forecast, and what some steps of training give."""
    import keras
    from keras import ops

    from taxonomy.model import predict

    model = taxonomy_tiny.model(case)
    model.load_weights(weights)
    outputs = {"forecast": predict(model, taxonomy_tiny.rotations(), frames=6)}
    inputs = taxonomy_tiny.batch()
    targets = np.asarray(ops.convert_to_numpy(model.targets(inputs)))
    if case == "rnn":  # frame by frame
        inputs["forced"] = (inputs["future"][..., 0] > 0).astype(np.float32)
    model.compile(keras.optimizers.SGD(0.1), "mean_squared_error")
    rows = taxonomy_tiny.BATCH
    return outputs | elsewhere.trained(model, inputs, targets, rows, epochs=2)


if __name__ == "__main__":
    elsewhere.leave(elsewhere.script_folder(), CASES, compute)
