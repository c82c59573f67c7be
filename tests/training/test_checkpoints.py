"""Checkpoints hold all that the next step depends on, of this model only."""

import keras
import numpy as np
import pytest
from small_loop import WIDTH, constant, loop, network, values

from reenact.errors import DataError


def layers_in_a_list(optimizer):
    """A model whose layers TensorFlow's own checkpoints do not find."""

    class Layers(keras.Model):
        def __init__(self):
            super().__init__()
            self.parts = [
                keras.layers.Dense(3),
                keras.layers.BatchNormalization(),
                keras.layers.Dropout(0.5),
                keras.layers.Dense(1),
            ]

        def call(self, x, training=False):
            for part in self.parts:
                x = part(x, training=training)
            return x

    keras.utils.set_random_seed(1)
    model = Layers()
    model(np.zeros((1, WIDTH)))
    model.compile(optimizer, "mean_squared_error")
    return model


@pytest.mark.parametrize(
    "make", [lambda optimizer: network(optimizer, dropout=0.5), layers_in_a_list]
)
def test_a_stopped_run_goes_on_exactly(tmp_path, make):
    def run(folder, *ends):
        for steps in ends:
            optimizer = keras.optimizers.Adam(
                keras.optimizers.schedules.ExponentialDecay(0.1, 3, 0.5, staircase=True)
            )
            model = make(optimizer)
            loop(tmp_path / folder, model, steps, every=2).run(dict)
        return values(model), values_of(model.optimizer)

    def values_of(optimizer):
        return [np.array(variable) for variable in optimizer.variables]

    straight, stopped = run("straight", 9), run("stopped", 4, 9)
    for ours, expected in zip(
        stopped[0] + stopped[1], straight[0] + straight[1], strict=True
    ):
        np.testing.assert_array_equal(ours, expected)


@pytest.mark.parametrize("units", [5, None])
def test_a_checkpoint_of_another_model_is_refused(tmp_path, units):
    loop(tmp_path, network(), 1).run(constant())
    if units:
        other = network(units=units)
    else:
        other = keras.Sequential([keras.Input((WIDTH,)), keras.layers.Dense(1)])
        other.add(keras.layers.Dense(3))
        other.add(keras.layers.Dense(1))
        other.compile("sgd", "mean_squared_error")
    with pytest.raises(
        DataError, match="expected a checkpoint of this model"
    ) as caught:
        loop(tmp_path, other, 2).run(constant())
    assert str(tmp_path / "checkpoints") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_damaged_checkpoint_is_one_line(tmp_path):
    loop(tmp_path, network(), 1).run(constant())
    (data,) = (tmp_path / "checkpoints").glob("*.data*")
    data.write_bytes(data.read_bytes()[:40])
    with pytest.raises(DataError, match="expected a checkpoint") as caught:
        loop(tmp_path, network(), 2).run(constant())
    assert "\n" not in str(caught.value)
