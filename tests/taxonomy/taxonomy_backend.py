"""What `test_taxonomy_backends.py` computes, there and on another backend without TF.

As a script: `taxonomy_backend.py <folder>`, where the folder holds for each case
<case>.weights.h5; it leaves <case>.npz.
"""

import pathlib
import sys

import numpy as np
import taxonomy_tiny

CASES = ("transformer_taxonomy", "rnn")
EPOCHS = 2


def compute(case: str, weights: pathlib.Path) -> dict[str, np.ndarray]:
    """A forecast, the losses of some steps of `model.fit`, and the weights after it.

    Plain descent, so that the weights show the gradients.
    """
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
    history = model.fit(inputs, targets, taxonomy_tiny.BATCH, EPOCHS, verbose=0)
    outputs["losses"] = np.array(history.history["loss"])
    for number, weight in enumerate(model.trainable_weights):
        name = f"{number} {weight.path}".replace("/", " ")
        outputs[name] = ops.convert_to_numpy(weight)
    return outputs


def main(folder: pathlib.Path) -> None:
    for case in CASES:
        np.savez(folder / f"{case}.npz", **compute(case, folder / f"{case}.weights.h5"))


if __name__ == "__main__":
    sys.modules["tensorflow"] = None  # importing it now fails
    main(pathlib.Path(sys.argv[1]))
