"""A run that is killed with SIGKILL and started again ends with the same bits.

Weights, both optimizers, and the states of dropout and of the places of a gradient
penalty are all among them.
"""

import gan_tiny
import tensorflow as tf
import tiny
from killed_runs import check_same_bits, check_same_weights

STEPS, EVERY, KILLS = 24, 4, 1
SETTINGS = {
    **{"architecture": "transformer_encoder", "critic_architecture": "perceptron"},
    **{"dropout": 0.3, "critic_steps": 1},
}


def train(folder):
    """As `gan.fit` trains, with a quick validation and on random motion."""
    from gan.step import AdversarialStep
    from training.loop import BEST, Loop, Schedule

    model = gan_tiny.model("wgan_gp", **SETTINGS)
    past, future = map(tf.constant, gan_tiny.batch())
    run = tiny.run(folder)
    run.folder.start(model.config, {"data": {}})
    step = AdversarialStep(model)
    rows = gan_tiny.BATCH * step.batches_a_step
    loop = Loop(
        model,
        lambda start: tf.data.Dataset.counter(start).map(
            lambda number: _rows(number, rows)
        ),
        Schedule(STEPS, EVERY, clip_norm=0.0),
        run.folder,
        tf.distribute.get_strategy(),
        step=step,
    )

    def validate():
        fake = model.generate(past, future)
        return {BEST: float(tf.reduce_mean(tf.square(fake - future)))}

    loop.run(validate)
    model.save_weights(folder / "final.weights.h5")


def _rows(number, rows):
    frames = gan_tiny.PAST + gan_tiny.FUTURE
    motion = tf.random.stateless_normal((rows, frames, 72), (number, 0))
    return motion[:, : gan_tiny.PAST], motion[:, gan_tiny.PAST :]


def test_killed_runs_end_with_the_same_bits(tmp_path):
    # Random states: noise, and four dropouts of the generator.
    folders = check_same_bits(train, (), tmp_path, STEPS, KILLS, 5)
    check_same_weights(lambda: gan_tiny.model("wgan_gp", **SETTINGS), folders)
    latest = tf.train.latest_checkpoint(str(folders[1] / "checkpoints"))
    names = {name for name, _ in tf.train.list_variables(latest)}
    for optimizer in ("optimizer", "other_optimizers/0"):
        moments = f"{optimizer}/_variables/2/.ATTRIBUTES/VARIABLE_VALUE"
        assert moments in names
