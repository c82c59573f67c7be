"""A run that is killed with SIGKILL and started again ends with the same bits."""

import random
import signal
import time

import fresh_process
import numpy as np
import tensorflow as tf
import tiny

STEPS, EVERY, KILLS = 160, 8, 3
SETTINGS = {
    "dropout": 0.3,
    "teacher_forcing_ratio": 0.5,
    "optimizer": "adam",
    "learning_rate": 0.01,
    "learning_rate_steps": (50,),
    "steps": STEPS,
    "evaluate_every": EVERY,
}


def train(folder, study):
    """What `seq2seq.fit.train` does, on random walks and with a quick validation."""
    import keras

    from seq2seq import fit
    from training.loop import BEST, Loop, Schedule

    keras.utils.set_random_seed(0)
    config, material = tiny.config(study, **SETTINGS), tiny.material()
    run = tiny.run(folder)
    run.folder.start(config, {"data": {}})
    model = fit.compiled(config, material)
    loop = Loop(
        model,
        fit.batches(config, material, model, run.seed),
        Schedule(STEPS, EVERY, config.clip_norm),
        run.folder,
        run.strategy,
    )
    windows = tiny.columns(rows=8)
    past, truth = windows[:, : tiny.PAST], windows[:, tiny.PAST :]

    def validate():
        predicted = model.forecast(past, ["waving"] * 8, frames=tiny.FUTURE)
        return {BEST: float(np.mean((predicted - truth) ** 2))}

    loop.run(validate)
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


def test_killed_runs_end_with_the_same_bits(tmp_path):
    study = "martinez_residual_sup"
    straight, killed = tmp_path / "straight", tmp_path / "killed"
    for kill in range(KILLS):
        process = fresh_process.start(train, killed, study)
        before = last_step(killed)
        kill_at_random(process, killed, before)
        assert before < last_step(killed) < STEPS, f"kill {kill}"
    for folder in (straight, killed):
        errors = tmp_path / "errors"
        assert fresh_process.run(train, folder, study, errors=errors) == 0, (
            errors.read_text()
        )
        assert last_step(folder) == STEPS
    expected, found = variables(straight), variables(killed)
    assert expected.keys() == found.keys()
    assert sum(name.startswith("random/") for name in found) == 2  # forcing, dropout
    for name, value in expected.items():
        np.testing.assert_array_equal(found[name], value, err_msg=name)
    for name in ("best.weights.h5", "final.weights.h5"):
        models = [tiny.model(study), tiny.model(study)]
        for model, folder in zip(models, (straight, killed), strict=True):
            model.load_weights(folder / name)
        for a, b in zip(*(model.get_weights() for model in models), strict=True):
            np.testing.assert_array_equal(a, b)
