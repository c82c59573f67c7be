"""What `test_stt_backends.py` computes, there and on another backend without TF.

As a script: `stt_backend.py <folder>`, where the folder holds inputs.npz, windows.npz
and for each case <case>.weights.h5; it leaves <case>.npz and a trained model.
"""

import pathlib
import sys

import numpy as np
import stt_tiny

CASES = {"02": {"layers": 1}, "14": {"layers": 1}}
STEPS = 3
TRAINING = {
    **{"layers": 1, "steps": 20, "evaluate_every": 10, "warmup_steps": 20},
    **{"normalisation": "channel_std", "protocol": "eth"},
}


def compute(case: str, weights: pathlib.Path, inputs: dict) -> dict[str, np.ndarray]:
    """A forecast, the losses of some steps of `model.fit`, and the weights after it.

    Plain descent, so that the weights show the gradients.
    """
    import keras
    from keras import ops

    from stt.losses import JointSumLoss

    # Random numbers differ between backends; without dropout there are none.
    model = stt_tiny.model(case, dropout=0.0, **CASES[case])
    model.load_weights(weights)
    outputs = {"forecast": model.forecast(stt_tiny.rotations(), frames=5)}
    model.compile(keras.optimizers.SGD(1e-3), JointSumLoss(per_joint=9))
    history = model.fit(
        inputs["x"], inputs["y"], stt_tiny.BATCH, epochs=STEPS, verbose=0
    )
    outputs["losses"] = np.array(history.history["loss"])
    for number, weight in enumerate(model.trainable_weights):
        name = f"{number} {weight.path}".replace("/", " ")
        outputs[name] = ops.convert_to_numpy(weight)
    return outputs


def main(folder: pathlib.Path) -> None:
    from data_prep.export import load_windows
    from stt.train_from_windows import train

    with np.load(folder / "inputs.npz") as archive:
        inputs = dict(archive)
    for case in CASES:
        outputs = compute(case, folder / f"{case}.weights.h5", inputs)
        np.savez(folder / f"{case}.npz", **outputs)
    config = stt_tiny.config(**TRAINING)
    train(load_windows(folder / "windows.npz"), config, folder / "trained")


if __name__ == "__main__":
    sys.modules["tensorflow"] = None  # importing it now fails
    main(pathlib.Path(sys.argv[1]))
