"""The noise of the thesis, told by the rows that it leaves untouched."""

import numpy as np
import pytest
from scipy.stats import norm

from data_prep.keypoints.noise import SHIFT_PIXELS
from evaluation.keypoints.metrics import THRESHOLDS
from smoothing.report.noise_model import expected_identity, identity_pck

PUBLISHED = {1: (6.95, 25.7, 67.4), 2: (1.84, 7.75, 29.3)}  # percent


@pytest.mark.parametrize("shift_scale", PUBLISHED)
def test_the_published_identity_rows_are_predicted(shift_scale):
    found = 100 * expected_identity(shift_scale)
    np.testing.assert_allclose(found, PUBLISHED[shift_scale], atol=0.6)
    measured = {1: (6.98, 25.91, 67.99), 2: (1.84, 7.85, 29.84)}
    np.testing.assert_allclose(found, measured[shift_scale], atol=0.006)


def test_without_the_grids_edges_the_row_is_another():
    """Shifts end at the edges: else PCK@0.2 at k = 2 would be 25.3."""
    found = 100 * expected_identity(2, clip=False)
    assert found[2] == pytest.approx(25.3, abs=0.1)
    assert found[2] < PUBLISHED[2][2] - 2


def test_uniform_positions_lie_at_the_edges_less_often():
    random = np.random.default_rng(0)
    torsos = random.gamma((22.282 / 5) ** 2, 25 / 22.282, 200_000)
    positions = random.integers(2, 54, (200_000, 2))
    found = 100 * identity_pck(torsos, positions, 2, random)
    np.testing.assert_allclose(found, (1.85, 7.56, 27.38), atol=0.006)


@pytest.mark.parametrize("shift_scale", PUBLISHED)
def test_one_torso_without_edges_is_a_sum_over_the_lattice(shift_scale):
    steps = np.arange(-40, 41)
    edges = np.append(steps - 0.5, 40.5) / (SHIFT_PIXELS * shift_scale)
    share = np.diff(norm.cdf(edges))
    distances = np.hypot(*np.meshgrid(steps, steps))
    expected = [
        (np.outer(share, share) * (distances <= threshold * 22.282)).sum()
        for threshold in THRESHOLDS
    ]
    found = identity_pck(
        np.full(400_000, 22.282),
        np.full((400_000, 2), 28),
        shift_scale,
        np.random.default_rng(0),
        clip=False,
    )
    np.testing.assert_allclose(found, expected, atol=0.003)


def test_longer_torsos_forgive_more():
    shorter, longer = expected_identity(1, 17.7), expected_identity(1, 25.0)
    assert (shorter < longer).all()
