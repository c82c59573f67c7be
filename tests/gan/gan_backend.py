"""What `test_gan_backends.py` computes, there and on another backend without TF.

As a script: `gan_backend.py <folder>`, where the folder holds for each case
<case>.weights.h5; it leaves <case>.npz.
"""

import pathlib
import sys

import gan_tiny
import numpy as np

CASES = {"report": {"critic_architecture": "transformer_encoder"}}


def compute(case: str, weights: pathlib.Path) -> dict[str, np.ndarray]:
    """What generator and critic give; the critic's seed is fixed."""
    from keras import ops

    model = gan_tiny.model(case, **CASES[case])
    model.load_weights(weights)
    past, future = gan_tiny.batch()
    seed = np.tile(np.linspace(0, 1, gan_tiny.JOINTS, dtype=np.float32), (4, 1))
    outputs = {
        "generated": model(past),
        "real": model.critic(past, future, seed),
        "fake": model.critic(past, future[::-1].copy(), seed),
    }
    return {name: ops.convert_to_numpy(each) for name, each in outputs.items()}


def main(folder: pathlib.Path) -> None:
    for case in CASES:
        np.savez(folder / f"{case}.npz", **compute(case, folder / f"{case}.weights.h5"))


if __name__ == "__main__":
    sys.modules["tensorflow"] = None  # importing it now fails
    main(pathlib.Path(sys.argv[1]))
