"""What `test_stt_backends.py` computes, there and on another backend.

The folder also holds windows.npz, from which the script trains a model.
"""

import functools
import pathlib

import elsewhere
import numpy as np
import stt_tiny

INPUTS = "inputs.npz"  # in the folder: windows x, and y
CASES = {"02": {"layers": 1}, "14": {"layers": 1}}
TRAINING = {
    **{"layers": 1, "steps": 20, "evaluate_every": 10, "warmup_steps": 20},
    **{"normalisation": "channel_std", "protocol": "eth"},
}


def compute(inputs: dict, case: str, weights: pathlib.Path) -> dict[str, np.ndarray]:
    """A forecast, and what some steps of training give."""
    import keras

    from stt.losses import JointSumLoss

    # Random numbers differ between backends; without dropout there are none.
    model = stt_tiny.model(case, dropout=0.0, **CASES[case])
    model.load_weights(weights)
    outputs = {"forecast": model.forecast(stt_tiny.rotations(), frames=5)}
    model.compile(keras.optimizers.SGD(1e-3), JointSumLoss(per_joint=9))
    x, y = inputs["x"], inputs["y"]
    return outputs | elsewhere.trained(model, x, y, stt_tiny.BATCH, epochs=3)


def main(folder: pathlib.Path) -> None:
    from data_prep.poses.export import load_windows
    from stt.train_from_windows import train

    with np.load(folder / INPUTS) as archive:
        elsewhere.leave(folder, CASES, functools.partial(compute, dict(archive)))
    config = stt_tiny.config(**TRAINING)
    train(load_windows(folder / "windows.npz"), config, folder / "trained")


if __name__ == "__main__":
    main(elsewhere.script_folder())
