"""Whole runs: what they leave behind, what they learn, and from where they start."""

import dataclasses
import json

import keras
import numpy as np
import pytest
import smoothing_tiny
import tiny

from data_prep.keypoints.windows import ScoredClip
from evaluation.keypoints.scores import measure, score_clips
from evaluation.keypoints.smoothers import SMOOTHERS
from evaluation.pictures.shown_motions import load_motions
from evaluation.run_results import load_result
from reenact.errors import DataError
from smoothing import fit
from smoothing.data import prepare
from smoothing.family import FAMILY
from smoothing.model import predict
from smoothing.motions import shown_motions
from training.recipe import train_study

SHORT = {
    **{"grid": 28, "epochs": 2, "steps_per_epoch": 2, "cameras": 1},
    **{"validation_frames": 8, "test_frames": 12},
}


@dataclasses.dataclass
class Finished:
    config: object
    run: object
    record: object


def finish(records, folder, architecture, init_from=None, **changes) -> Finished:
    config = smoothing_tiny.config(architecture, **{**SHORT, **changes})
    place = folder / "quick/synthetic/smoothing/tiny/seed0"
    run = tiny.run(place, records, init_from=init_from)
    return Finished(config, run, train_study(FAMILY, fit.RECIPE, config, run))


@pytest.fixture(scope="module", params=["convlstm_c", "deciwatch"])
def finished(capture_records, tmp_path_factory, request) -> Finished:
    return finish(capture_records, tmp_path_factory.mktemp("runs"), request.param)


def test_the_record_is_what_the_saved_model_scores(finished):
    record = load_result(finished.run.folder.metrics)
    material = prepare(finished.config, finished.run.records_dir, "synthetic")
    model = keras.saving.load_model(finished.run.folder.model, safe_mode=True)
    scores = score_clips(material.windows.test, lambda noisy: predict(model, noisy))
    for key, actions in scores.items():
        for action, expected in actions.items():
            np.testing.assert_allclose(
                record.errors[key][action], expected, atol=1e-4, rtol=1e-5
            )
    assert (record.steps, record.stopped) == (4, "steps")
    assert record.data["torso_mean"] > 5 and record.rate_hz == 30
    assert [each["step"] for each in record.history] == [2, 4]
    for each in record.history:
        assert 0 <= each["validation_pck"] <= 1 and each["learning_rate"] == (
            pytest.approx(finished.config.learning_rate)
        )
    for name in ("strip.png", "trajectory.png"):
        assert (finished.run.folder.path / name).read_bytes()[:4] == b"\x89PNG"


def test_the_motions_are_the_middle_of_test_clips(finished):
    motions = load_motions(finished.run.folder.path / "motions.npz")
    material = prepare(finished.config, finished.run.records_dir, "synthetic")
    clips = {clip.noisy.clip_id: clip for clip in material.windows.test}
    assert motions[0].action == "walking" and len(motions) > 1
    for motion in motions:
        clip = clips[motion.clip_id]
        assert (motion.rate_hz, motion.unit, motion.start) == (
            *(material.rate_hz, "px"),
            clip.noisy.first_frame,  # there are no more than are shown
        )
        # 27 steps of this grid are the 55 of the published one.
        np.testing.assert_allclose(motion.truth, clip.truth * 55 / 27, rtol=1e-6)
        noisy = clip.noisy.positions * np.float32(55 / 27)
        for given in (motion.given, motion.baseline):
            np.testing.assert_allclose(given, noisy, rtol=1e-6)
        known = np.isfinite(motion.truth)
        np.testing.assert_array_equal(np.isfinite(motion.prediction), known)
        assert known.any() and (motion.prediction != motion.given)[known].any()


def test_long_clips_are_shown_from_their_middle():
    frames, keypoints = 103, 25
    positions = np.zeros((frames, keypoints, 2), np.float32)
    positions += np.arange(frames, dtype=np.float32)[:, None, None]
    noisy = dataclasses.replace(
        smoothing_tiny.clip(),
        positions=positions,
        starts=np.arange(frames - 4),
        grid=56,
        first_frame=7,
    )
    truth = positions.astype(np.float64)
    truth[:, 3] = np.nan
    clip = ScoredClip(noisy, truth, np.zeros(keypoints, bool))
    windows = positions[noisy.frames] + 0.5
    (motion,) = shown_motions([clip], {"a": windows}, 30.0)
    assert motion.start == 7 + 21 and len(motion.given) == 60
    np.testing.assert_array_equal(motion.given[:, 0, 0], np.arange(21, 81))
    np.testing.assert_array_equal(motion.prediction[:, 0, 1], np.arange(21, 81) + 0.5)
    assert np.isnan(motion.prediction[:, 3]).all()


def test_a_finished_run_is_not_trained_again(finished):
    assert train_study(FAMILY, fit.RECIPE, finished.config, finished.run) is None


def test_validation_measures_what_the_test_measures(finished):
    """One pass in batches of heatmaps finds what clip by clip prediction finds."""
    material = prepare(finished.config, finished.run.records_dir, "synthetic")
    clips = material.windows.validation
    model = fit.compiled(finished.config)
    logs = fit.Validation(finished.config, model, clips)()
    scores = score_clips(clips, lambda noisy: predict(model, noisy))
    assert logs["validation_pck"] == pytest.approx(measure(scores, "own_pck_0.2"))
    assert logs["validation_error"] == pytest.approx(1 - logs["validation_pck"])


def test_conv3d_learns_to_beat_its_input(capture_records, tmp_path):
    changes = {"epochs": 1, "steps_per_epoch": 16, "batch_size": 16}
    done = finish(capture_records, tmp_path, "conv3d", learning_rate=5e-3, **changes)
    material = prepare(done.config, capture_records, "synthetic")
    noisy = score_clips(material.windows.test, SMOOTHERS["identity"].predict)
    for name in ("pck_0.1", "pck_0.2"):
        assert measure(done.record.errors, name) > measure(noisy, name)


def test_fine_tuning_starts_from_the_weights_of_a_run(capture_records, tmp_path):
    first = finish(capture_records, tmp_path / "first", "conv3d")
    trained = keras.saving.load_model(first.run.folder.model)
    still = {"learning_rate": 0.0, "epochs": 1}
    path = first.run.folder.model
    second = finish(capture_records, tmp_path / "second", "conv3d", path, **still)
    tuned = keras.saving.load_model(second.run.folder.model)
    for one, other in zip(trained.get_weights(), tuned.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    with pytest.raises(
        DataError,
        match=r"same network of .*architecture conv3d instead of deciwatch",
    ):
        finish(capture_records, tmp_path / "third", "deciwatch", path)
    assert not (tmp_path / "third").exists()
    with pytest.raises(DataError, match=r"expected a model\.keras of this fam"):
        nothing = tmp_path / "nothing.keras"
        finish(capture_records, tmp_path / "fourth", "conv3d", nothing)
    data = json.loads((second.run.folder.path / "data.json").read_text())
    assert data["init_from"] == str(path)
