"""A loop over a small dense network, whose steps can be checked by hand."""

import keras
import numpy as np
import tensorflow as tf

from training.loop import BEST, Loop, Schedule
from training.run_folder import RunFolder

WIDTH = 4


def network(optimizer=None, units=3, dropout=0.0):
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((WIDTH,)),
            keras.layers.Dense(units, "tanh"),
            keras.layers.Dropout(dropout),
            keras.layers.Dense(1, dtype="float32"),
        ]
    )
    model.compile(optimizer or keras.optimizers.SGD(1.0), "mean_squared_error")
    return model


def batches(scale=1.0):
    """Start step -> batches that depend on the step alone."""

    def batch(step):
        seed = tf.stack([step, 7])
        x = tf.random.stateless_normal((8, WIDTH), seed)
        return x, scale * tf.reduce_sum(x, axis=1, keepdims=True)

    return lambda start: tf.data.Dataset.counter(start=start).map(batch)


def loop(
    folder, model, steps, every=1, clip_norm=1e9, data=None, strategy=None, **schedule
):
    folder = RunFolder(folder)
    folder.path.mkdir(exist_ok=True)
    return Loop(
        model,
        data or batches(),
        Schedule(steps, every, clip_norm, **schedule),
        folder,
        strategy or tf.distribute.get_strategy(),
    )


def values(model):
    return [np.array(weight) for weight in model.get_weights()]


def change(model, before):
    pairs = zip(values(model), before, strict=True)
    return np.concatenate([(a - b).ravel() for a, b in pairs])


def gradient(model, data, step):
    x, y = next(iter(data(step)))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x) - y))
    variables = [v.value for v in model.trainable_variables]
    return np.concatenate([np.ravel(g) for g in tape.gradient(loss, variables)])


def constant(value=1.0):
    return lambda: {BEST: value}
