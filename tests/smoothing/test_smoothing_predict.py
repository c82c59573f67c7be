"""From a noisy clip to smoothed positions."""

import numpy as np
import pytest
import smoothing_tiny
from smoothing_tiny import clip

from data_prep.keypoints.heatmaps import render
from smoothing.model import decode, encode, predict, share_of_empty_maps

GRID = smoothing_tiny.GRID


def test_heatmaps_are_each_frames_own():
    noisy = clip(frame_step=2)
    windows = noisy.frames[[2, 0]]
    found = encode(smoothing_tiny.config("conv3d"), noisy, windows)
    assert found.dtype == np.float32
    for row, frames in enumerate(windows):
        for place, frame in enumerate(frames):
            expected = render(noisy.positions[frame], noisy.sigmas[frame], GRID)
            np.testing.assert_allclose(
                found[row, place], np.moveaxis(expected, 0, -1), rtol=1e-6
            )
    assert not found[..., 9:15].any()
    known = noisy.positions[windows][:, :, [3, 24]]
    np.testing.assert_array_equal(
        decode(smoothing_tiny.config("conv3d"), found)[:, :, [3, 24]], known
    )


def test_a_detectors_heatmaps_are_taken_as_they_are():
    random = np.random.default_rng(1)
    heatmaps = random.random((smoothing_tiny.FRAMES, GRID, GRID, 25), dtype=np.float32)
    noisy = clip(heatmaps=heatmaps)
    found = encode(smoothing_tiny.config("convlstm_s"), noisy, noisy.frames)
    np.testing.assert_array_equal(found, heatmaps[noisy.frames])


def test_poses_have_rows_first_and_zeros_where_nothing_is_known():
    noisy, config = clip(), smoothing_tiny.config("deciwatch")
    poses = encode(config, noisy, noisy.frames)
    x, y = noisy.positions[4, 20]
    assert tuple(poses[1, 3, 40:42]) == (y, x)
    assert not poses[..., 18:30].any() and not np.isnan(poses).any()
    np.testing.assert_array_equal(
        decode(config, poses), np.nan_to_num(noisy.positions)[noisy.frames]
    )


def test_a_network_that_copies_its_input_gives_the_noisy_positions():
    model = smoothing_tiny.model("conv3d")
    kernel = np.zeros((5, 5, 5, 25, 25), np.float32)
    kernel[2, 2, 2] = np.eye(25)
    model.convolution.kernel.assign(kernel)
    noisy = clip()
    found = predict(model, noisy, batch_windows=4)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, np.nan_to_num(noisy.positions)[noisy.frames])


@pytest.mark.parametrize(
    ("architecture", "changes"),
    [("convlstm_c", {}), ("deciwatch", {"loss": "l1+denoise"})],
)
def test_batches_change_nothing(architecture, changes):
    model, noisy = smoothing_tiny.model(architecture, **changes), clip(frame_step=2)
    found = predict(model, noisy, batch_windows=2)  # three windows
    assert found.shape == (3, 5, 25, 2) and np.isfinite(found).all()
    outputs = model(encode(model.config, noisy, noisy.frames), training=False)
    expected = decode(model.config, np.asarray(outputs))
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_share_of_empty_maps():
    config = smoothing_tiny.config("conv3d")
    targets = np.zeros((2, 5, GRID, GRID, 25), np.float32)
    targets[..., 3, 4, :20] = 1.0  # the others are in no picture
    targets[..., 10:12] = np.nan
    outputs = np.ones_like(targets)
    assert share_of_empty_maps(config, outputs, targets) == 0
    outputs[:, :, :, :, [0, 10, 22]] = 0.0  # one that is shown, one unknown, one absent
    assert share_of_empty_maps(config, outputs, targets) == pytest.approx(1 / 18)
    poses = np.zeros((2, 5, 50), np.float32)
    assert share_of_empty_maps(smoothing_tiny.config("deciwatch"), poses, poses) == 0
