"""A run that is killed with SIGKILL and started again ends with the same bits."""

import random
import signal
import time

import fresh_process
import numpy as np
import stt_tiny
import tensorflow as tf
import tiny

STEPS, EVERY, KILLS = 48, 6, 2
SETTINGS = {
    **{"layers": 1, "steps": STEPS, "evaluate_every": EVERY, "warmup_steps": 10},
    **{"input_noise": 0.1, "dropout": 0.3, "batch_size": 4, "micro_batch": 2},
}


def train(folder, records_dir):
    """What `stt.fit.train` does, with a quick validation and without pictures."""
    import keras

    from stt import fit
    from stt.material import prepare
    from training.loop import BEST

    keras.utils.set_random_seed(0)
    config = stt_tiny.config(**SETTINGS)
    material = prepare(config, records_dir, "synthetic")
    run = tiny.run(folder, records_dir)
    run.folder.start(config, {"data": {}})
    model = fit.compiled(config, material)
    loop = fit.make_loop(config, material, model, run)
    x, y = stt_tiny.windows(), stt_tiny.windows(1)
    loop.run(lambda: {BEST: float(model.compute_loss(x, y, model(x)))})
    model.save_weights(folder / "final.weights.h5")


def last_step(folder):
    latest = tf.train.latest_checkpoint(str(folder / "checkpoints"))
    return int(latest.rpartition("-")[2]) if latest else 0


def kill_at_random(process, folder, beyond):
    """Kills some moment after a checkpoint of more than `beyond` steps exists."""
    while process.is_alive() and last_step(folder) <= beyond:
        time.sleep(0.005)
    time.sleep(random.uniform(0, 0.1))  # in the midst of steps, or of writing
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL, "it ended before it could be killed"


def variables(folder):
    reader = tf.train.load_checkpoint(str(folder / "checkpoints"))
    return {
        name: reader.get_tensor(name)
        for name in reader.get_variable_to_shape_map()
        if not name.startswith(("seconds", "_CHECKPOINTABLE"))
    }


def test_killed_runs_end_with_the_same_bits(tmp_path, pose_records):
    straight, killed = tmp_path / "straight", tmp_path / "killed"
    for kill in range(KILLS):
        before = last_step(killed)
        kill_at_random(fresh_process.start(train, killed, pose_records), killed, before)
        assert before < last_step(killed) < STEPS, f"kill {kill}"
    for folder in (straight, killed):
        errors = tmp_path / "errors"
        code = fresh_process.run(train, folder, pose_records, errors=errors)
        assert code == 0, errors.read_text()
        assert last_step(folder) == STEPS
    expected, found = variables(straight), variables(killed)
    assert expected.keys() == found.keys()
    # Noise, dropout of the embedding, dropout of the one layer.
    assert sum(name.startswith("random/") for name in found) == 3
    for name, value in expected.items():
        np.testing.assert_array_equal(found[name], value, err_msg=name)
    losses = [np.load(folder / "losses.npy") for folder in (straight, killed)]
    assert losses[0].shape == (STEPS,)
    np.testing.assert_array_equal(*losses)
    for name in ("best.weights.h5", "final.weights.h5"):
        models = [stt_tiny.model(**SETTINGS) for _ in range(2)]
        for model, folder in zip(models, (straight, killed), strict=True):
            model.load_weights(folder / name)
        for a, b in zip(*(model.get_weights() for model in models), strict=True):
            np.testing.assert_array_equal(a, b)
