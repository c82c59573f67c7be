"""What every model must do, whatever it computes; call these from its own tests.

`make` returns a freshly built model with the same initial weights at every call.
"""

import json
import pathlib
from collections.abc import Callable, Mapping

import keras
import numpy as np
import tensorflow as tf

from training.loop import BEST, Loop, Schedule
from training.run_folder import RunFolder

Make = Callable[[], keras.Model]
Batch = Mapping[str, np.ndarray] | np.ndarray


def check_config_round_trip(make: Make) -> None:
    """The model made from the JSON of a model's config has the same config."""
    model = make()
    config = json.loads(json.dumps(model.get_config()))
    copy = type(model).from_config(config)
    copy.build_from_config(model.get_build_config())  # as Keras does with a file
    assert json.loads(json.dumps(copy.get_config())) == config
    assert [w.shape for w in copy.weights] == [w.shape for w in model.weights]


def check_saving(make: Make, inputs: Batch, path: pathlib.Path) -> None:
    """A .keras file, loaded in safe mode, gives the same predictions."""
    model = make()
    for weight in model.trainable_weights:  # not what a fresh model starts with
        weight.assign(weight + 0.1)
    model.save(path)
    loaded = keras.saving.load_model(path, safe_mode=True)
    assert type(loaded) is type(model)
    np.testing.assert_array_equal(
        loaded(inputs, training=False), model(inputs, training=False)
    )


def check_every_weight_learns(
    make: Make, inputs: Batch, targets, without_effect: tuple[str, ...] = ()
) -> None:
    """One gradient step changes all trainable weights but those `without_effect`."""
    model = make()
    before = [weight.numpy() for weight in model.trainable_weights]
    with tf.GradientTape() as tape:
        outputs = model(inputs, training=True)
        loss = tf.reduce_mean(tf.square(outputs - targets))
    gradients = tape.gradient(loss, [w.value for w in model.trainable_weights])
    optimizer = keras.optimizers.SGD(1.0)
    optimizer.apply(gradients, model.trainable_weights)
    still = {
        weight.path
        for weight, old in zip(model.trainable_weights, before, strict=True)
        if np.abs(weight.numpy() - old).max() < 1e-7
    }
    assert still == set(without_effect)


def check_mixed_precision(make: Make, inputs: Batch) -> None:
    """Under mixed_bfloat16 a model returns float32, near its float32 outputs."""
    exact = make()
    expected = exact(inputs, training=False)
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        mixed = make()
    finally:
        keras.config.set_dtype_policy(before)
    assert mixed.compute_dtype == "bfloat16"
    assert {weight.dtype for weight in mixed.weights} == {"float32"}
    mixed.set_weights(exact.get_weights())
    outputs = mixed(inputs, training=False)
    assert outputs.dtype == "float32"
    np.testing.assert_allclose(outputs, expected, atol=0.1, rtol=0.1)
    assert np.abs(outputs - expected).max() > 0  # it did compute in bfloat16
    trained = mixed(inputs, training=True)
    assert trained.dtype == "float32" and np.isfinite(trained).all()


def check_compiled_step_equals_graph(
    make: Make, inputs: Batch, targets, folder: pathlib.Path, steps: int = 2
) -> None:
    """Steps compiled by XLA move the weights as steps of a graph do."""
    weights, before = [], [weight.numpy() for weight in make().trainable_weights]
    for xla in (False, True):
        model = make()
        model.compile(keras.optimizers.SGD(0.1), "mean_squared_error")
        data = tf.data.Dataset.from_tensors((inputs, targets)).repeat()
        run = RunFolder(folder / f"xla_{xla}")
        run.path.mkdir()
        loop = Loop(
            model,
            lambda step, data=data: data,
            Schedule(steps, steps, clip_norm=1.0),
            run,
            tf.distribute.get_strategy(),
            xla=xla,
        )
        loop.run(lambda: {BEST: 0.0})
        weights.append([weight.numpy() for weight in model.trainable_weights])
    moved = max(np.abs(a - b).max() for a, b in zip(weights[0], before, strict=True))
    assert moved > 1e-3
    for graph, compiled in zip(*weights, strict=True):
        np.testing.assert_allclose(compiled, graph, atol=1e-5)
