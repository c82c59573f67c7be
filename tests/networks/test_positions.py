"""Positional encodings against their closed form."""

import numpy as np
import pytest

from networks.positions import sinusoids


@pytest.mark.parametrize("width", [8, 7, 135])
def test_columns_are_sine_and_cosine_in_turn(width):
    found = sinusoids(50, width)
    assert found.shape == (50, width) and found.dtype == np.float32
    for t in (0, 1, 2, 49):
        for column in range(width):
            angle = t / 10_000 ** (2 * (column // 2) / width)
            expected = np.cos(angle) if column % 2 else np.sin(angle)
            assert found[t, column] == pytest.approx(expected, abs=1e-6)


def test_a_frame_is_as_far_from_another_as_they_are_apart():
    """Sums of cos((t - s) f) over frequencies f: a function of t - s."""
    found = sinusoids(30, 16).astype(np.float64)
    products = found @ found.T
    for apart in range(30):
        along = np.diagonal(products, apart)
        np.testing.assert_allclose(along, along[0], atol=1e-5)
    np.testing.assert_allclose(np.diagonal(products), 8, atol=1e-5)


def test_a_shorter_window_has_the_same_first_frames():
    np.testing.assert_array_equal(sinusoids(40, 12), sinusoids(120, 12)[:40])
