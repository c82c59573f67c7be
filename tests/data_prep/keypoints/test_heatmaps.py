"""Heatmaps of keypoints: exact, on the border too, and the same in batches."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from data_prep.keypoints.heatmap_batches import Renderer
from data_prep.keypoints.heatmaps import (
    argmax_positions,
    render,
    responses,
)

SIGMAS = (1.0, 1.5, 2.0, 2.5, 3.0)


@pytest.mark.parametrize("sigma", SIGMAS)
def test_heatmaps_are_those_of_the_original_program(smoothing_golden, sigma):
    found = render(smoothing_golden["hm_pos_xy"], sigma, 56)
    expected = smoothing_golden[f"hm_sigma_{sigma:g}"]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-10)


@pytest.mark.parametrize("sigma", SIGMAS)
@pytest.mark.parametrize("grid", [8, 28])
def test_a_heatmap_is_a_filtered_impulse(sigma, grid):
    """Also where the filter is wider than the grid."""
    x, y = np.meshgrid(np.arange(grid), np.arange(grid))
    positions = np.stack([x, y], axis=-1)[::3, ::2]
    found = render(positions, sigma, grid)
    for row, column in np.ndindex(positions.shape[:2]):
        impulse = np.zeros((grid, grid))
        impulse[row * 3, column * 2] = 255
        expected = gaussian_filter(impulse, sigma, mode="nearest", truncate=4.0)
        np.testing.assert_allclose(found[row, column], expected, rtol=0, atol=1e-10)


def test_255_is_the_mass_and_not_the_peak():
    inside = render(np.array([28, 20]), 1.0, 56)
    assert inside.sum() == pytest.approx(255) and inside.max() == inside[20, 28]
    assert inside.max() == pytest.approx(40.6, abs=0.05)
    corner = [render(np.zeros(2), sigma, 56).sum() for sigma in (1.0, 3.0)]
    np.testing.assert_allclose(corner, [288, 783], atol=0.5)


@pytest.mark.parametrize("grid", [28, 56])
@pytest.mark.parametrize("sigma", SIGMAS)
def test_the_highest_pixel_is_the_impulse_everywhere(sigma, grid):
    """A heatmap is an outer product, so one dimension settles both."""
    table = responses(sigma, grid)
    np.testing.assert_array_equal(table.argmax(axis=1), np.arange(grid))
    highest = np.sort(table, axis=1)
    assert (highest[:, -1] > highest[:, -2]).all()


def test_missing_keypoints_are_zero_everywhere():
    found = render(np.array([[3, 4], [np.nan, np.nan], [np.nan, 5]]), 2.0, 28)
    assert found[0].any() and not found[1:].any()


@pytest.mark.parametrize("wrong", [[-1, 3], [3, 56], [2.5, 1]])
def test_what_is_no_pixel_is_refused(wrong):
    with pytest.raises(ValueError, match="whole numbers from 0 to 55"):
        render(np.array(wrong), 1.0, 56)


def test_positions_come_back_from_heatmaps():
    positions = np.random.default_rng(0).integers(0, 28, (2, 3, 25, 2))
    heatmaps = np.moveaxis(render(positions, 2.5, 28), 2, -1)
    np.testing.assert_array_equal(argmax_positions(heatmaps), positions)


def test_the_first_of_equal_pixels_counts():
    heatmaps = np.zeros((6, 7, 3))
    heatmaps[2, 5, 1] = heatmaps[2, 6, 1] = heatmaps[3, 0, 1] = 1
    heatmaps[..., 2] = -1
    heatmaps[4, 1, 2] = heatmaps[5, 0, 2] = -0.5
    np.testing.assert_array_equal(argmax_positions(heatmaps), [[0, 0], [5, 2], [1, 4]])


@pytest.mark.parametrize("grid", [28, 56])
def test_batches_hold_the_same_heatmaps(grid):
    random = np.random.default_rng(1)
    positions = random.integers(0, grid, (2, 5, 6, 2))
    positions[0, 0, :4] = [[0, 0], [grid - 1, 0], [0, grid - 1], [grid - 1, grid - 1]]
    present = random.random((2, 5, 6)) < 0.7
    present[0, 0] = True
    chosen = random.integers(0, len(SIGMAS), (2, 5))
    found = Renderer(SIGMAS, grid)(positions, present, chosen).numpy()
    known = np.where(present[..., None], positions, np.nan)
    for window, frame in np.ndindex(chosen.shape):
        sigma = SIGMAS[chosen[window, frame]]
        expected = np.moveaxis(render(known[window, frame], sigma, grid), 0, -1)
        np.testing.assert_allclose(found[window, frame], expected, rtol=1e-5, atol=1e-6)
    highest = argmax_positions(found)
    np.testing.assert_array_equal(highest, np.where(present[..., None], positions, 0))


def test_a_keypoint_that_is_not_present_may_stand_anywhere():
    positions = np.array([[[[-7, 99], [1, 2]]]])
    found = Renderer((1.0,), 8)(
        positions, np.array([[[False, True]]]), np.zeros((1, 1))
    )
    assert not found.numpy()[..., 0].any() and found.numpy()[..., 1].any()
