"""When training ends before its last step; and the loss of every step."""

import numpy as np
import pytest
from small_loop import batches, constant, loop, network

from reenact.errors import DataError
from training.plateau import Plateau

FEW = {"every": 2, "clip_norm": 0.05}


def validation(*errors):
    left = iter(errors)
    return lambda: {"validation_error": next(left)}


def losses(running):
    return np.load(running.folder.losses, allow_pickle=False)


def test_patience_counts_evaluations_that_improve_by_less_than_a_share(tmp_path):
    running = loop(tmp_path, network(), 20, **FEW, patience=3, improvement=0.01)
    # The first counts as failed; 0.5 resets; 0.497 is better by 0.6 % only, 0.6 worse.
    running.run(validation(1.0, 0.5, 0.497, 0.6, 0.499))
    assert (int(running.step), running.ending) == (10, "patience")
    assert float(running.best) == 0.497  # kept, though it did not count


def test_the_first_evaluation_counts_as_failed(tmp_path):
    running = loop(tmp_path, network(), 20, **FEW, patience=1)
    running.run(constant())
    assert (int(running.step), running.ending) == (2, "patience")


def test_patience_is_counted_over_a_stop_and_kept_after_the_end(tmp_path):
    first = loop(tmp_path, network(), 4, **FEW, patience=3)
    first.run(constant())
    assert first.ending == "steps"
    second = loop(tmp_path, network(), 20, **FEW, patience=3)
    second.run(constant())
    assert (int(second.step), second.ending) == (6, "patience")
    third = loop(tmp_path, network(), 20, **FEW, patience=3)
    third.run(constant())  # nothing is left to do
    assert int(third.step) == 6


def test_without_patience_every_step_is_taken(tmp_path):
    running = loop(tmp_path, network(), 8, **FEW)
    running.run(constant())
    assert (int(running.step), running.ending) == (8, "steps")


@pytest.fixture
def clock(monkeypatch):
    """Every look at the clock takes a second."""
    seconds = iter(range(10_000))
    monkeypatch.setattr("training.loop.time.monotonic", lambda: next(seconds))


def test_time_that_is_spent_ends_training_and_is_evaluated(tmp_path, clock):
    running = loop(tmp_path, network(), 1000, every=100, max_seconds=10.0)
    seen = []
    running.run(lambda: seen.append(1) or {"validation_error": 1.0})
    assert running.ending == "seconds" and seen == [1]
    assert 5 <= int(running.step) <= 10 and float(running.seconds) >= 10
    assert len(losses(running)) == int(running.step)


def test_time_is_counted_over_a_stop(tmp_path, clock):
    first = loop(tmp_path, network(), 4, every=2, max_seconds=20.0)
    first.run(constant())
    spent = float(first.seconds)
    assert first.ending == "steps" and 0 < spent < 20
    second = loop(tmp_path, network(), 1000, every=100, max_seconds=20.0)
    second.run(constant())
    assert second.ending == "seconds"
    assert int(second.step) - 4 <= 20 - spent + 1


def test_the_end_is_said(tmp_path, clock, capsys):
    running = loop(tmp_path, network(), 1000, every=4, max_seconds=9.0)
    running.run(constant(), label="study 1")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("s left")
    assert lines[-1].endswith(
        f", stopped after {float(running.seconds):.0f} s (max_seconds)"
    )
    patient = loop(tmp_path / "patient", network(), 20, **FEW, patience=2)
    patient.run(constant(), label="study 1")
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.endswith(", no improvement for 2 evaluations (patience)")


def test_every_loss_is_kept(tmp_path):
    running = loop(tmp_path, network(), 5, **FEW)
    seen, step = [], running._step
    running._step = lambda batch: seen.append(step(batch)) or seen[-1]
    running.run(constant())
    np.testing.assert_array_equal(
        losses(running), np.array([each["loss"] for each in seen], np.float32)
    )
    assert losses(running).dtype == np.float32


def test_losses_go_on_where_a_stopped_run_does(tmp_path):
    """Those of steps beyond the checkpoint, which are taken again, are not doubled."""
    straight = loop(tmp_path / "straight", network(), 6, **FEW)
    straight.run(constant())
    loop(tmp_path / "stopped", network(), 2, **FEW).run(constant())
    path = tmp_path / "stopped" / "losses.npy"
    np.save(
        path, np.append(np.load(path), np.float32([7, 7]))
    )  # killed before its save
    again = loop(tmp_path / "stopped", network(), 6, **FEW)
    again.run(constant())
    np.testing.assert_array_equal(losses(again), losses(straight))


def test_losses_of_a_divergence_are_not_written(tmp_path):
    data = batches(scale=float("nan"))
    with pytest.raises(DataError, match="expected a finite loss"):
        loop(tmp_path, network(), 4, **FEW, data=data).run(constant())
    assert not (tmp_path / "losses.npy").exists()


def test_a_run_that_goes_on_says_from_where(tmp_path, capsys):
    loop(tmp_path, network(), 4, **FEW).run(constant(), label="study 1")
    assert "continues" not in capsys.readouterr().out
    loop(tmp_path, network(), 6, **FEW).run(constant(), label="study 1")
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "study 1: continues from step 4"


def test_a_plateau_that_stops_is_what_patience_counts(tmp_path):
    """The error improves all the time, and the loss of held-out data never does."""
    errors = iter(np.linspace(1.0, 0.1, 20))

    def validate():
        return {"validation_error": next(errors), "validation_loss": 1.0}

    for stops, ending in ((True, (6, "patience")), (False, (12, "steps"))):
        plateau = Plateau(0.5, reduce_after=9, stops=stops)
        folder = tmp_path / str(stops)
        running = loop(folder, network(), 12, **FEW, patience=2, plateau=plateau)
        running.run(validate)
        assert (int(running.step), running.ending) == ending
    off = loop(tmp_path / "off", network(), 6, **FEW, plateau=Plateau(0.5, 9, True))
    off.run(validate)
    assert off.ending == "steps"
