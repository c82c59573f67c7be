"""Gradients computed some rows at a time are those of the whole batch."""

import fresh_process
import keras
import numpy as np
import pytest
import tensorflow as tf
from small_loop import batches, change, constant, gradient, loop, network, values

from reenact.errors import SettingsError
from training.run_folder import RunFolder

STEPS = 3


def trained(folder, micro_batch, clip_norm=1e9, optimizer=None, strategy=None):
    """Weights after some steps on batches of 8 rows, and the losses of the steps."""
    keras.utils.set_random_seed(1)
    strategy = strategy or tf.distribute.get_strategy()
    with strategy.scope():
        model = network(optimizer)
    running = loop(
        folder,
        model,
        STEPS,
        every=STEPS,
        clip_norm=clip_norm,
        strategy=strategy,
        micro_batch=micro_batch,
    )
    running.run(constant())
    return values(model), np.load(running.folder.losses)


@pytest.mark.parametrize("clip_norm", [1e9, 0.1])
@pytest.mark.parametrize("micro_batch", [1, 2, 4, 8, 100])
def test_the_steps_are_the_same(tmp_path, micro_batch, clip_norm):
    whole, whole_losses = trained(tmp_path / "whole", 0, clip_norm)
    parts, losses = trained(tmp_path / "parts", micro_batch, clip_norm)
    np.testing.assert_allclose(losses, whole_losses, rtol=1e-5)
    for ours, expected in zip(parts, whole, strict=True):
        np.testing.assert_allclose(ours, expected, rtol=1e-5, atol=1e-6)


def test_the_sum_is_clipped_and_not_the_parts(tmp_path):
    model = network()
    before, expected = values(model), gradient(model, batches(), 0)
    loop(tmp_path, model, 1, clip_norm=0.1, micro_batch=2).run(constant())
    shortened = -0.1 * expected / np.linalg.norm(expected)
    np.testing.assert_allclose(change(model, before), shortened, atol=1e-6)


def test_a_scaled_loss_is_scaled_in_parts_too(tmp_path):
    def optimizer():
        inner = keras.optimizers.SGD(1.0)
        return keras.optimizers.LossScaleOptimizer(inner, initial_scale=64.0)

    whole, _ = trained(tmp_path / "whole", 0, 0.1)
    parts, _ = trained(tmp_path / "parts", 2, 0.1, optimizer())
    for ours, expected in zip(parts, whole, strict=True):
        np.testing.assert_allclose(ours, expected, atol=1e-5)


def test_parts_that_do_not_divide_the_rows_are_refused(tmp_path):
    with pytest.raises(SettingsError, match="divide the 8 rows of a device, found 3"):
        trained(tmp_path, 3)


def test_random_layers_draw_anew_for_each_part(tmp_path):
    """Not the same rows dropped in every part; and a checkpoint knows the state."""
    model = network(dropout=0.5)
    running = loop(tmp_path, model, 1, micro_batch=2)
    (state,) = (v for v in model.variables if "seed_generator" in v.path)
    before = np.array(state)
    running.run(constant())
    assert np.array(state)[1] - before[1] == 4


def train_mirrored(folder):
    """On two logical devices of this machine."""
    tf.config.set_logical_device_configuration(
        tf.config.list_physical_devices("CPU")[0],
        [tf.config.LogicalDeviceConfiguration()] * 2,
    )
    found, losses = trained(folder, 2, 0.1, strategy=tf.distribute.MirroredStrategy())
    np.savez(folder / "result.npz", *found, losses=losses)


def test_two_devices_with_parts_equal_one_without(tmp_path):
    folder = RunFolder(tmp_path / "two").path
    errors = tmp_path / "errors"
    code = fresh_process.run(train_mirrored, folder, errors=errors)
    assert code == 0, errors.read_text()
    whole, whole_losses = trained(tmp_path / "one", 0, 0.1)
    with np.load(folder / "result.npz") as result:
        np.testing.assert_allclose(result["losses"], whole_losses, rtol=1e-5)
        for number, expected in enumerate(whole):
            found = result[f"arr_{number}"]
            np.testing.assert_allclose(found, expected, atol=1e-6)
