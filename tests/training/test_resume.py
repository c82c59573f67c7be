"""A run that is killed with SIGKILL and started again ends with the same bits."""

import numpy as np
import tiny
from killed_runs import check_same_bits, check_same_weights

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
    """What `train_study` does, on random walks and with a quick validation."""
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


def test_killed_runs_end_with_the_same_bits(tmp_path):
    study = "martinez_residual_sup"
    # Random states: forcing, dropout.
    folders = check_same_bits(train, (study,), tmp_path, STEPS, KILLS, 2)
    check_same_weights(lambda: tiny.model(study), folders)
