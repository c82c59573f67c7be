"""Whole runs: what they leave behind, and what they learn."""

import contextlib
import dataclasses
import io
import re

import keras
import numpy as np
import pytest
import taxonomy_tiny
import tiny

from evaluation.poses.forecast_metrics import FORECAST_METRICS, MEAN_ANGLE_ERROR
from evaluation.poses.windows import ScoredPoses
from taxonomy import fit
from taxonomy.data import prepare
from taxonomy.family import FAMILY
from taxonomy.forecaster import Forecaster
from taxonomy.model import predict_features
from training.model_files import load_model
from training.recipe import train_and_say

EVERY_EPOCH = {
    *("step", "loss", "mse_per_sequence", "learning_rate", "seconds"),
    *("validation_mse", "validation_mse_active", "validation_mse_teacher_forced"),
    *("validation_mse_per_sequence", "zero_velocity_mse", "zero_velocity_mse_active"),
    *("mae_6", "mae_12", "mae_18", "mae_24", "validation_error"),
}
OF_THE_CODE = {"code_mean_min", "code_mean_max", "code_std_mean", "dead_codes"}
SHORT = {"epochs": 2, "steps_per_epoch": 30, "batch_size": 8, "learning_rate": 0.01}


@dataclasses.dataclass
class Finished:
    config: object
    run: object
    record: object
    summary: str


@pytest.fixture(scope="module")
def finished(pose_records, tmp_path_factory, quick_animation) -> Finished:
    config = taxonomy_tiny.config("seq2seq_taxonomy", **SHORT)
    folder = tmp_path_factory.mktemp("runs") / "quick/synthetic/taxonomy/tiny/seed0"
    run = tiny.run(folder, pose_records)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        record = train_and_say(FAMILY, fit.RECIPE, config, run)
    return Finished(config, run, record, said.getvalue().splitlines()[-1])


@pytest.fixture(scope="module")
def material(finished):
    return prepare(finished.config, finished.run.records_dir, "synthetic")


@pytest.fixture(scope="module")
def model(finished):
    return load_model(finished.run.folder.model, Forecaster)


def test_the_folder_holds_all_of_a_run(finished):
    names = {path.name for path in finished.run.folder.path.iterdir()}
    assert names == {
        *("config.json", "environment.json", "data.json", "statistics.npz"),
        *("checkpoints", "tensorboard", "best.weights.h5", "model.keras"),
        *("strip.png", "prediction.gif", "motions.npz"),
        *("losses.npy", "metrics.json"),
        "history.json",
    }


def test_the_record_is_that_of_the_model(finished, material, model):
    record = finished.record
    assert (record.family, record.steps, record.stopped) == ("taxonomy", 60, "steps")
    assert record.reading == "corrected" and record.rate_hz == 60.0
    assert record.label_ms == (100, 200, 300, 400)
    assert record.parameters == model.count_params()
    assert record.windows == material.test.starts()
    assert tuple(record.errors) == tuple(FORECAST_METRICS)
    for metric, actions in fit.score(model, material).items():
        for action, values in actions.items():
            found = record.errors[metric][action]
            np.testing.assert_allclose(found, values, rtol=1e-3, atol=1e-3)
    means = [e.mean(axis=0) for e in record.errors[MEAN_ANGLE_ERROR].values()]
    said = re.search(r"mean angle error ([\d. ]+) rad", finished.summary)[1]
    np.testing.assert_allclose(
        [float(each) for each in said.split()], np.mean(means, axis=0), atol=0.006
    )


class TestHistory:
    def test_every_epoch_has_all_numbers(self, finished):
        history = finished.record.history
        assert [entry["step"] for entry in history] == [30, 60]
        for entry in history:
            assert set(entry) == EVERY_EPOCH | OF_THE_CODE
            for name in ("mse", "validation_mse"):
                whole = entry["loss" if name == "mse" else name]
                assert entry[f"{name}_per_sequence"] == pytest.approx(whole / 8)
            assert entry["validation_error"] == entry["mae_24"]

    def test_best_weights_are_those_of_the_least_angle_error(
        self, finished, material, model
    ):
        """And what an epoch said of them is so, computed once more."""
        history = finished.record.history
        best = min(history, key=lambda entry: entry["mae_24"])
        found = fit.Validation(model, material)()
        for name, value in found.items():
            assert value == pytest.approx(best[name], rel=1e-3), name

    def test_errors_by_hand(self, finished, material, model):
        scored, used = material.validation, material.features.used
        windows = material.features.encode(scored.rotations)
        past, future = windows[:, :120], windows[:, 120:]

        def mean(values):
            ends = np.cumsum([len(each) for each in scored.windows.values()])[:-1]
            return np.mean([each.mean() for each in np.split(values, ends)])

        assert len(scored.windows) == 2 and len(used) < 72
        found = fit.Validation(model, material)()
        squares = {
            "validation_mse": predict_features(model, past, 24) - future,
            "zero_velocity_mse": past[:, -1:] - future,
            "validation_mse_teacher_forced": model.teach(past[:, -7:], future) - future,
        }
        for name, difference in squares.items():
            each = np.square(np.asarray(difference, np.float64))
            assert found[name] == pytest.approx(mean(each.mean(axis=(1, 2))), rel=1e-4)
            if not name.endswith("forced"):
                each = mean(each[..., used].mean(axis=(1, 2)))
                assert found[f"{name}_active"] == pytest.approx(each, rel=1e-4)

    def test_use_of_the_code(self, finished, material, model):
        validation = fit.Validation(model, material)
        code = np.asarray(model.prior.code(validation.windows.past)).reshape(-1, 18)
        found = validation()
        assert found["code_mean_min"] == pytest.approx(
            code.mean(axis=0).min(), rel=1e-4
        )
        assert found["code_mean_max"] == pytest.approx(
            code.mean(axis=0).max(), rel=1e-4
        )
        assert found["code_std_mean"] == pytest.approx(
            code.std(axis=0).mean(), rel=1e-4
        )
        kernel = np.array(model.prior.code.kernel)
        kept = kernel.copy()
        kernel[:, :6] = 0  # six units that say the same of every frame
        model.prior.code.kernel.assign(kernel)
        try:
            assert validation()["dead_codes"] == pytest.approx(6 / 18)
        finally:
            model.prior.code.kernel.assign(kept)


def test_a_finished_run_is_not_run_again(finished, capsys):
    files = [path for path in finished.run.folder.path.rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    train_and_say(FAMILY, fit.RECIPE, finished.config, finished.run)
    assert "finished before" in capsys.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in files} == before


def test_a_short_training_learns_something(finished, material, model):
    """Of the people that it has seen; others move otherwise here."""
    seen = ScoredPoses.cut(material.poses.train, "cmu")
    material = dataclasses.replace(material, validation=seen)
    keras.utils.set_random_seed(finished.run.seed)
    fresh = fit.compiled(finished.config, material)
    start, end = (fit.Validation(each, material)() for each in (fresh, model))
    assert end["validation_mse"] < 0.75 * start["validation_mse"]
    assert end["mae_24"] < 0.95 * start["mae_24"]
