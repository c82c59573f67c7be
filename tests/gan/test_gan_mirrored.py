"""A batch shared by two devices trains both networks as on one."""

import fresh_process
import gan_tiny
import numpy as np

STEPS = 3


def train(folder, devices):
    """Trains on one or two logical CPU devices and leaves the weights in a file."""
    import keras
    import tensorflow as tf

    if devices == 2:
        tf.config.set_logical_device_configuration(
            tf.config.list_physical_devices("CPU")[0],
            [tf.config.LogicalDeviceConfiguration()] * 2,
        )
    import tiny

    from training import runtime
    from training.loop import BEST, Loop, Schedule

    strategy = runtime.strategy("mirrored" if devices == 2 else "one")
    assert strategy.num_replicas_in_sync == devices
    run = tiny.run(folder, strategy=strategy)
    run.folder.path.mkdir()
    with strategy.scope():
        step = gan_tiny.step(
            "wgan",
            architecture="seq2seq",
            critic_architecture="perceptron",
            fresh_batches=False,
        )
    past, future = gan_tiny.batch(rows=8)
    data = tf.data.Dataset.from_tensor_slices((past, future)).repeat()
    data = data.batch(8, drop_remainder=True)
    schedule = Schedule(STEPS, STEPS, clip_norm=0.0)
    loop = Loop(step.model, lambda _: data, schedule, run.folder, strategy, step=step)
    found = {}
    keep = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: found.update(logs)
    )
    loop.run(lambda: {BEST: 0.0}, [keep])
    weights = [w.ravel() for w in gan_tiny.values(step.model.trainable_weights)]
    np.savez(folder / "result.npz", weights=np.concatenate(weights), **found)


def test_two_devices_equal_one(tmp_path):
    calls = [(tmp_path / f"{devices}", devices) for devices in (1, 2)]
    fresh_process.run_together(train, calls, tmp_path)
    results = []
    for folder, _ in calls:
        with np.load(folder / "result.npz") as result:
            results.append(dict(result))
    one, two = results
    assert np.abs(one["weights"]).max() > 0.05
    for name, value in one.items():
        np.testing.assert_allclose(two[name], value, atol=1e-5, err_msg=name)
