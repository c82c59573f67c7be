"""Loops: one form with lists of tensors, one without, and the same numbers."""

import numpy as np
import pytest
import tensorflow as tf

from networks.loops import scan, without_lists
from networks.recurrent.cells import FORMS
from networks.recurrent.sequences import gru_sequence


def body(state, frame):
    total, last = state
    following = (total + 2 * frame["x"], frame["x"] * last)
    return following, following


@pytest.mark.parametrize("reverse", [False, True])
def test_lists_make_no_difference(reverse):
    random = np.random.default_rng(0)
    frames = {"x": random.normal(size=(6, 3, 2)).astype(np.float32)}
    state = tuple(tf.constant(random.normal(size=(3, 2)), tf.float32) for _ in "ab")
    expected = scan(body, state, frames, reverse=reverse)
    with without_lists():
        found = scan(body, state, frames, reverse=reverse)
    tf.nest.map_structure(np.testing.assert_array_equal, found, expected)
    (total, _), (totals, _) = found
    ends = np.sum(2 * frames["x"], axis=0) + state[0]
    np.testing.assert_allclose(total, ends, rtol=1e-5)
    np.testing.assert_array_equal(totals[0 if reverse else -1], total)


def operations(function) -> set[str]:
    """What a graph is made of, with the bodies of its loops."""
    graph = tf.function(function).get_concrete_function().graph.as_graph_def()
    bodies = [each.node_def for each in graph.library.function]
    return {node.op for nodes in [graph.node, *bodies] for node in nodes}


def test_no_list_is_left_in_the_graph_of_a_gru():
    x, h0 = tf.zeros((5, 2, 9)), tf.zeros((2, 3))
    weights = tf.zeros((3, 9)), tf.zeros((9,))

    def states():
        return gru_sequence(FORMS["reset_after"], x, h0, *weights)

    assert any("TensorList" in each for each in operations(states))
    with without_lists():
        assert not any("TensorList" in each for each in operations(states))


def test_lists_are_used_again_after_an_error():
    with pytest.raises(KeyError), without_lists():
        raise KeyError
    from networks import loops

    assert loops._with_lists
