"""What `test_other_backends.py` computes, there and on another backend without TF.

As a script: `other_backend.py <folder>`, where the folder holds inputs.npz and for each
study <study>.weights.h5; it leaves <study>.npz.
"""

import pathlib
import sys

import numpy as np

STUDIES = ("martinez_residual_sup", "uni_enc_50")


def compute(study: str, weights: pathlib.Path, inputs: dict) -> dict[str, np.ndarray]:
    """Predictions, then the losses and weights of two steps of `model.fit`."""
    import keras
    import tiny
    from keras import ops

    # Random numbers differ between backends; this draws none.
    model = tiny.model(study, teacher_forcing_ratio=0.0)
    model.load_weights(weights)
    past = tiny.columns()[:, : tiny.PAST]
    forecast = model.forecast(past, ["waving"] * len(past), frames=7)
    model.compile(keras.optimizers.SGD(0.01), "mean_squared_error")
    targets = ops.convert_to_numpy(model.targets(inputs))
    history = model.fit(inputs, targets, batch_size=len(past), epochs=2, verbose=0)
    outputs = {"forecast": forecast, "losses": np.array(history.history["loss"])}
    for weight in model.trainable_weights:
        outputs[weight.path.replace("/", " ")] = ops.convert_to_numpy(weight)
    return outputs


def main(folder: pathlib.Path) -> None:
    with np.load(folder / "inputs.npz") as archive:
        inputs = dict(archive)
    for study in STUDIES:
        outputs = compute(study, folder / f"{study}.weights.h5", inputs)
        np.savez(folder / f"{study}.npz", **outputs)


if __name__ == "__main__":
    sys.modules["tensorflow"] = None  # importing it now fails
    main(pathlib.Path(sys.argv[1]))
