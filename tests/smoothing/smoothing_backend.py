"""What `test_smoothing_backends.py` computes, there and on another backend without TF.

As a script: `smoothing_backend.py <folder>`, where the folder holds inputs.npz and for
each case <case>.weights.h5; it leaves <case>.npz.
"""

import pathlib
import sys

import numpy as np
import smoothing_tiny

# Random numbers differ between backends; without dropout there are none.
CASES = {
    "conv3d": {},
    "convlstm_c": {},
    "deciwatch": {"dropout": 0.0},
    "deciwatch official": {"dropout": 0.0, "official": True, "loss": "l1+denoise"},
}
STEPS = 2


def model_of(case: str):
    return smoothing_tiny.model(case.partition(" ")[0], seed=5, **CASES[case])


def compute(case: str, weights: pathlib.Path, inputs: dict) -> dict[str, np.ndarray]:
    """A clip smoothed, the losses of steps of `model.fit`, and the weights after it.

    Plain descent, so that the weights show the gradients.
    """
    import keras
    from keras import ops

    from smoothing.losses import make_loss
    from smoothing.model import predict

    model = model_of(case)
    model.load_weights(weights)
    outputs = {"smoothed": predict(model, smoothing_tiny.clip(), batch_windows=4)}
    model.compile(keras.optimizers.SGD(1e-3), make_loss(model.config))
    kind = "poses" if case.startswith("deciwatch") else "heatmaps"
    x, y = inputs[f"{kind}_x"], inputs[f"{kind}_y"]
    history = model.fit(x, y, len(x), epochs=STEPS, verbose=0)
    outputs["losses"] = np.array(history.history["loss"])
    for number, weight in enumerate(model.trainable_weights):
        name = f"{number} {weight.path}".replace("/", " ")
        outputs[name] = ops.convert_to_numpy(weight)
    return outputs


def main(folder: pathlib.Path) -> None:
    with np.load(folder / "inputs.npz") as archive:
        inputs = dict(archive)
    for case in CASES:
        np.savez(
            folder / f"{case}.npz",
            **compute(case, folder / f"{case}.weights.h5", inputs),
        )


if __name__ == "__main__":
    sys.modules["tensorflow"] = None  # importing it now fails
    main(pathlib.Path(sys.argv[1]))
