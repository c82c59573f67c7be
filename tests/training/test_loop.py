"""The loop on a small dense network, whose steps can be checked by hand."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import tiny

from data_prep.errors import DataError
from training.loop import BEST, Loop, Schedule
from training.run_folder import RunFolder

WIDTH = 4


@pytest.fixture
def float16():
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    yield
    keras.config.set_dtype_policy(before)


def network(optimizer=None, units=3, dropout=0.0):
    keras.utils.set_random_seed(1)
    model = keras.Sequential(
        [
            keras.Input((WIDTH,)),
            keras.layers.Dense(units, "tanh"),
            keras.layers.Dropout(dropout),
            keras.layers.Dense(1, dtype="float32"),
        ]
    )
    model.compile(optimizer or keras.optimizers.SGD(1.0), "mean_squared_error")
    return model


def batches(scale=1.0):
    """Start step -> batches that depend on the step alone."""

    def batch(step):
        seed = tf.stack([step, 7])
        x = tf.random.stateless_normal((8, WIDTH), seed)
        return x, scale * tf.reduce_sum(x, axis=1, keepdims=True)

    return lambda start: tf.data.Dataset.counter(start=start).map(batch)


def loop(folder, model, steps, every=1, clip_norm=1e9, data=None, strategy=None):
    folder = RunFolder(folder)
    folder.path.mkdir(exist_ok=True)
    return Loop(
        model,
        data or batches(),
        Schedule(steps, every, clip_norm),
        folder,
        strategy or tf.distribute.get_strategy(),
    )


def values(model):
    return [np.array(weight) for weight in model.get_weights()]


def change(model, before):
    pairs = zip(values(model), before, strict=True)
    return np.concatenate([(a - b).ravel() for a, b in pairs])


def gradient(model, data, step):
    x, y = next(iter(data(step)))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x) - y))
    variables = [v.value for v in model.trainable_variables]
    return np.concatenate([np.ravel(g) for g in tape.gradient(loss, variables)])


def constant(value=1.0):
    return lambda: {BEST: value}


def test_a_step_follows_the_gradient(tmp_path):
    model = network()
    before, expected = values(model), gradient(model, batches(), 0)
    loop(tmp_path, model, 1).run(constant())
    np.testing.assert_allclose(change(model, before), -expected, atol=1e-6)


def test_a_long_gradient_is_shortened_to_the_norm(tmp_path):
    model = network()
    before, expected = values(model), gradient(model, batches(), 0)
    assert np.linalg.norm(expected) > 0.1
    loop(tmp_path, model, 1, clip_norm=0.1).run(constant())
    shortened = -0.1 * expected / np.linalg.norm(expected)
    np.testing.assert_allclose(change(model, before), shortened, atol=1e-6)


def scaled():
    optimizer = keras.optimizers.SGD(1.0)
    return keras.optimizers.LossScaleOptimizer(optimizer, initial_scale=1024.0)


def test_float16_clips_the_gradient_before_scaling(tmp_path, float16):
    model = network(scaled())
    before, expected = values(model), gradient(model, batches(), 0)
    loop(tmp_path, model, 1, clip_norm=0.1).run(constant())
    moved = change(model, before)
    assert np.linalg.norm(moved) == pytest.approx(0.1, rel=1e-3)
    np.testing.assert_allclose(
        moved, -0.1 * expected / np.linalg.norm(expected), atol=2e-3
    )


def test_float16_follows_a_short_gradient(tmp_path, float16):
    model = network(scaled())
    before, expected = values(model), gradient(model, batches(), 0)
    loop(tmp_path, model, 1).run(constant())
    np.testing.assert_allclose(change(model, before), -expected, rtol=0.02, atol=5e-3)


def test_float16_skips_a_step_whose_scaled_gradient_overflows(tmp_path, float16):
    model = network()
    before, scale = values(model), float(model.optimizer.initial_scale)
    # Finite loss, but the gradient of scale times the loss is beyond 65504.
    loop(tmp_path, model, 1, data=batches(scale=30.0)).run(constant())
    assert (change(model, before) == 0).all()
    assert float(model.optimizer.dynamic_scale) == scale / 2
    assert int(model.optimizer.iterations) == 0


def test_seq2seq_models_train_in_float16(tmp_path, float16):
    for study in ("martinez_residual_sup", "bi_enc_50"):
        model = tiny.model(study, dropout=0.2, teacher_forcing_ratio=0.5)
        model.compile(keras.optimizers.SGD(0.1), "mean_squared_error")
        inputs = tiny.batch()
        data = tf.data.Dataset.from_tensors((inputs, model.targets(inputs))).repeat()
        before = values(model)
        loop(tmp_path / study, model, 3, 3, 0.5, data=lambda step, data=data: data).run(
            constant()
        )
        moved = np.linalg.norm(change(model, before))
        # Three steps of length 0.1 * 0.5 in about one direction; none was skipped.
        assert 0.05 < moved <= 0.15 * 1.01, study
        assert int(model.optimizer.iterations) == 3


def layers_in_a_list(optimizer):
    """A model whose layers TensorFlow's own checkpoints do not find."""

    class Layers(keras.Model):
        def __init__(self):
            super().__init__()
            self.parts = [
                keras.layers.Dense(3),
                keras.layers.BatchNormalization(),
                keras.layers.Dropout(0.5),
                keras.layers.Dense(1),
            ]

        def call(self, x, training=False):
            for part in self.parts:
                x = part(x, training=training)
            return x

    keras.utils.set_random_seed(1)
    model = Layers()
    model.build((None, WIDTH))
    model.compile(optimizer, "mean_squared_error")
    return model


@pytest.mark.parametrize(
    "make", [lambda optimizer: network(optimizer, dropout=0.5), layers_in_a_list]
)
def test_a_stopped_run_goes_on_exactly(tmp_path, make):
    def run(folder, *ends):
        for steps in ends:
            optimizer = keras.optimizers.Adam(
                keras.optimizers.schedules.ExponentialDecay(0.1, 3, 0.5, staircase=True)
            )
            model = make(optimizer)
            loop(tmp_path / folder, model, steps, every=2).run(dict)
        return values(model), values_of(model.optimizer)

    def values_of(optimizer):
        return [np.array(variable) for variable in optimizer.variables]

    straight, stopped = run("straight", 9), run("stopped", 4, 9)
    for ours, expected in zip(
        stopped[0] + stopped[1], straight[0] + straight[1], strict=True
    ):
        np.testing.assert_array_equal(ours, expected)


def test_the_smallest_validation_error_is_kept(tmp_path):
    errors, seen = iter([3.0, 1.0, 2.0, 1.0]), []
    model = network()

    def validate():
        seen.append(values(model))
        return {BEST: next(errors)}

    running = loop(tmp_path, model, 8, every=2, clip_norm=0.05)
    running.run(validate)
    for ours, best, last in zip(values(model), seen[1], seen[-1], strict=True):
        np.testing.assert_array_equal(ours, best)
        assert (ours != last).any()
    assert float(running.best) == 1.0


def test_the_best_of_an_earlier_start_still_counts(tmp_path):
    first = network()
    loop(tmp_path, first, 2, every=2, clip_norm=0.05).run(constant(1.0))
    second = network()
    loop(tmp_path, second, 4, every=2, clip_norm=0.05).run(constant(5.0))
    for ours, best in zip(values(second), values(first), strict=True):
        np.testing.assert_array_equal(ours, best)


def test_without_validation_the_last_weights_stay(tmp_path):
    model = network()
    running = loop(tmp_path, model, 4, every=2)
    running.run(dict)
    assert not running.folder.best_weights.exists()
    assert int(running.step) == 4
    again = network()
    loop(tmp_path, again, 4, every=2).run(dict)  # nothing left to do
    for ours, expected in zip(values(again), values(model), strict=True):
        np.testing.assert_array_equal(ours, expected)


def test_a_loss_that_is_not_finite_is_one_line_and_leaves_no_checkpoint(tmp_path):
    model = network()
    running = loop(tmp_path, model, 4, every=2, data=batches(scale=float("nan")))
    with pytest.raises(DataError, match="step 2: expected a finite loss") as caught:
        running.run(constant())
    assert str(tmp_path) in str(caught.value) and "\n" not in str(caught.value)
    assert not list(tmp_path.rglob("ckpt*")) and not list(tmp_path.rglob("*.h5"))


@pytest.mark.parametrize("units", [5, None])
def test_a_checkpoint_of_another_model_is_refused(tmp_path, units):
    loop(tmp_path, network(), 1).run(constant())
    if units:
        other = network(units=units)
    else:
        other = keras.Sequential([keras.Input((WIDTH,)), keras.layers.Dense(1)])
        other.add(keras.layers.Dense(3))
        other.add(keras.layers.Dense(1))
        other.compile("sgd", "mean_squared_error")
    with pytest.raises(
        DataError, match="expected a checkpoint of this model"
    ) as caught:
        loop(tmp_path, other, 2).run(constant())
    assert str(tmp_path / "checkpoints") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_damaged_checkpoint_is_one_line(tmp_path):
    loop(tmp_path, network(), 1).run(constant())
    (data,) = (tmp_path / "checkpoints").glob("*.data*")
    data.write_bytes(data.read_bytes()[:40])
    with pytest.raises(DataError, match="expected a checkpoint") as caught:
        loop(tmp_path, network(), 2).run(constant())
    assert "\n" not in str(caught.value)


def test_callbacks_see_global_steps_and_stretches(tmp_path):
    class Recorder(keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.seen = []

        def on_train_batch_end(self, batch, logs=None):
            self.seen.append(batch)

        def on_epoch_end(self, epoch, logs=None):
            self.seen.append((epoch, sorted(logs)))

    logs = ["loss", BEST]
    first, second = Recorder(), Recorder()
    loop(tmp_path, network(), 2, every=2).run(constant(), [first])
    loop(tmp_path, network(), 5, every=2).run(constant(), [second])
    assert first.seen == [0, 1, (0, logs)]
    assert second.seen == [2, 3, (1, logs), 4, (2, logs)]


def test_a_callback_can_stop_the_training(tmp_path):
    class Stop(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = True

    running = loop(tmp_path, network(), 9, every=3)
    running.run(constant(), [Stop()])
    assert int(running.step) == 3
    assert [path.name for path in tmp_path.glob("checkpoints/*.index")] == [
        "ckpt-3.index"
    ]


def test_progress_is_a_line_an_evaluation_when_nobody_looks(tmp_path, capsys):
    loop(tmp_path, network(), 4, every=2).run(constant(0.5), label="study 1")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("study 1: step 2/4, loss ")
    assert "validation_error 0.5000" in lines[1] and lines[1].endswith("0 s left")
