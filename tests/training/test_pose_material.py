"""What networks that forecast rotations train on and are scored against."""

import dataclasses
import itertools

import numpy as np
import pytest
import tiny

from data_prep import records
from data_prep.poses.features import pose_numbers
from evaluation.poses.forecast_windows import ForecastWindows
from evaluation.poses.protocols import FAIRMOTION_PROTOCOL
from training.poses.data import prepare_poses, window_batches

FRAMES = 309  # of a training recording at 60 Hz: two windows of 180, 66 frames unseen


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    clips = tiny.synthetic_clips(frames=2 * FRAMES + 2)
    records.write(folder / "synthetic", "synthetic", clips, "tiny", {})

    def material(protocol="cmu", rotation_format="axis_angle", **changes):
        return prepare_poses(folder, "synthetic", rotation_format, protocol, **changes)

    return material


@pytest.fixture(scope="module")
def material(prepared):
    return prepared(whole_body=True)


def test_random_windows_are_normalised_by_all_frames(material):
    assert material.training.lengths.tolist() == [FRAMES] * 4
    numbers = np.concatenate(
        [
            pose_numbers(each.rotations, "axis_angle", True)
            for each in material.poses.train
        ]
    )
    used, statistics = material.features.used, material.features.statistics
    expected = numbers.std(axis=0, dtype=np.float64)
    np.testing.assert_array_equal(used, np.flatnonzero(expected >= 1e-6))
    np.testing.assert_allclose(statistics.scale[used], expected[used], rtol=1e-4)
    z = material.training.features
    np.testing.assert_allclose(z[:, used].std(axis=0), 1, rtol=1e-3)
    np.testing.assert_allclose(z.mean(axis=0), 0, atol=1e-3)
    assert z.shape == (4 * FRAMES, 72)
    assert not np.delete(z, used, axis=1).any()


def test_fixed_windows_are_normalised_by_their_pasts(prepared, material):
    fixed = prepared("fairmotion", whole_body=True)
    assert fixed.training.lengths.tolist() == [144] * 8
    pasts = fixed.training.cut(range(8), [0] * 8, 120).astype(np.float64)
    used = fixed.features.used
    np.testing.assert_allclose(pasts.mean(axis=(0, 1)), 0, atol=1e-4)
    np.testing.assert_allclose(pasts[..., used].std(axis=(0, 1)), 1, rtol=1e-4)
    assert (fixed.features.statistics.mean != material.features.statistics.mean).any()
    # What is scored is the data set's own, whatever trains.
    assert fixed.test.protocol == material.test.protocol == "cmu"
    assert fixed.test.starts() == material.test.starts()


def test_fairmotions_windows_are_those_of_amass_and_dip_alone():
    expected = {"amass": "fairmotion", "dip": "fairmotion"}
    assert {"cmu": "cmu", "synthetic": "cmu", **expected} == FAIRMOTION_PROTOCOL


def seen(features, scored) -> np.ndarray:
    """Past and future as a network sees them."""
    windows = ForecastWindows.of(features, scored)
    return np.concatenate([windows.past, windows.future], axis=1)


@pytest.mark.parametrize("rotation_format", ["axis_angle", "quaternion"])
def test_true_windows_are_seen_as_training_sees_them(prepared, rotation_format):
    material = prepared(rotation_format=rotation_format, whole_body=True)
    found = seen(material.features, material.test)
    assert found.shape == (len(material.test.rotations), 144, material.features.width)
    # A recording that trains, as if it were a test recording.
    windows = dataclasses.replace(
        material.test, rotations=material.poses.train[1].rotations[None, :144]
    )
    expected = material.training.features[FRAMES : FRAMES + 144]
    found = seen(material.features, windows)
    np.testing.assert_allclose(found[0], expected, atol=1e-5)


def test_batches_are_past_and_future_of_training_windows(material):
    draw = window_batches(material.training, batch_size=5, seed=3)
    first, second = itertools.islice(draw(0).as_numpy_iterator(), 2)
    assert first["past"].shape == (5, 120, 72) and first["future"].shape == (5, 24, 72)
    frames = material.training.features
    for past, future in zip(first["past"], first["future"], strict=True):
        row = np.flatnonzero((frames == past[0]).all(axis=1))[0]
        np.testing.assert_array_equal(past, frames[row : row + 120])
        np.testing.assert_array_equal(future, frames[row + 120 : row + 144])
    again = next(draw(1).as_numpy_iterator())
    np.testing.assert_array_equal(again["past"], second["past"])
    assert (again["past"] != first["past"]).any()


def test_every_start_is_drawn_up_to_the_last(material):
    """Also the last window that fits, and the first frame."""
    draw = window_batches(material.training, batch_size=2000, seed=0)
    past = next(draw(0).as_numpy_iterator())["past"]
    frames = material.training.features
    starts = [first + end for first in range(0, 4 * FRAMES, FRAMES) for end in (0, 165)]
    drawn = {row.tobytes() for row in past[:, 0]}
    assert all(frames[start].tobytes() in drawn for start in starts)
    assert frames[FRAMES - 143].tobytes() not in drawn


def test_other_normalisations_and_mirror_images(prepared):
    plain = prepared(normalisation="none")
    assert plain.features.width == 45 and not plain.features.statistics.mean.any()
    mirrored = prepared(mirror=True, whole_body=True)
    assert len(mirrored.training.lengths) == 8
