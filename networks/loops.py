"""A loop that every backend can differentiate."""

import keras
from keras import ops


def repeat(times: int, body, state):
    """state = body(number, state) for each number from 0 to `times` - 1.

    Args:
        times: known beforehand: XLA and JAX need that for gradients.
        body: (integer tensor, state) -> state of the same structure and shapes.
        state: tensors, or a nest of them.
    """
    if keras.backend.backend() == "jax":
        return ops.fori_loop(0, times, body, state)
    # TensorFlow's own gives XLA no bound.
    return ops.while_loop(
        lambda number, _: number < times,
        lambda number, state: (number + 1, body(number, state)),
        (0, state),
        maximum_iterations=times,
    )[1]
