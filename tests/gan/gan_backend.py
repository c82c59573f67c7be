"""What `test_gan_backends.py` computes, there and on another backend."""

import pathlib

import elsewhere
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


if __name__ == "__main__":
    elsewhere.leave(elsewhere.script_folder(), CASES, compute)
