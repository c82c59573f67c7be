"""Batches: what is drawn, in which order, and what is compared with what."""

import dataclasses

import numpy as np
import pytest
import smoothing_tiny

from data_prep.keypoints.heatmaps import argmax_positions, render
from data_prep.keypoints.windows import window_table
from reenact.errors import DataError
from smoothing.data import (
    ordered_batches,
    prepare,
    steps_per_epoch,
    training_batches,
)
from smoothing.losses import make_loss


def config(architecture="conv3d", **changes):
    return smoothing_tiny.config(architecture, grid=28, cameras=1, **changes)


@pytest.fixture(scope="module")
def material(capture_records):
    return prepare(config(), capture_records, "synthetic")


def take(batches, count):
    return list(batches.take(count).as_numpy_iterator())


def test_a_batch_depends_on_seed_and_step_alone(material):
    table = material.windows.train
    whole = steps_per_epoch(config(), material)
    from_start = take(training_batches(config(), table, 3)(0), whole + 2)
    for step in (1, whole - 1, whole, whole + 1):
        (found,) = take(training_batches(config(), table, 3)(step), 1)
        for one, other in zip(found, from_start[step], strict=True):
            np.testing.assert_array_equal(one, other)
    (other_seed,) = take(training_batches(config(), table, 4)(0), 1)
    assert not np.array_equal(other_seed[0], from_start[0][0])


def test_an_epoch_has_every_window_once(material):
    table = dataclasses.replace(
        material.windows.train, first_rows=material.windows.train.first_rows[:23]
    )
    batches = training_batches(config("deciwatch"), table, 0)(0)
    for _ in range(2):
        epoch = np.concatenate([x for x, _ in take(batches, 5)])
        assert len(np.unique(epoch, axis=0)) == len(epoch) == 20


def test_heatmaps_are_those_of_the_positions(material):
    clips = material.windows.test[:1]
    (inputs, targets), *_ = take(ordered_batches(config(), window_table(clips)), 1)
    noisy, truth = clips[0].noisy, clips[0].truth
    frames = noisy.frames[1]
    for place, frame in enumerate(frames):
        expected = render(noisy.positions[frame], noisy.sigmas[frame], 28)
        np.testing.assert_allclose(
            inputs[1, place], np.moveaxis(expected, 0, -1), atol=1e-4
        )
        known = ~clips[0].absent
        expected = np.moveaxis(render(truth[frame], 1.0, 28), 0, -1)
        np.testing.assert_allclose(
            targets[1, place][..., known], expected[..., known], atol=1e-4
        )
        assert np.isnan(targets[1, place][..., clips[0].absent]).all()


def test_coordinates_are_rows_before_columns_of_the_same_windows(material):
    table = window_table(material.windows.test)
    (maps, _), *_ = take(ordered_batches(config(), table), 1)
    (poses, targets), *_ = take(ordered_batches(config("deciwatch"), table), 1)
    x_y = argmax_positions(maps)
    pairs = poses.reshape(*poses.shape[:2], 25, 2)
    np.testing.assert_array_equal(pairs, x_y[..., ::-1])
    absent = material.windows.test[0].absent
    np.testing.assert_array_equal(
        np.isnan(targets[0, 0].reshape(25, 2)).all(axis=-1), absent
    )


def test_keypoints_that_one_frame_lacks_are_compared_only_as_published(material):
    """With a zero map, or the point (0, 0); in the other reading with nothing."""
    table = window_table(material.windows.test)
    present = table.present.copy()
    present[table.first_rows[0], 0] = False
    table = dataclasses.replace(table, present=present)
    for architecture in ("conv3d", "deciwatch"):
        (x, y), *_ = take(ordered_batches(config(architecture), table), 1)
        assert not x[0, 0, ..., 0].any() and np.isnan(y[0, 0, ..., 0]).all()
        published = config(architecture, mask_missing=False)
        (_, y), *_ = take(ordered_batches(published, table), 1)
        assert (y[0, 0, ..., 0] == 0).all()
        loss = make_loss(published)
        assert np.isfinite(loss(y, np.zeros_like(y)))


def test_too_few_windows_are_said(material):
    too_many = config(batch_size=10_000)
    with pytest.raises(DataError, match="expected at least 10000 training windows"):
        steps_per_epoch(too_many, material)
