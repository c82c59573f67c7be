"""The loop on a small dense network, whose steps can be checked by hand."""

import keras
import numpy as np
import pytest
from small_loop import batches, change, constant, gradient, loop, network, values

from reenact.errors import DataError
from training.loop import BEST


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
