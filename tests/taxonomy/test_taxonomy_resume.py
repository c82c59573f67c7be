"""A run that is killed with SIGKILL and started again ends with the same bits."""

import taxonomy_tiny
import tiny
from killed_runs import check_same_bits, check_same_weights

EVERY, KILLS = 6, 1
SETTINGS = {
    **{"dropout": 0.3, "epochs": 8, "steps_per_epoch": EVERY, "learning_rate": 0.01},
    "batch_size": 4,
}
STUDY = "transformer_encoder_taxonomy"  # coins and dropout


def train(folder, records_dir):
    """What `taxonomy.fit.train` does, with a quick validation and without pictures."""
    import keras

    from taxonomy import fit
    from taxonomy.material import prepare
    from training.loop import BEST

    keras.utils.set_random_seed(0)
    config = taxonomy_tiny.config(STUDY, **SETTINGS)
    material = prepare(config, records_dir, "synthetic")
    run = tiny.run(folder, records_dir)
    run.folder.start(config, {"data": {}})
    model = fit.compiled(config, material)
    loop = fit.make_loop(config, material, model, run)
    batch = taxonomy_tiny.batch()
    loop.run(
        lambda: {BEST: float(model.compute_loss(batch, batch["future"], model(batch)))}
    )
    model.save_weights(folder / "final.weights.h5")


def test_killed_runs_end_with_the_same_bits(tmp_path, pose_records):
    # Random states: dropout of the embedding, of the encoder's layer and its attention,
    # and one that the LSTM has in any case.
    steps = EVERY * SETTINGS["epochs"]
    arguments = (pose_records,)
    folders = check_same_bits(train, arguments, tmp_path, steps, KILLS, 4)
    check_same_weights(lambda: taxonomy_tiny.model(STUDY, **SETTINGS), folders)
