"""Whole runs: what they leave behind, and what they learn."""

import dataclasses
import json
import shutil

import keras
import numpy as np
import pytest
import tensorflow as tf
import tiny
from PIL import Image

from data_prep.build_records import build
from data_prep.normalise import Statistics
from evaluation.angles.baselines import baseline_errors
from evaluation.angles.horizons import HORIZON_FRAMES
from evaluation.pictures.shown_motions import load_motions
from evaluation.run_results import load_result
from motion.kinematics import forward_kinematics
from motion.skeleton import SKELETONS
from reenact.errors import SettingsError
from seq2seq import fit
from seq2seq.data import prepare
from seq2seq.family import FAMILY
from seq2seq.model import predict
from seq2seq.studies import STUDIES
from training.recipe import train_study

SHORT = {
    "hidden_units": 8,
    "future_frames": 25,
    "teacher_forcing_ratio": 0.5,
    "batch_size": 4,
    "steps": 5,
    "evaluate_every": 2,
}


@dataclasses.dataclass
class Finished:
    config: object
    run: object
    record: object


@pytest.fixture(scope="module")
def finished(tiny_records, tmp_path_factory) -> Finished:
    config = dataclasses.replace(STUDIES["uni_enc_50"], **SHORT)
    folder = tmp_path_factory.mktemp("runs") / "quick/synthetic/seq2seq/tiny/seed0"
    run = tiny.run(folder, tiny_records)
    return Finished(config, run, train_study(FAMILY, fit.RECIPE, config, run))


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_folder_holds_all_of_a_run(finished):
    names = {path.name for path in finished.run.folder.path.iterdir()}
    assert names == {
        *("config.json", "environment.json", "data.json", "statistics.npz"),
        *("checkpoints", "tensorboard", "best.weights.h5", "model.keras"),
        *("strip.png", "prediction.gif", "motions.npz"),
        *("losses.npy", "metrics.json"),
        "history.json",
    }


def test_settings_and_surroundings_are_recorded(finished):
    folder = finished.run.folder
    settings = read_json(folder.path / "config.json")
    assert settings == json.loads(json.dumps(dataclasses.asdict(finished.config)))
    surroundings = read_json(folder.path / "environment.json")
    assert surroundings["precision"] == "float32"
    assert surroundings["backend"] == "tensorflow"
    assert set(surroundings["packages"]) == {"tensorflow", "keras", "numpy", "scipy"}
    assert surroundings["data"]["fingerprint"] == "tiny"
    assert surroundings["data"]["training_files"] == {"walking": 3, "waving": 3}


def test_the_record_is_that_of_the_model(finished, tiny_records):
    record = load_result(finished.run.folder.metrics)
    assert record.study == "tiny" and record.steps == 5 and record.seed == 0
    assert record.rate_hz == 60.0 and record.reading == "corrected"
    model = keras.models.load_model(finished.run.folder.model)
    assert record.parameters == model.count_params()
    material = prepare(finished.config, tiny_records, "synthetic", "8")
    assert record.windows == material.test.starts()

    def forecast(past, future, action):
        return predict(model, past, future.shape[1], [action] * len(past))

    for action, errors in material.test.errors(forecast).items():
        np.testing.assert_allclose(
            record.errors["corrected"][action], errors, atol=1e-5
        )
        one_step = record.errors["as_published"][action]
        # Only frame 0 is the same, and the first that is reported is frame 1.
        assert np.abs(one_step - errors).min() > 1e-6


def test_the_best_weights_are_those_that_were_scored(finished):
    model = keras.models.load_model(finished.run.folder.model)
    best = keras.models.clone_model(model)
    best.load_weights(finished.run.folder.best_weights)
    for ours, expected in zip(model.get_weights(), best.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, expected)


def test_the_statistics_travel_with_the_run(finished):
    statistics = Statistics.load(finished.run.folder.statistics)
    model = keras.models.load_model(finished.run.folder.model)
    for name in ("mean", "scale", "used"):
        np.testing.assert_array_equal(
            getattr(statistics, name), getattr(model.features.statistics, name)
        )


def test_tensorboard_shows_scalars_settings_and_pictures(finished):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.plugins.hparams import plugin_data_pb2

    events = EventAccumulator(str(finished.run.folder.tensorboard))
    events.Reload()
    for tag in ("loss", "validation_error", "learning_rate"):
        assert [event.step for event in events.Tensors(tag)] == [2, 4, 5], tag
    rate = tf.make_ndarray(events.Tensors("learning_rate")[0].tensor_proto)
    assert rate == pytest.approx(finished.config.learning_rate)
    picture = events.Tensors("past, truth and prediction")[0].tensor_proto
    assert tf.make_ndarray(picture)[2].startswith(b"\x89PNG")
    content = events.summary_metadata["_hparams_/session_start_info"]
    data = plugin_data_pb2.HParamsPluginData.FromString(content.plugin_data.content)
    settings = data.session_start_info.hparams
    assert settings["hidden_units"].number_value == 8
    assert settings["score"].string_value == "general"


def test_pictures_show_something(finished):
    with Image.open(finished.run.folder.path / "strip.png") as strip:
        assert len(np.unique(np.asarray(strip))) > 10
    with Image.open(finished.run.folder.path / "prediction.gif") as animation:
        assert animation.n_frames > 20
        first = np.asarray(animation.convert("L")).copy()
        animation.seek(animation.n_frames - 1)
        assert (np.asarray(animation.convert("L")) != first).any()


def test_the_motions_are_those_of_the_model(finished, tiny_records):
    motions = load_motions(finished.run.folder.path / "motions.npz")
    test = prepare(finished.config, tiny_records, "synthetic", "8").test
    assert [each.action for each in motions] == ["walking", "waving", "walking"]
    assert [(each.clip_id, each.start) for each in motions] == [
        (window.clip_id, window.start)
        for action, number in (("walking", 0), ("waving", 0), ("walking", 2))
        for window in [test.windows[action][number]]
    ]
    model = keras.models.load_model(finished.run.folder.model)
    columns = test.columns["waving"][:1]
    predicted = predict(model, columns[:, :50], 25, ["waving"])
    for name, values in (("truth", columns[:, 50:]), ("prediction", predicted)):
        still = values[0].copy()
        still[:, :6] = 0  # the root
        rotations = -still[:, 3:].reshape(25, -1, 3)
        positions = forward_kinematics(rotations, SKELETONS["cmu38"])
        found = getattr(motions[1], name)
        np.testing.assert_allclose(found, positions, atol=1e-4)


def test_a_finished_run_is_not_run_again(finished):
    files = [path for path in finished.run.folder.path.rglob("*") if path.is_file()]
    before = {path: path.stat().st_mtime_ns for path in files}
    assert train_study(FAMILY, fit.RECIPE, finished.config, finished.run) is None
    assert {path: path.stat().st_mtime_ns for path in files} == before


def test_another_config_or_other_data_is_refused(finished, tmp_path):
    config = dataclasses.replace(finished.config, steps=6)
    with pytest.raises(SettingsError, match="expected steps 6, found 5"):
        train_study(FAMILY, fit.RECIPE, config, finished.run)
    shutil.copytree(finished.run.records_dir, tmp_path, dirs_exist_ok=True)
    manifest = tmp_path / "synthetic" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"tiny"', '"other"'))
    run = dataclasses.replace(finished.run, records_dir=tmp_path)
    with pytest.raises(SettingsError, match="expected fingerprint 'other'"):
        train_study(FAMILY, fit.RECIPE, finished.config, run)


def test_a_run_without_validation_keeps_its_last_weights(tiny_records, tmp_path):
    changes = {**SHORT, "steps": 2, "hold_out_validation": False}
    config = dataclasses.replace(STUDIES["martinez_residual_sup"], **changes)
    run = tiny.run(tmp_path / "run", tiny_records)
    record = train_study(FAMILY, fit.RECIPE, config, run)
    assert record.reading == "as_published"
    assert run.folder.finished and not run.folder.best_weights.exists()


def mean_errors(record, action):
    return np.mean(record.errors["corrected"][action], axis=0)


@pytest.fixture(scope="module")
def cmu_records(data_dir, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cmu")
    build("cmu", str(data_dir), folder)
    return folder


def test_baselines_from_records_equal_the_original_programs(
    cmu_records, tmp_path, seq2seq_golden
):
    scoring = FAMILY.scoring("cmu", "quick", "8", str(cmu_records), str(tmp_path))
    for path in FAMILY.score_baselines(scoring):
        record = load_result(path)
        if record.study == "zero_velocity":
            break
    assert len(record.errors["corrected"]) == 6
    for action in record.errors["corrected"]:
        expected = seq2seq_golden[f"eval_{action}_zv"]
        np.testing.assert_allclose(mean_errors(record, action), expected, atol=2e-3)


def test_a_short_training_beats_zero_velocity_on_real_walking(cmu_records, tmp_path):
    config = dataclasses.replace(
        STUDIES["martinez_residual_sup"],
        hidden_units=64,
        future_frames=25,
        mirror=True,
        loss="frame_angle",
        optimizer="adam",
        learning_rate=2e-3,
        learning_rate_decay=0.5,
        learning_rate_steps=(200,),
        clip_norm=1.0,
        steps=300,
        evaluate_every=300,
    )
    run = tiny.run(tmp_path / "run", cmu_records, data="cmu")
    record = train_study(FAMILY, fit.RECIPE, config, run)
    material = prepare(config, cmu_records, "cmu", "8")
    rest = baseline_errors(material.test.euler["walking"], "cmu")["zero_velocity"]
    rest = rest["corrected"][:, HORIZON_FRAMES].mean(axis=0)
    ours = mean_errors(record, "walking")
    assert (ours < rest).all(), f"{ours.round(2)} against {rest.round(2)}"
    # One step ahead is easier; a forecast that reaches it has seen the future.
    one_step = np.mean(record.errors["as_published"]["walking"], axis=0)
    assert one_step[-1] < 0.7 * ours[-1]
