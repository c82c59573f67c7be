"""Loops that every backend can differentiate."""

import contextlib
from collections.abc import Iterator

import keras
from keras import ops, tree

_with_lists = True


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


@contextlib.contextmanager
def without_lists() -> Iterator[None]:
    """Within, `scan` does without lists of tensors, which ONNX cannot write into."""
    global _with_lists
    _with_lists = False
    try:
        yield
    finally:
        _with_lists = True


def scan(body, state, frames, reverse=False):
    """`keras.ops.scan` over the leading axis of `frames`.

    Args:
        body: (state, frame) -> the next state, and what to collect, which is of the
            same structure and shapes.
        state: tensors, or a nest of them.
        frames: the same, with a leading axis.
        reverse: goes from the last frame to the first.

    Returns:
        The last state, and what was collected, with a leading axis.
    """
    if _with_lists:
        return ops.scan(body, state, frames, reverse=reverse)
    count = tree.flatten(frames)[0].shape[0]

    def step(number, carried):
        state, collected = carried
        place = count - 1 - number if reverse else number
        frame = tree.map_structure(lambda each: ops.take(each, place, axis=0), frames)
        state, found = body(state, frame)
        here = ops.arange(count) == place

        def filled(each, new):
            shape = (count, *[1] * len(new.shape))
            return ops.where(ops.reshape(here, shape), new, each)

        return state, tree.map_structure(filled, collected, found)

    room = tree.map_structure(
        lambda each: ops.repeat(ops.zeros_like(each)[None], count, axis=0), state
    )
    return repeat(count, step, (state, room))
