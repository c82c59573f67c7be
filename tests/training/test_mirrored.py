"""A batch shared by two devices trains as on one."""

import fresh_process
import numpy as np
import pytest
import tiny

STEPS = 6


def train(folder, study, ratio, devices, clip_norm):
    """Trains on one or two logical CPU devices and leaves the weights in a file."""
    import keras
    import tensorflow as tf

    from seq2seq import fit
    from training import runtime
    from training.loop import BEST, Loop, Schedule

    if devices == 2:
        tf.config.set_logical_device_configuration(
            tf.config.list_physical_devices("CPU")[0],
            [tf.config.LogicalDeviceConfiguration()] * 2,
        )
    strategy = runtime.strategy("mirrored" if devices == 2 else "one")
    assert strategy.num_replicas_in_sync == devices
    config = tiny.config(
        study,
        teacher_forcing_ratio=ratio,
        teacher_forcing_per="step",
        learning_rate=0.2,
        batch_size=8,
    )
    keras.utils.set_random_seed(0)
    material, run = tiny.material(), tiny.run(folder, strategy=strategy)
    run.folder.path.mkdir()
    with strategy.scope():
        model = fit.compiled(config, material)
    loop = Loop(
        model,
        fit.batches(config, material, model, run.seed),
        Schedule(STEPS, STEPS, clip_norm),
        run.folder,
        strategy,
    )
    losses = []
    step = loop._step
    loop._step = lambda batch: losses.append(step(batch)) or losses[-1]
    before = np.concatenate([w.ravel() for w in model.get_weights()])
    loop.run(lambda: {BEST: 0.0})
    weights = np.concatenate([w.ravel() for w in model.get_weights()])
    past = tiny.columns()[:, : tiny.PAST]
    np.savez(
        folder / "result.npz",
        weights=weights,
        moved=np.linalg.norm(weights - before),
        losses=np.array([each["loss"] for each in losses]),
        forecast=model.forecast(past, ["waving"] * 3, frames=tiny.FUTURE),
    )


@pytest.mark.parametrize(
    ("study", "ratio", "clip_norm"),
    [
        ("martinez_residual_sup", 0.0, 0.1),  # shorter than every gradient
        ("uni_enc_50", 0.5, 1e9),  # all devices must draw the same frames
    ],
)
def test_two_devices_equal_one(tmp_path, study, ratio, clip_norm):
    calls = [
        (tmp_path / f"{devices}", study, ratio, devices, clip_norm)
        for devices in (1, 2)
    ]
    fresh_process.run_together(train, calls, tmp_path)
    results = []
    for folder, *_ in calls:
        with np.load(folder / "result.npz") as result:
            results.append(dict(result))
    one, two = results
    np.testing.assert_allclose(two["weights"], one["weights"], atol=1e-6)
    np.testing.assert_allclose(two["losses"], one["losses"], rtol=1e-5)
    np.testing.assert_allclose(two["forecast"], one["forecast"], atol=1e-5)
    assert len(one["losses"]) == STEPS
    if clip_norm < 1:  # every step had the length of rate times norm
        assert 0.5 < one["moved"] / (STEPS * 0.2 * clip_norm) <= 1.0 + 1e-4
    else:
        assert one["moved"] > 0.01
