"""A run that is killed with SIGKILL and started again ends with the same bits."""

import stt_tiny
import tiny
from killed_runs import check_same_bits, check_same_weights

STEPS, EVERY, KILLS = 48, 6, 2
SETTINGS = {
    **{"layers": 1, "steps": STEPS, "evaluate_every": EVERY, "warmup_steps": 10},
    **{"input_noise": 0.1, "dropout": 0.3, "batch_size": 4, "micro_batch": 2},
}


def train(folder, records_dir):
    """What `train_study` does, with a quick validation and without pictures."""
    import keras

    from stt import fit
    from stt.data import prepare
    from training.loop import BEST
    from training.recipe import make_loop, make_training

    keras.utils.set_random_seed(0)
    config = stt_tiny.config(**SETTINGS)
    material = prepare(config, records_dir, "synthetic")
    run = tiny.run(folder, records_dir)
    run.folder.start(config, {"data": {}})
    training = make_training(fit.RECIPE, config, run, material)
    model, loop = training.model, make_loop(fit.RECIPE, training)
    x, y = stt_tiny.windows(), stt_tiny.windows(1)
    loop.run(lambda: {BEST: float(model.compute_loss(x, y, model(x)))})
    model.save_weights(folder / "final.weights.h5")


def test_killed_runs_end_with_the_same_bits(tmp_path, pose_records):
    # Random states: noise, dropout of the embedding, dropout of the one layer.
    folders = check_same_bits(train, (pose_records,), tmp_path, STEPS, KILLS, 3)
    check_same_weights(lambda: stt_tiny.model(**SETTINGS), folders)
