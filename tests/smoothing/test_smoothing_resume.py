"""A run that is killed with SIGKILL and started again ends with the same bits."""

import json

import smoothing_tiny
import tiny
from killed_runs import check_same_bits, check_same_weights

EPOCHS, EVERY, KILLS = 8, 4, 1
# The rate falls at the first failure, so that its state matters in the midst of a run.
SETTINGS = {
    **{"epochs": EPOCHS, "steps_per_epoch": EVERY, "cameras": 1, "grid": 28},
    **{"validation_frames": 8, "learning_rate_patience": 1, "learning_rate": 0.05},
    "dropout": 0.3,
}


def train(folder, records_dir):
    """What `train_study` does, without pictures."""
    import keras

    from smoothing import fit
    from smoothing.data import prepare
    from training.recipe import make_loop, make_training

    keras.utils.set_random_seed(0)
    config = smoothing_tiny.config("deciwatch", **SETTINGS)
    material = prepare(config, records_dir, "synthetic")
    run = tiny.run(folder, records_dir)
    run.folder.start(config, {"data": {}})
    training = make_training(fit.RECIPE, config, run, material)
    make_loop(fit.RECIPE, training).run(fit.RECIPE.validation(training))
    training.model.save_weights(folder / "final.weights.h5")


def test_killed_runs_end_with_the_same_bits(tmp_path, capture_records):
    # Random states: two dropouts of the encoder layer, three of the decoder layer.
    folders = check_same_bits(
        train, (capture_records,), tmp_path, EPOCHS * EVERY, KILLS, random_states=5
    )
    check_same_weights(lambda: smoothing_tiny.model("deciwatch"), folders)
    histories = [json.loads((each / "history.json").read_text()) for each in folders]
    for entry in (*histories[0], *histories[1]):
        entry.pop("seconds")  # are those of the clock
    assert histories[0] == histories[1] and len(histories[0]) == EPOCHS
    rates = [each["learning_rate"] for each in histories[0]]
    assert rates[-1] < rates[0]
