"""Whole runs: what they leave behind, and how they stop."""

import contextlib
import dataclasses
import io
import json

import gan_tiny
import keras
import numpy as np
import pytest
import tensorflow as tf
import tiny

from evaluation.poses.forecast_metrics import (
    FORECAST_METRICS,
    MEAN_ANGLE_ERROR,
    MSE_ALL,
)
from evaluation.poses.forecast_windows import ForecastWindows
from evaluation.run_results import load_result
from gan import fit
from gan.data import batches, prepare
from gan.diagnostics.warnings import Warnings
from gan.family import FAMILY
from gan.model import predict
from networks.configured_model import predict_rows
from reenact.errors import DataError
from training import recipe
from training.recipe import (
    make_loop,
    make_training,
    train_and_say,
    train_study,
)

SHORT = {"epochs": 2, "steps_per_epoch": 2, "architecture": "seq2seq"}
# What each evaluation of a study with a seeded sigmoid critic finds.
HISTORY = {
    *("step", "loss", "g_loss", "g_mse_train", "g_mse_val", "g_mse_active_val"),
    *("zero_velocity_mse_val", "zero_velocity_mse_active_val"),
    *("emd_train", "emd_val", "gap_train", "gap_val"),
    *("c_real_mean", "c_fake_mean", "c_real_std", "c_fake_std"),
    *("g_grad_norm", "c_grad_norm", "gradient_ratio", "g_critic_grad_norm"),
    *("mae_6", "mae_12", "mae_18", "mae_24", "seconds", "validation_error"),
    *("learning_rate", "saturation", "dead_share", "c_batch_std", "lipschitz_mean"),
    *("lipschitz_max", "speed_ratio", "variance_ratio", "first_frame_jump"),
    *("critic_accuracy", "sign_flip_accuracy", "seed_leak", "baseline_ratio"),
    *("output_min", "output_max", "clip_fraction"),
}


@dataclasses.dataclass
class Finished:
    config: object
    run: object
    record: object
    said: str


def folder_of(parent, study):
    return parent / "quick/synthetic/gan" / study / "seed0"


@pytest.fixture(scope="module")
def finished(pose_records, tmp_path_factory, quick_animation) -> Finished:
    config = gan_tiny.config("report_text", **SHORT)
    folder = folder_of(tmp_path_factory.mktemp("runs"), "report_text")
    identity = {"study": "report_text", "label": "report_text"}
    run = tiny.run(folder, pose_records, **identity)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        record = train_study(FAMILY, fit.RECIPE, config, run)
    return Finished(config, run, record, said.getvalue())


def test_the_folder_holds_all_of_a_run(finished):
    path = finished.run.folder.path
    assert {each.name for each in path.iterdir()} == {
        *("config.json", "environment.json", "data.json", "statistics.npz"),
        *("checkpoints", "tensorboard", "best.weights.h5", "model.keras"),
        *("strip.png", "prediction.gif", "motions.npz"),
        *("losses.npy", "metrics.json"),
        *("history.json", "diagnostics.png"),
    }
    assert (path / "diagnostics.png").read_bytes().startswith(b"\x89PNG")
    tags = set()
    for file in (path / "tensorboard").iterdir():
        for event in tf.compat.v1.train.summary_iterator(str(file)):
            tags |= {value.tag for value in event.summary.value}
    expected = {"diagnostics", "past, truth and prediction", "emd_val", "speed_ratio"}
    assert expected <= tags


def test_every_epoch_is_in_the_history_with_all_of_its_numbers(finished):
    history = finished.run.folder.read_history()
    assert [entry["step"] for entry in history] == [2, 4]
    for entry in history:
        assert set(entry) == HISTORY
        assert all(np.isfinite(value) for value in entry.values())
        assert entry["loss"] == entry["g_loss"]
        assert entry["validation_error"] == entry["g_mse_active_val"]
    assert list(finished.record.history) == history


def test_the_record_is_that_of_the_model(finished):
    record = load_result(finished.run.folder.metrics)
    assert (record.family, record.steps, record.stopped) == ("gan", 4, "steps")
    assert (record.reading, record.rate_hz) == ("as_published", 60.0)
    assert set(record.errors) == set(FORECAST_METRICS)
    model = keras.models.load_model(finished.run.folder.model)
    assert record.parameters == model.count_params()
    test = prepare(finished.config, finished.run.records_dir, "synthetic").test
    assert record.windows == test.starts() and record.excluded == {}
    errors = test.errors(lambda past, frames: predict(model, past, frames))
    for metric, actions in errors.items():
        for action, values in actions.items():
            found = record.errors[metric][action]
            np.testing.assert_allclose(found, values, rtol=1e-3, atol=1e-3)
    truth = model.features.encode(test.rotations)
    mse = np.square(truth[:, 120:] - model.predict(truth[:, :120], verbose=0))
    expected = test.by_action(mse.mean(axis=(1, 2)))
    for action, values in record.errors[MSE_ALL].items():
        np.testing.assert_allclose(values[:, -1], expected[action], rtol=1e-3)


def test_the_best_epoch_is_kept(finished):
    """Of all numbers that vary, in validation."""
    history = finished.run.folder.read_history()
    best = min(entry["g_mse_active_val"] for entry in history)
    material = prepare(finished.config, finished.run.records_dir, "synthetic")
    model = keras.models.load_model(finished.run.folder.model)
    windows = ForecastWindows.of(material.features, material.validation)
    _, found = windows.squared(predict_rows(model, windows.past))
    assert found == pytest.approx(best, rel=1e-4)


def test_each_alarm_is_said_once_in_a_short_line(finished):
    lines = finished.said.splitlines()
    warnings = [line for line in lines if "WARNING: first frame jumps" in line]
    assert len(warnings) == 1
    assert warnings[0].startswith("report_text: WARNING: first frame jumps: first_fr")
    assert warnings[0].endswith("(the page of the table has the cause)")
    shown = "report_text: step 4/4, loss "
    (line,) = (line for line in lines if line.startswith(shown))
    assert "g_mse_val" in line and "validation_error" in line and "mae" not in line


def test_a_run_that_goes_on_does_not_repeat_itself(finished, capsys):
    """Even where the history knows one evaluation more than the checkpoint."""
    folder = finished.run.folder
    (entry, *_) = folder.read_history()
    for before, expected in ((True, 0), (False, 1)):
        warnings = Warnings(folder, "again", with_penalty=False)
        if before:
            warnings.on_train_begin()
        for _ in range(2):
            warnings.on_epoch_end(0, entry)
        assert capsys.readouterr().out.count("first frame jumps") == expected


def test_a_finished_run_is_not_run_again(finished, capsys):
    files = [path for path in finished.run.folder.path.rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    assert train_study(FAMILY, fit.RECIPE, finished.config, finished.run) is None
    assert {path: path.stat().st_mtime_ns for path in files} == before
    record = train_and_say(FAMILY, fit.RECIPE, finished.config, finished.run)
    assert record.steps == finished.record.steps
    said = capsys.readouterr().out
    assert said.endswith("report_text/seed0: finished before\n")


def test_the_line_of_a_run_has_its_errors(finished, monkeypatch, capsys):
    monkeypatch.setattr(recipe, "train_study", lambda *arguments: finished.record)
    train_and_say(FAMILY, fit.RECIPE, finished.config, finished.run)
    line = capsys.readouterr().out
    errors = finished.record.errors[MEAN_ANGLE_ERROR].values()
    last = np.mean([each[:, -1].mean() for each in errors])
    squared = [each[:, -1].mean() for each in finished.record.errors[MSE_ALL].values()]
    shown = f"squared error of all numbers {100 * np.mean(squared):.1f} %, "
    assert line.startswith(f"report_text seed 0: {shown}")
    assert f" {last:.3f} (4 steps, " in line


@pytest.mark.parametrize("where", ["step", "validation"])
def test_what_is_no_number_stops_the_run_and_leaves_the_last_checkpoint(
    where, pose_records, tmp_path
):
    config = gan_tiny.config("mse", **SHORT, dropout=0.0)
    run = tiny.run(folder_of(tmp_path, "mse"), pose_records)
    material = prepare(config, pose_records, "synthetic")
    keras.utils.set_random_seed(0)
    training = make_training(fit.RECIPE, config, run, material)
    loop = make_loop(fit.RECIPE, training)
    run.folder.start(config, {"data": {}})
    validate = fit.RECIPE.validation(training)
    evaluations = []

    def then_diverges():
        evaluations.append(validate())
        if where == "validation" and len(evaluations) == 2:
            return {**evaluations[-1], "output_max": float("inf")}
        return evaluations[-1]

    def spoiled(start):
        def spoil(number, batch):
            return batch[0], batch[1] * tf.where(number < 2, 1.0, float("nan"))

        numbers = tf.data.Dataset.counter(start)
        return tf.data.Dataset.zip(numbers, draw(start)).map(spoil)

    draw = loop.batches
    if where == "step":
        loop.batches = spoiled
    with pytest.raises(DataError, match="step 4: expected a finite ") as caught:
        loop.run(then_diverges)
    assert "\n" not in str(caught.value)
    found = "loss, found nan" if where == "step" else "output_max, found inf"
    assert f"expected a finite {found}" in str(caught.value)
    checkpoint = tf.train.latest_checkpoint(str(run.folder.checkpoints))
    assert checkpoint.endswith("-2")
    assert len(run.folder.read_history()) == 1
    training.model.load_weights(run.folder.best_weights)
    assert validate()["g_mse_val"] == pytest.approx(evaluations[0]["g_mse_val"])
    assert "NaN" not in json.dumps(run.folder.read_history())


def test_a_step_is_given_all_of_its_batches(pose_records):
    config = gan_tiny.config("wgan", batch_size=3, critic_steps=4)
    material = prepare(config, pose_records, "synthetic")
    past, future = map(np.asarray, next(iter(batches(config, material, 5, seed=1)(0))))
    assert past.shape == (15, 120, 72) and future.shape == (15, 24, 72)
    # Windows of one recording: the frame after the past is the first of the future.
    steps = np.abs(np.diff(np.concatenate([past, future], axis=1), axis=1))
    assert steps[:, 119].max() <= steps.max(axis=(0, 2)).max()
    assert len(np.unique(past[:, 0], axis=0)) > 10
    again, _ = next(iter(batches(config, material, 5, seed=1)(0)))
    np.testing.assert_array_equal(again, past)
    other, _ = next(iter(batches(config, material, 5, seed=1)(1)))
    assert not np.array_equal(other, past)
