"""Training processes that are killed with SIGKILL and started again.

The function that trains takes its folder first and leaves final.weights.h5 there.
"""

import random
import signal
import time

import fresh_process
import numpy as np
import tensorflow as tf


def last_step(folder) -> int:
    """The step of the latest checkpoint of a run."""
    latest = tf.train.latest_checkpoint(str(folder / "checkpoints"))
    return int(latest.rpartition("-")[2]) if latest else 0


def check_same_bits(train, arguments, parent, steps, kills, random_states) -> tuple:
    """Trains straight, and killed `kills` times: checkpoints and losses are equal.

    Args:
        random_states: how many the checkpoint holds.

    Returns:
        The folders of both runs.
    """
    straight, killed = parent / "straight", parent / "killed"
    errors = parent / "errors"
    # Beside the other, on another core.
    beside = fresh_process.start(train, straight, *arguments, errors=errors)
    for kill in range(kills):
        before = last_step(killed)
        _kill_at_random(fresh_process.start(train, killed, *arguments), killed, before)
        assert before < last_step(killed) < steps, f"kill {kill}"
    fresh_process.run_together(train, [(killed, *arguments)], parent)
    beside.join()
    assert beside.exitcode == 0, errors.read_text()
    assert last_step(straight) == last_step(killed) == steps
    expected, found = _variables(straight), _variables(killed)
    assert expected.keys() == found.keys()
    assert sum(name.startswith("random/") for name in found) == random_states
    for name, value in expected.items():
        np.testing.assert_array_equal(found[name], value, err_msg=name)
    losses = [np.load(folder / "losses.npy") for folder in (straight, killed)]
    assert losses[0].shape == (steps,)
    np.testing.assert_array_equal(*losses)
    return straight, killed


def check_same_weights(make_model, folders) -> None:
    """The best and the final weights of both runs are equal, bit by bit."""
    for name in ("best.weights.h5", "final.weights.h5"):
        models = [make_model() for _ in folders]
        for model, folder in zip(models, folders, strict=True):
            model.load_weights(folder / name)
        for a, b in zip(*(model.get_weights() for model in models), strict=True):
            np.testing.assert_array_equal(a, b)


def _kill_at_random(process, folder, beyond) -> None:
    """Kills some moment after a checkpoint of more than `beyond` steps exists."""
    while process.is_alive() and last_step(folder) <= beyond:
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.1))  # in the midst of steps, or of writing
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL, "it ended before it could be killed"


def _variables(folder) -> dict:
    reader = tf.train.load_checkpoint(str(folder / "checkpoints"))
    return {
        name: reader.get_tensor(name)
        for name in reader.get_variable_to_shape_map()
        if not name.startswith(("seconds", "_CHECKPOINTABLE"))
    }
