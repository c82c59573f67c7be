"""Whole runs: what they leave behind, and what they learn."""

import dataclasses

import keras
import numpy as np
import pytest
import stt_tiny
import tiny

from evaluation.pictures.shown_motions import load_motions
from evaluation.poses.horizons import POSE_METRICS
from evaluation.run_results import load_result
from reenact.errors import DataError
from stt import fit
from stt.data import prepare
from stt.family import FAMILY
from stt.model import predict
from training.poses.pictures import body_positions
from training.recipe import train_study

SHORT = {"layers": 1, "steps": 5, "evaluate_every": 2}


@dataclasses.dataclass
class Finished:
    config: object
    run: object
    record: object


@pytest.fixture(scope="module")
def finished(pose_records, tmp_path_factory, quick_animation) -> Finished:
    config = stt_tiny.config(**SHORT)
    folder = tmp_path_factory.mktemp("runs") / "quick/synthetic/stt/tiny/seed0"
    run = tiny.run(folder, pose_records)
    return Finished(config, run, train_study(FAMILY, fit.RECIPE, config, run))


@pytest.fixture(scope="module")
def material(finished):
    return prepare(finished.config, finished.run.records_dir, "synthetic")


def test_the_folder_holds_all_of_a_run(finished):
    names = {path.name for path in finished.run.folder.path.iterdir()}
    assert names == {
        *("config.json", "environment.json", "data.json", "statistics.npz"),
        *("checkpoints", "tensorboard", "best.weights.h5", "model.keras"),
        *("strip.png", "prediction.gif", "motions.npz"),
        *("losses.npy", "metrics.json"),
        "history.json",
    }
    losses = np.load(finished.run.folder.losses, allow_pickle=False)
    assert losses.shape == (5,) and np.isfinite(losses).all()


def test_the_record_is_that_of_the_model(finished, material):
    record = load_result(finished.run.folder.metrics)
    assert (record.family, record.steps, record.stopped) == ("stt", 5, "steps")
    assert record.reading == "as_published" and record.rate_hz == 60.0
    model = keras.models.load_model(finished.run.folder.model)
    assert record.parameters == model.count_params()
    assert record.windows == material.test.starts() and record.excluded == {}
    assert set(record.errors) == set(POSE_METRICS)
    errors = material.test.errors(lambda past, n: predict(model, past, n))
    for metric, actions in errors.items():
        for action, values in actions.items():
            found = record.errors[metric][action]
            np.testing.assert_allclose(found, values, rtol=1e-3, atol=1e-3)


def test_the_motions_are_those_of_the_model(finished, material):
    motions = load_motions(finished.run.folder.path / "motions.npz")
    test = material.test
    assert [each.action for each in motions] == ["walking", "waving", "walking"]
    starts = [window for each in test.starts().values() for window in each]
    rows = [starts.index((each.clip_id, each.start)) for each in motions]
    assert len(set(rows)) == 3
    model = keras.models.load_model(finished.run.folder.model)
    predicted = predict(model, test.past[rows], 24)
    for row, motion, prediction in zip(rows, motions, predicted, strict=True):
        assert (motion.rate_hz, motion.unit) == (60, "m")
        positions = body_positions(test.rotations[row])
        np.testing.assert_allclose(motion.given, positions[:120], atol=1e-6)
        np.testing.assert_allclose(motion.truth, positions[120:], atol=1e-6)
        shown = body_positions(prediction)
        np.testing.assert_allclose(motion.prediction, shown, atol=1e-3)
        still = np.broadcast_to(positions[119], motion.baseline.shape)
        np.testing.assert_allclose(motion.baseline, still, atol=1e-6)


def test_a_checkpoint_is_scored_as_the_run_that_wrote_it(finished, tmp_path):
    run = tiny.run(tmp_path / "run", finished.run.records_dir)
    recipe = fit.scoring_only(finished.run.folder.model)
    record = train_study(FAMILY, recipe, finished.config, run)
    assert record.steps == 0
    for metric, actions in finished.record.errors.items():
        for action, values in actions.items():
            found = record.errors[metric][action]
            np.testing.assert_allclose(found, values, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("content", [b"", b"PK nothing", "seq2seq"])
def test_a_checkpoint_that_is_none_is_one_line(
    content, pose_records, tmp_path, finished
):
    path = tmp_path / "model.keras"
    if content == "seq2seq":
        tiny.model().save(path)
    else:
        path.write_bytes(content)
    run = tiny.run(tmp_path / "run", pose_records)
    with pytest.raises(DataError, match=r"expected a model\.keras of this") as caught:
        train_study(FAMILY, fit.scoring_only(path), finished.config, run)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_finished_run_is_not_run_again(finished):
    files = [path for path in finished.run.folder.path.rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    assert train_study(FAMILY, fit.RECIPE, finished.config, finished.run) is None
    assert {path: path.stat().st_mtime_ns for path in files} == before


def at_400_ms(score, metric="joint_angle_at"):
    """Mean over windows, then over actions."""
    return np.mean([each[:, -1].mean() for each in score[metric].values()])


def test_a_short_training_learns_something(pose_records, tmp_path):
    changes = {"steps": 50, "evaluate_every": 50, "warmup_steps": 20, "layers": 1}
    changes |= {"normalisation": "channel_std", "norm_over": "feature"}
    config = stt_tiny.config(**changes, batch_size=8)
    run = tiny.run(tmp_path, pose_records)
    material = prepare(config, pose_records, "synthetic")
    keras.utils.set_random_seed(run.seed)
    fresh = fit.compiled(config, material)
    start = material.test.errors(lambda past, n: predict(fresh, past, n))
    record = train_study(FAMILY, fit.RECIPE, config, run)
    assert at_400_ms(record.errors) < 0.8 * at_400_ms(start)
    assert record.reading == "corrected"  # the released norm is another
