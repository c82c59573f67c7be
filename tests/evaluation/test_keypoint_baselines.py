"""Smoothers of keypoints scored like runs: from a data set to records of tables."""

import numpy as np
import pytest

from data_prep.keypoints import keypoint_set as keypoint_sets
from data_prep.keypoints.grid import to_grid
from data_prep.keypoints.split import KeypointSettings
from data_prep.keypoints.windows import prepare_windows
from evaluation.keypoints.metrics import PUBLISHED_TORSO, THRESHOLDS, torso_lengths
from evaluation.keypoints.scores import COLUMNS, MEASURES, measure
from evaluation.keypoints.smoothers import SMOOTHERS
from motion.keypoints import LAYOUTS, KeypointClip
from smoothing import baselines
from smoothing.baselines import (
    CONTROL,
    REDUCED_GRID,
    TEST_FRAMES,
    material,
)
from smoothing.family import FAMILY
from smoothing.report.noise_model import identity_pck
from smoothing.studies import PROFILES


def wandering(number: int, frames: int = 50) -> KeypointClip:
    """A body that keeps its shape but for one slow wave, and for its size."""
    random = np.random.default_rng(number)
    names = LAYOUTS["capture15"]
    shape, wave = np.random.default_rng(99).uniform(100, 500, (2, len(names), 2))
    time = np.arange(frames)[:, None, None] / 20 + random.uniform(0, 6)
    positions = (shape + wave / 5 * np.sin(time)).astype(np.float32)
    positions *= random.uniform(0.7, 1.3)
    return KeypointClip(
        clip_id=f"clip{number}",
        recording=f"clip{number}",
        action=("walking", "waving")[number % 2],
        layout="capture15",
        rate_hz=30.0,
        image_size=(640, 640),
        positions=positions,
        visible=np.ones(positions.shape[:2], bool),
    )


SCORED = ("identity", "mean_5", "one_euro", "linear_5", "linear_2", CONTROL)
CLIPS = tuple(wandering(number) for number in range(40))


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """Records of the quick profile, by study."""
    made = keypoint_sets.KeypointSet("cmu", "f" * 64, CLIPS)
    runs = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(baselines, "read_keypoint_set", lambda *arguments: made)
        for name in set(SMOOTHERS) - set(SCORED):
            patch.delitem(SMOOTHERS, name)
        scoring = FAMILY.scoring("cmu", "quick", "", "records", str(runs))
        paths = FAMILY.score_baselines(scoring)
    found = FAMILY.studies(FAMILY.find_results(runs, "quick", "cmu"))
    assert {record.path for record in found.results} == set(paths)
    return {study: each for study, (each,) in found.items()}


def test_every_smoother_is_scored_for_every_noise_and_rate(records):
    runs = ("1.1", "1.1,grid=28", "1.3", "2.1", "2.1,grid=28", "2.3")
    controls = {f"{CONTROL}_0.1", f"{CONTROL}_0.3"}
    scored = {f"{name}_{run}" for name in SCORED for run in runs}
    assert set(records) == scored | controls
    record = records["mean_5_1.1,grid=28"]
    assert record.columns == COLUMNS
    assert record.reduced == "grid 28 instead of 56, test_frames 40 instead of 0"
    assert record.command.endswith(
        "score_baselines --family=smoothing --data=cmu --profile=quick"
    )
    assert records["mean_5_1.3"].rate_hz == 15
    rows = {clip for clips in record.windows.values() for clip, _ in clips}
    assert rows < {f"clip{number}" for number in range(40)}


def test_smoothing_helps_and_what_is_fitted_helps_most(records):
    for run in ("1.1", "1.3", "2.1"):
        pck = {
            name: measure(records[f"{name}_{run}"].errors, "pck_0.1") for name in SCORED
        }
        assert pck["identity"] < pck["one_euro"] < pck["mean_5"]
        assert pck["mean_5"] < pck["linear_5"] > pck["linear_2"] > pck[CONTROL]
        for name in MEASURES:
            # At 40 frames of half the rate nothing is long enough for a lag.
            value = measure(records[f"mean_5_{run}"].errors, name)
            assert np.isfinite(value) or (name, run) == ("lag", "1.3")


def test_without_noise_a_line_has_true_ends(records):
    """Of five frames two are exact; the others are where the motion is straight."""
    pck = measure(records[f"{CONTROL}_0.1"].errors, "pck_0.05")
    assert 0.4 <= measure(records[f"{CONTROL}_0.3"].errors, "pck_0.05") <= pck
    assert pck > 2 * measure(records[f"{CONTROL}_1.1"].errors, "pck_0.05")


@pytest.mark.parametrize("shift", [1, 2])
def test_the_identity_row_is_what_the_noise_model_predicts(records, shift):
    """From the torsos and the positions of what was scored, in published pixels."""
    settings = dict(material("quick"))[f"{shift}.1"]
    test = prepare_windows([to_grid(clip, 56) for clip in CLIPS], settings).test
    torsos, positions = [], []
    for clip in test:
        truth = clip.truth[clip.noisy.frames]
        known = np.isfinite(truth[..., 0])
        lengths = np.broadcast_to(torso_lengths(truth)[..., None], known.shape)
        torsos.append(lengths[known])
        positions.append(truth[known])
    torsos = np.concatenate(torsos)
    record = records[f"identity_{shift}.1"]
    assert record.data["torso_mean"] == pytest.approx(torsos.mean(), abs=1e-3)
    expected = identity_pck(
        torsos * PUBLISHED_TORSO / torsos.mean(),
        np.concatenate(positions),
        shift,
        np.random.default_rng(0),
    )
    found = [measure(record.errors, f"pck_{each}") for each in THRESHOLDS]
    np.testing.assert_allclose(found, expected, atol=0.02)


def test_only_small_profiles_have_a_reduced_grid():
    runs = [run for run, _ in material("paper")]
    assert runs == ["0.1", "0.3", "1.1", "1.3", "2.1", "2.3"]
    assert dict(material("paper"))["1.1"] == KeypointSettings()


def test_the_networks_are_scored_on_the_same():
    """Profiles of the family change what its baselines must follow."""
    for profile, studies in PROFILES.items():
        frames = {changes.get("test_frames", 0) for changes in studies.values()}
        assert (frames or {0}) == {TEST_FRAMES.get(profile, 0)}
        grids = {changes["grid"] for changes in studies.values() if "grid" in changes}
        expected = {REDUCED_GRID[profile]} if profile in REDUCED_GRID else set()
        assert grids == expected
